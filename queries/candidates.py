"""Customers whom the company might stop pursuing, each with the rule that names it.

Every piece has the columns ``customer_id``, ``code``, ``figure`` and ``day``.
"""

from odoo.tools import SQL


def low_margin(company_id, since, percent, scope):
    """Confirmed orders since a day earn less than so many percent of their amount.

    :param scope: SQL condition on ``customer``
    """
    return SQL(
        """
        SELECT customer.id AS customer_id, 'margin' AS code,
               100 * SUM(sale.margin / rate.value)
                   / SUM(sale.amount_untaxed / rate.value) AS figure,
               NULL::date AS day
          FROM reactivation_customer customer
          JOIN res_partner contact
            ON contact.commercial_partner_id = customer.partner_id
          JOIN sale_order sale ON sale.partner_id = contact.id
               AND sale.company_id = customer.company_id
         CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric
                                    AS value) rate
         WHERE customer.company_id = %(company)s AND %(scope)s
           AND sale.state = 'sale' AND sale.date_order >= %(since)s
           AND sale.amount_untaxed > 0
         GROUP BY customer.id
        HAVING 100 * SUM(sale.margin / rate.value)
               < %(percent)s * SUM(sale.amount_untaxed / rate.value)
        """,
        company=company_id,
        since=since,
        percent=percent,
        scope=scope,
    )


def late_payers(company_id, due_before, scope):
    """Something is unpaid that was due before a day; figure: all that is overdue."""
    return SQL(
        """
        SELECT customer.id AS customer_id, 'late' AS code,
               SUM(line.amount_residual) AS figure, MIN(line.date_maturity) AS day
          FROM reactivation_customer customer
          JOIN res_partner contact
            ON contact.commercial_partner_id = customer.partner_id
          JOIN account_move_line line ON line.partner_id = contact.id
               AND line.company_id = customer.company_id
          JOIN account_account account ON account.id = line.account_id
         WHERE customer.company_id = %(company)s AND %(scope)s
           AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
           AND account.account_type = 'asset_receivable'
           AND line.amount_residual > 0 AND line.date_maturity < %(due)s
         GROUP BY customer.id
        """,
        company=company_id,
        due=due_before,
        scope=scope,
    )


def far_and_small(company_id, months, scope):
    """Class C with a card in a category that begins so many months ahead or later."""
    return SQL(
        """
        SELECT customer.id AS customer_id, 'far' AS code,
               category.horizon_from AS figure, NULL::date AS day
          FROM reactivation_customer customer
          JOIN reactivation_episode card ON card.id = customer.episode_id
          JOIN reactivation_category category ON category.id = card.category_id
         WHERE customer.company_id = %(company)s AND %(scope)s
           AND customer.value_class = 'c' AND category.horizon_from >= %(months)s
        """,
        company=company_id,
        months=months,
        scope=scope,
    )


def candidates(pieces):
    """All pieces in one statement, but for who is proposed or not pursued already."""
    return SQL(
        """
        SELECT candidate.*
          FROM (%s) candidate
          JOIN reactivation_customer customer ON customer.id = candidate.customer_id
          LEFT JOIN reactivation_profile profile ON profile.id = customer.profile_id
         WHERE profile.renunciation_id IS NULL
        """,
        SQL(" UNION ALL ").join(SQL("(%s)", piece) for piece in pieces),
    )
