"""Cards (episodes): which to open, which to close, which to bring up to date."""

from odoo.tools import SQL

from .assessments import belongs


def opening(company_id, partner_scope, limit=None):
    """CTE body: inactive customers who need a card.

    No open card, no earlier card for this same silence (a released or not pursued
    customer waits for an order, or to be reinstated), nobody decided not to pursue,
    partner not archived.

    :param limit: at most so many, the oldest rows first
    """
    missing = SQL(
        """
        SELECT customer.*
          FROM reactivation_customer customer
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE customer.company_id = %(company)s
           AND customer.inactivity_level IN ('inactive', 'very_inactive')
           AND contact.active
           AND %(scope)s
           AND NOT EXISTS (
               SELECT 1 FROM reactivation_episode card
                WHERE card.customer_id = customer.id
                  AND (card.state = 'open'
                       OR card.silent_since >= customer.last_order_date
                          AND card.is_superseded IS NOT TRUE))
           AND NOT EXISTS (
               SELECT 1 FROM reactivation_profile profile
                WHERE profile.id = customer.profile_id
                  AND profile.pursuit = 'not_pursued')
        """,
        company=company_id,
        scope=partner_scope,
    )
    if limit is None:
        return missing
    # a level of its own: to stop after a few, PostgreSQL would look rows up one by one
    return SQL(
        "SELECT * FROM (%s OFFSET 0) missing ORDER BY id LIMIT %s", missing, limit
    )


def category_of(score, bounds, to_assess_id):
    """Category id for a score: the one with the highest lower bound it reaches.

    :param bounds: list of (lower bound, category id)
    """
    if not bounds:
        return SQL("%s::int", to_assess_id)
    return SQL(
        "CASE WHEN %s IS NULL THEN %s %s END",
        score,
        to_assess_id,
        SQL(" ").join(
            SQL("WHEN %s >= %s THEN %s", score, lower, category_id)
            for lower, category_id in sorted(bounds, reverse=True)
        ),
    )


#: Who is inactive again within so many months of coming back has relapsed.
RELAPSE_MONTHS = 12

#: Columns of a new card that the refresh fills.
CARD_COLUMNS = (
    "customer_id",
    "partner_id",
    "company_id",
    "currency_id",
    "user_id",
    "team_id",
    "state",
    "decision",
    "opened_on",
    "silent_since",
    "computed_category_id",
    "category_is_provisional",
    "provisional_score",
    "provisional_facts",
    "low_confidence",
    "opening_category_id",
    "assessment_id",
    "assessed_on",
    "resistance_score",
    "potential_class",
    "accessibility_class",
    "rank",
    "at_stake_amount",
    "snoozed_until",
    "relapse_of_id",
)


def new_cards(bounds, to_assess_id, today, old_to_assess):
    """Values of the cards to open, one row each.

    Out of the CTEs ``opening``, ``score`` and ``priority``.  Who was assessed in this
    silence already starts where the assessment says.

    :param old_to_assess: leave silences of more than twice the threshold to assess
    """
    return SQL(
        """
        SELECT card.customer_id, card.partner_id, card.company_id, card.currency_id,
               card.user_id, card.team_id, 'open' AS state, 'none' AS decision,
               %(today)s::date AS opened_on, card.last_order_date AS silent_since,
               CASE WHEN current.id IS NULL THEN card.opening_category_id
                    ELSE COALESCE(current.category_id, %(to_assess)s)
                    END AS computed_category_id,
               card.score IS NOT NULL AND current.id IS NULL AS category_is_provisional,
               card.score AS provisional_score, card.facts AS provisional_facts,
               card.low_confidence, card.opening_category_id,
               current.id AS assessment_id, current.date AS assessed_on,
               current.score AS resistance_score, priority.potential_class,
               priority.accessibility_class, priority.rank,
               card.yearly_amount AS at_stake_amount,
               (SELECT snoozed_until FROM reactivation_profile profile
                 WHERE profile.id = card.profile_id) AS snoozed_until,
               (SELECT earlier.id FROM reactivation_episode earlier
                 WHERE earlier.customer_id = card.customer_id
                   AND earlier.state = 'reactivated'
                   AND earlier.closed_on + MAKE_INTERVAL(months => %(relapse)s)
                       >= %(today)s::date
                 ORDER BY earlier.closed_on DESC, earlier.id DESC
                 LIMIT 1) AS relapse_of_id
          FROM (SELECT *, %(category)s AS opening_category_id
                  FROM (SELECT opening.*, opening.id AS customer_id, score.facts,
                               %(today)s::date - last_order_date > 2 * threshold_days
                                   AS low_confidence,
                               CASE WHEN NOT (%(old_to_assess)s AND %(today)s::date
                                         - last_order_date > 2 * threshold_days)
                                    THEN score.score END AS score
                          FROM opening
                          LEFT JOIN score ON score.customer_id = opening.id) scored
               ) card
          JOIN priority ON priority.customer_id = card.customer_id
          LEFT JOIN reactivation_assessment current ON %(belongs)s
         ORDER BY card.customer_id
        """,
        category=category_of(SQL("score"), bounds, to_assess_id),
        to_assess=to_assess_id,
        belongs=belongs(
            SQL("card.customer_id"), SQL("card.last_order_date"), SQL("NULL")
        ),
        today=today,
        old_to_assess=old_to_assess,
        relapse=RELAPSE_MONTHS,
    )


