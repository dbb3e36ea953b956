"""Effort of objectives: time and money spent in their period, and what it earned."""

from odoo.tools import SQL

from . import report
from .objectives import counts
from .purchases import local_day


def spent(column, tz, ids):
    """Rows (objective id, hours, cost): calls and campaign steps of the period.

    Of cards of the objective's owner, told as the analysis of cards tells whose a card
    is, with its expression of the cost.

    :param column: function name -> SQL of that column of the row ``objective``
    :param tz: SQL, time zone of its company
    """
    owner = report.columns()
    return SQL(
        """
        SELECT objective.id, SUM(work.hours), SUM(%(cost)s)
          FROM reactivation_objective objective
          JOIN res_company company ON company.id = objective.company_id
         CROSS JOIN LATERAL (
               SELECT episode_id, duration AS hours, 0::float8 AS steps
                 FROM reactivation_call
                WHERE company_id = objective.company_id
                  AND %(day)s BETWEEN %(start)s AND %(end)s
                UNION ALL
               SELECT episode_id, 0, cost FROM reactivation_touch
                WHERE company_id = objective.company_id AND state IN ('sent', 'done')
                  AND date BETWEEN %(start)s AND %(end)s) work
          JOIN reactivation_episode card ON card.id = work.episode_id
          %(credit)s
         WHERE objective.id = ANY(%(ids)s)
           AND CASE %(owner_type)s WHEN 'user' THEN %(user)s = %(user_id)s
                                   WHEN 'team' THEN %(team)s = %(team_id)s
                                   ELSE TRUE END
           AND (%(filter)s IS NULL OR EXISTS (
               SELECT FROM reactivation_objective_scope scope
                WHERE scope.objective_id = objective.id
                  AND scope.partner_id = card.partner_id))
         GROUP BY objective.id
        """,
        credit=report.JOINS["credit"],
        cost=report.cost(SQL("work.steps"), SQL("work.hours")),
        day=local_day(SQL("date"), tz),
        start=column("date_start"),
        end=column("date_end"),
        ids=list(ids),
        owner_type=column("owner_type"),
        user=owner["user_id"],
        user_id=column("user_id"),
        team=owner["team_id"],
        team_id=column("team_id"),
        filter=column("filter_id"),
    )


def margins(column, tz, ids):
    """Rows (objective id, margin): of the orders in the windows of its credits."""
    objective = SQL("reactivation_objective objective")
    return margins_of(objective, SQL("objective.id"), counts(column), tz, ids)


def margins_of(table, table_id, counted, tz, ids):
    """Rows (id, margin): of the orders in the windows of credits.

    An order in the windows of two credits belongs to the later one, as its amount does.
    Amounts in company currency, by the rate of each order.

    :param table, table_id: SQL, what credits count for, and its id
    :param counted: SQL condition, whether ``credit`` counts for a row of it
    :param tz: SQL, time zone of the company
    """
    return SQL(
        """
        SELECT %(table_id)s,
               SUM(sale.margin / COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric)
          FROM %(table)s
          JOIN reactivation_credit credit ON %(counted)s
          JOIN res_partner contact
            ON contact.commercial_partner_id = credit.partner_id
          JOIN sale_order sale ON sale.partner_id = contact.id
               AND sale.company_id = credit.company_id AND sale.state = 'sale'
               AND %(day)s BETWEEN credit.date AND credit.until
         WHERE %(table_id)s = ANY(%(ids)s)
           AND NOT EXISTS (
               SELECT FROM reactivation_credit later
                WHERE later.partner_id = credit.partner_id
                  AND later.company_id = credit.company_id AND later.amount > 0
                  AND later.date > credit.date AND later.date <= %(day)s)
         GROUP BY %(table_id)s
        """,
        table=table,
        table_id=table_id,
        counted=counted,
        day=local_day(SQL("sale.date_order"), tz),
        ids=list(ids),
    )
