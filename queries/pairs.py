"""Which customers of a company have a row, and who sells to them."""

from odoo.tools import SQL


def interest(company_id, scope, signal_codes):
    """CTE body: customers who showed interest without buying yet.

    Draft or sent quotations, open opportunities (of the company, or of no company),
    confirmed orders of any amount, and the signals ``signal_codes`` (messages received,
    events attended) unless they come from a supplier.  One column, ``partner_id``.
    """
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id
          FROM sale_order sale
          JOIN res_partner contact ON contact.id = sale.partner_id
         WHERE sale.state IN ('draft', 'sent', 'sale')
           AND (sale.state <> 'sale' OR sale.amount_untaxed <= 0)
           AND sale.company_id = %(company)s AND %(scope)s
         UNION
        SELECT contact.commercial_partner_id
          FROM crm_lead lead
          JOIN res_partner contact ON contact.id = lead.partner_id
          LEFT JOIN crm_team team ON team.id = lead.team_id
         WHERE lead.active AND lead.type = 'opportunity' AND lead.won_status = 'pending'
           AND COALESCE(lead.company_id, team.company_id, %(company)s) = %(company)s
           AND %(scope)s
         %(signals)s
        """,
        company=company_id,
        scope=scope,
        signals=SQL(" ").join(
            SQL(
                "UNION SELECT signal.partner_id FROM %s signal"
                " JOIN res_partner writer ON writer.id = signal.partner_id"
                " WHERE signal.last_on IS NOT NULL"
                " AND COALESCE(writer.supplier_rank, 0) = 0",
                SQL.identifier(f"signal_{code}"),
            )
            for code in signal_codes
        ),
    )


def invoiced(company_id, scope):
    """CTE body: customers with a posted invoice, ``partner_id``."""
    return SQL(
        """
        SELECT DISTINCT contact.commercial_partner_id AS partner_id
          FROM account_move move
          JOIN res_partner contact ON contact.id = move.partner_id
         WHERE move.move_type IN ('out_invoice', 'out_receipt')
           AND move.state = 'posted' AND move.company_id = %s AND %s
        """,
        company_id,
        scope,
    )


#: What people wrote or were told about a customer; all but cards and profiles would go
#: with the row.
KEPT_TABLES = (
    "reactivation_profile",
    "reactivation_episode",
    "reactivation_assessment",
    "reactivation_enrollment",
    "reactivation_consent",
)


def kept_pairs(company_id, scope):
    """CTE body: customers whose row stays although nothing was ordered.

    Somebody wrote a profile, a card or an assessment about them, they were in a
    campaign, or were asked whether we may go on writing.
    """
    return SQL(
        """
        SELECT DISTINCT contact.id AS partner_id
          FROM (%(known)s) known
          JOIN res_partner contact ON contact.id = known.partner_id
         WHERE known.company_id = %(company)s AND %(scope)s
        """,
        known=SQL(" UNION ALL ").join(
            SQL("SELECT partner_id, company_id FROM %s", SQL.identifier(table))
            for table in KEPT_TABLES
        ),
        company=company_id,
        scope=scope,
    )


def outsiders(public_partner_ids):
    """CTE body: partners who are not customers: own companies, users, the public."""
    return SQL(
        """
        SELECT partner_id FROM res_company WHERE partner_id IS NOT NULL
         UNION SELECT partner_id FROM res_users WHERE share IS NOT TRUE
         UNION SELECT UNNEST(%s::int[])
        """,
        list(public_partner_ids),
    )


def salespeople(company_id):
    """CTE body: users who may work in the company and their sales team there."""
    return SQL(
        """
        SELECT allowed.user_id AS id,
               (SELECT member.crm_team_id
                  FROM crm_team_member member
                  JOIN crm_team team ON team.id = member.crm_team_id
                 WHERE member.user_id = allowed.user_id AND member.active
                   AND COALESCE(team.company_id, %(company)s) = %(company)s
                 ORDER BY team.sequence, member.id LIMIT 1) AS team_id
          FROM res_company_users_rel allowed
          JOIN res_users ON res_users.id = allowed.user_id
         WHERE allowed.cid = %(company)s AND res_users.active
           AND res_users.share IS NOT TRUE
        """,
        company=company_id,
    )


def pairs():
    """CTE body: who has a row: bought, is interested, was billed, or people wrote."""
    return SQL(
        "SELECT partner_id FROM totals UNION SELECT partner_id FROM interested"
        " UNION SELECT partner_id FROM billed UNION SELECT partner_id FROM kept"
    )