def insert_cards(ctes, cards, user_id, now):
    """Insert all new cards at once; returns their ids.

    :param ctes: list of (name, SQL) that ``cards`` reads
    """
    names = SQL(", ").join(SQL.identifier(column) for column in CARD_COLUMNS)
    return SQL(
        """
        WITH %(ctes)s, card AS (%(cards)s)
        INSERT INTO reactivation_episode (%(names)s, category_id, category_differs,
                    pinned, create_uid, create_date, write_uid, write_date)
        SELECT %(names)s, computed_category_id, FALSE, FALSE,
               %(user)s, %(now)s, %(user)s, %(now)s
          FROM card
     RETURNING id
        """,
        ctes=with_clauses(ctes),
        cards=cards,
        names=names,
        user=user_id,
        now=now,
    )


def select_cards(ctes, cards):
    """The new cards as rows, to create them one batch at a time."""
    return SQL("WITH %s %s", with_clauses(ctes), cards)


def with_clauses(ctes):
    """``name AS (body), …`` of a list of (name, SQL body)."""
    return SQL(", ").join(
        SQL("%s AS MATERIALIZED (%s)", SQL.identifier(name), body)
        for name, body in ctes
    )


def follow_cards(card_ids):
    """Customers follow their cards: link and salesperson; returns changed ids."""
    return SQL(
        """
        UPDATE reactivation_customer customer
           SET episode_id = fresh.card_id, user_id = fresh.user_id,
               team_id = fresh.team_id
          FROM (SELECT row.id,
                       CASE WHEN card.state = 'open' THEN card.id END AS card_id,
                       CASE WHEN card.state = 'open' AND card.user_id IS NOT NULL
                            THEN card.user_id ELSE row.user_id END AS user_id,
                       CASE WHEN card.state = 'open' AND card.user_id IS NOT NULL
                            THEN card.team_id ELSE row.team_id END AS team_id
                  FROM reactivation_episode card
                  JOIN reactivation_customer row ON row.id = card.customer_id
                 WHERE card.id = ANY(%(cards)s)
                   AND (card.state = 'open' OR row.episode_id = card.id)) fresh
         WHERE customer.id = fresh.id
           AND (customer.episode_id, customer.user_id, customer.team_id)
               IS DISTINCT FROM (fresh.card_id, fresh.user_id, fresh.team_id)
     RETURNING customer.id
        """,
        cards=list(card_ids),
    )


def link_new_cards(company_id):
    """Customers point to the cards that were inserted for them; returns changed ids."""
    return SQL(
        """
        UPDATE reactivation_customer customer SET episode_id = card.id
          FROM reactivation_episode card
         WHERE card.customer_id = customer.id AND card.state = 'open'
           AND customer.company_id = %s AND customer.episode_id IS DISTINCT FROM card.id
     RETURNING customer.id
        """,
        company_id,
    )


def finished(company_id, scope, untouched, limit):
    """Open cards that have to be closed, at most so many: rows (card id, why).

    ``ordered``: an order came on or after the day the card was opened.  ``moot``: the
    card has no object any more: the partner was archived, no order is left, or the
    customer is not inactive (a policy changed, an older order surfaced) and nobody has
    worked on the card.

    :param untouched: SQL condition on ``card``: nobody has worked on it
    """
    return SQL(
        """
        SELECT card.id,
               CASE WHEN customer.last_order_date >= card.opened_on THEN 'ordered'
                    ELSE 'moot' END
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE card.company_id = %(company)s AND card.state = 'open' AND %(scope)s
           AND (customer.last_order_date >= card.opened_on
                OR customer.last_order_date IS NULL
                OR NOT contact.active
                OR (customer.inactivity_level IN ('active', 'at_risk')
                    AND %(untouched)s))
         ORDER BY card.id LIMIT %(limit)s
        """,
        limit=limit,
        company=company_id,
        scope=scope,
        untouched=untouched,
    )


