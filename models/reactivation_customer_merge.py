from odoo import models
from odoo.tools import SQL


class ReactivationCustomer(models.Model):
    """Customers that become one: partners merged, or put below another company."""

    _inherit = "reactivation.customer"

    def _rehome(self, company, partners=None):
        """Move what hangs on partners that are contacts of another company by now."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT contact.id, contact.commercial_partner_id
                  FROM res_partner contact
                 WHERE contact.commercial_partner_id <> contact.id
                   AND contact.id IN (
                       SELECT partner_id FROM reactivation_customer
                        WHERE company_id = %(company)s
                        UNION SELECT partner_id FROM reactivation_profile
                        WHERE company_id = %(company)s)
                   AND %(scope)s
                """,
                company=company.id,
                scope=SQL("contact.id = ANY(%s)", partners.ids)
                if partners is not None
                else SQL("TRUE"),
            )
        )
        partner = self.env["res.partner"]
        for contact_id, commercial_id in rows:
            self._merge_partners(
                partner.browse(contact_id), partner.browse(commercial_id)
            )

    def _merge_partners(self, sources, target):
        """Join rows, cards and profiles of several partners into one's.

        Closed cards stay as history, of two open cards the one that was worked on last
        stays open, the target's profile wins and is completed.  Of two rows the
        target's stays: dated changes of status of the other, which the orders of both
        together may contradict, go with it.  Figures follow when the orders are moved,
        by the caller.
        """
        self = self.with_context(reactivation_merging=True)
        self.env.flush_all()
        rows = self.search([("partner_id", "in", (sources | target).ids)])
        for __, same_company in rows.grouped("company_id").items():
            kept = same_company.filtered(lambda row: row.partner_id == target)
            kept = kept or same_company[0]
            episodes = self.env["reactivation.episode"].search(
                [("customer_id", "in", same_company.ids)]
            )
            episodes._keep_one_open()
            episodes.write({"customer_id": kept.id, "partner_id": target.id})
            kept.partner_id = target
            assessments = self.env["reactivation.assessment"].search(
                [("customer_id", "in", same_company.ids)]
            )
            assessments._move_to(kept)
            enrollments = self.env["reactivation.enrollment"].search(
                [("customer_id", "in", same_company.ids)]
            )
            enrollments._move_to(kept)
            consents = self.env["reactivation.consent"].search(
                [("customer_id", "in", same_company.ids)]
            )
            consents.write({"customer_id": kept.id, "partner_id": target.id})
            (same_company - kept).unlink()
        self.env["reactivation.profile"]._merge_partners(sources, target)
