"""What customers owe beyond the due date."""

from odoo.tools import SQL


def overdue(company_id, partner_ids, today):
    """Rows (commercial partner id, amount in company currency, oldest due date).

    Posted customer invoices, instalment by instalment, less what was paid on each.
    """
    return SQL(
        """
        SELECT contact.commercial_partner_id, SUM(line.amount_residual),
               MIN(line.date_maturity)
          FROM res_partner contact
          JOIN account_move_line line ON line.partner_id = contact.id
          JOIN account_account account ON account.id = line.account_id
         WHERE contact.commercial_partner_id = ANY(%(partners)s)
           AND line.company_id = %(company)s
           AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
           AND account.account_type = 'asset_receivable'
           AND line.amount_residual > 0 AND line.date_maturity < %(today)s
         GROUP BY contact.commercial_partner_id
        """,
        partners=list(partner_ids),
        company=company_id,
        today=today,
    )