def not_pursued(company_id, scope, limit):
    """Open cards of customers who are not pursued, at most so many: rows (card id)."""
    return SQL(
        """
        SELECT card.id
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = customer.partner_id
          JOIN reactivation_profile profile ON profile.id = customer.profile_id
         WHERE card.company_id = %(company)s AND card.state = 'open'
           AND profile.pursuit = 'not_pursued' AND %(scope)s
         ORDER BY card.id LIMIT %(limit)s
        """,
        limit=limit,
        company=company_id,
        scope=scope,
    )


def withdrawn(company_id, scope, limit):
    """Reactivated cards whose comeback is none any more, at most so many.

    Nothing that was bought since the card was opened is left, from whatever source; or
    the order that closed it is no purchase, and another one has to be named.

    :return: rows (card id)
    """
    return SQL(
        """
        SELECT card.id
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = card.partner_id
          LEFT JOIN sale_order sale ON sale.id = card.order_id
         WHERE card.company_id = %(company)s AND card.state = 'reactivated'
           AND (customer.last_order_date IS NULL
                OR customer.last_order_date < card.opened_on
                OR card.origin_model = 'sale.order'
                   AND (sale.state = 'sale' AND sale.amount_untaxed > 0) IS NOT TRUE)
           AND %(scope)s
         ORDER BY card.id DESC LIMIT %(limit)s
        """,
        company=company_id,
        scope=scope,
        limit=limit,
    )


def moot_no_more(company_id, scope, limit):
    """Cards closed as moot whose customer is inactive again, at most so many.

    In the same silence, without an open card, partner not archived.
    """
    return SQL(
        """
        SELECT DISTINCT ON (card.customer_id) card.id
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE card.company_id = %(company)s AND card.state = 'released'
           AND card.closed_as_moot AND contact.active
           AND customer.inactivity_level IN ('inactive', 'very_inactive')
           AND card.silent_since >= customer.last_order_date AND %(scope)s
           AND NOT EXISTS (SELECT 1 FROM reactivation_episode other
                            WHERE other.customer_id = card.customer_id
                              AND other.state = 'open')
         ORDER BY card.customer_id, card.id DESC LIMIT %(limit)s
        """,
        limit=limit,
        company=company_id,
        scope=scope,
    )


def to_rank(company_id, scope):
    """Rows of the customers whose open cards are to be ranked.

    :param scope: SQL condition on ``card``
    """
    return SQL(
        """
        SELECT customer.*
          FROM reactivation_customer customer
          JOIN reactivation_episode card ON card.customer_id = customer.id
         WHERE card.company_id = %(company)s AND card.state = 'open' AND %(scope)s
        """,
        company=company_id,
        scope=scope,
    )


#: Columns of a card that say in which order cards are worked.
ORDER_COLUMNS = ("potential_class", "accessibility_class", "rank", "at_stake_amount")


def refresh_order(company_id, priority, raised):
    """Write order and amount of open cards where they moved; returns changed ids.

    A rank that a manager set stays; cards that are raised come before all others.
    Customers who are not inactive any more have none, their cards keep theirs.  Cards
    that somebody is writing at this moment wait for the next night.

    :param priority: SQL, see ``priority.priorities``
    :param raised: SQL condition on ``card``
    """
    names = [SQL.identifier(name) for name in ORDER_COLUMNS]
    return SQL(
        """
        WITH priority AS MATERIALIZED (%(priority)s),
        moved AS (
            SELECT fresh.*
              FROM (SELECT card.id, priority.potential_class,
                           priority.accessibility_class,
                           COALESCE(NULLIF(card.manual_rank, 0), CASE WHEN %(raised)s
                                    THEN 0 ELSE priority.rank END) AS rank,
                           customer.yearly_amount AS at_stake_amount
                      FROM reactivation_episode card
                      JOIN reactivation_customer customer
                        ON customer.id = card.customer_id
                      JOIN priority ON priority.customer_id = customer.id
                     WHERE card.company_id = %(company)s AND card.state = 'open'
                       AND priority.rank IS NOT NULL) fresh
              JOIN reactivation_episode card ON card.id = fresh.id
             WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
               FOR NO KEY UPDATE OF card SKIP LOCKED)
        UPDATE reactivation_episode card
           SET %(assignments)s
          FROM moved WHERE card.id = moved.id
     RETURNING card.id
        """,
        priority=priority,
        raised=raised,
        company=company_id,
        old=SQL(", ").join(SQL("card.%s", name) for name in names),
        new=SQL(", ").join(SQL("fresh.%s", name) for name in names),
        assignments=SQL(", ").join(SQL("%s = moved.%s", n, n) for n in names),
    )


def delete_all():
    """Delete the cards of all companies; what hangs on them goes by foreign keys."""
    return SQL("DELETE FROM reactivation_episode")
