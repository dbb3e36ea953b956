"""Credits: what a customer bought after coming back, and what brought him back."""

from odoo.tools import SQL

#: A credit whose window ended longer ago than this is settled: late credit notes and
#: cancelled orders change its amount until then.
SETTLED_AFTER_DAYS = 365


def comebacks(company_id, sources, notes, days, decimals, card_ids):
    """First purchase since each card was opened, and what was bought from then on.

    :param sources: pieces of ``purchases``, of the customers ``came.partner_id``
    :param notes: SQL of ``refunds.credit_notes``, see :func:`within_span`
    :param days: length of the attribution window
    :return: rows (card id, day, origin model, origin id, order id, net amount, whether
        the customer had bought before the card was opened)
    """
    return SQL(
        """
        WITH came AS MATERIALIZED (
            SELECT card.id, card.partner_id, card.opened_on, customer.first_order_date
              FROM reactivation_episode card
              JOIN reactivation_customer customer ON customer.id = card.customer_id
             WHERE card.id = ANY(%(cards)s) AND card.company_id = %(company)s),
        bought AS MATERIALIZED (%(sources)s),
        comeback AS (
            SELECT DISTINCT ON (came.id) came.*, bought.day, bought.origin_model,
                   bought.origin_id, bought.order_id
              FROM came
              JOIN bought ON bought.partner_id = came.partner_id
                         AND bought.day >= came.opened_on
             ORDER BY came.id, bought.day, bought.order_id NULLS LAST,
                   bought.origin_model, bought.origin_id),
        span AS MATERIALIZED (
            SELECT id, partner_id, day AS first_day, day + %(days)s - 1 AS last_day
              FROM comeback),
        %(net)s
        SELECT comeback.id, day, origin_model, origin_id, order_id, net.amount,
               COALESCE(first_order_date < opened_on, FALSE)
          FROM comeback
          JOIN net ON net.id = comeback.id
        """,
        cards=list(card_ids),
        company=company_id,
        sources=SQL(" UNION ALL ").join(sources),
        days=days,
        net=net_amounts(notes, decimals),
    )


def net_amounts(notes, decimals):
    """CTEs, the last one ``net``: (id, amount) of each row of ``span``.

    Bought from ``first_day`` to ``last_day``, less credit notes, never below zero.
    Each piece is computed once for all rows of ``span``: a year has thousands.
    """
    return SQL(
        """
        gross AS MATERIALIZED (
            SELECT span.id, SUM(bought.amount) AS amount
              FROM span
              JOIN bought ON bought.partner_id = span.partner_id
                         AND bought.day BETWEEN span.first_day AND span.last_day
             GROUP BY span.id),
        noted AS MATERIALIZED (
            SELECT span.id, SUM(note.amount) AS amount
              FROM span CROSS JOIN LATERAL (%(notes)s) note
             GROUP BY span.id),
        net AS MATERIALIZED (
            SELECT span.id, GREATEST(0, ROUND((
                       COALESCE(gross.amount, 0) - COALESCE(noted.amount, 0)
                       )::numeric, %(decimals)s)) AS amount
              FROM span
              LEFT JOIN gross ON gross.id = span.id
              LEFT JOIN noted ON noted.id = span.id)
        """,
        notes=notes,
        decimals=decimals,
    )


def within_span(day):
    """Condition: the day belongs to the row ``span``."""
    return SQL("%s BETWEEN span.first_day AND span.last_day", day)


def moved_amounts(company_id, scope, settled_before, sources, notes, decimals):
    """Write the amounts of credits that are not what was bought; returns changed ids.

    A card that is no longer reactivated recovered nothing.  What follows the next
    comeback of the same customer belongs to that one: nothing counts twice.

    :param scope: SQL condition on ``contact``
    :param settled_before: credits whose window ended before this day stay as they are
    :param sources: pieces of ``purchases``, of the customers ``came.partner_id``
    """
    return SQL(
        """
        WITH came AS MATERIALIZED (
            SELECT credit.id, credit.partner_id, credit.date,
                   LEAST(credit.until, (
                       SELECT MIN(later.date) - 1 FROM reactivation_credit later
                        WHERE later.partner_id = credit.partner_id
                          AND later.company_id = credit.company_id AND later.amount > 0
                          AND later.date > credit.date)) AS until,
                   card.state = 'reactivated' AS stands
              FROM reactivation_credit credit
              JOIN reactivation_episode card ON card.id = credit.episode_id
              JOIN res_partner contact ON contact.id = credit.partner_id
             WHERE credit.company_id = %(company)s AND %(scope)s
               AND (credit.until >= %(settled)s OR card.state <> 'reactivated')),
        bought AS MATERIALIZED (%(sources)s),
        span AS MATERIALIZED (
            SELECT id, partner_id, date AS first_day, until AS last_day
              FROM came WHERE stands),
        %(net)s
        UPDATE reactivation_credit credit SET amount = fresh.amount
          FROM (SELECT came.id, COALESCE(net.amount, 0) AS amount
                  FROM came LEFT JOIN net ON net.id = came.id) fresh
         WHERE credit.id = fresh.id AND credit.amount IS DISTINCT FROM fresh.amount
     RETURNING credit.id
        """,
        company=company_id,
        scope=scope,
        settled=settled_before,
        sources=SQL(" UNION ALL ").join(sources),
        net=net_amounts(notes, decimals),
    )
