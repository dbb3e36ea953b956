from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..queries import campaign as queries

#: What a person may overrule by adding a customer by hand.
OVERRULED = {"removed", "been_here", "cool_down"}


class ReactivationCampaign(models.Model):
    """Enrolment of chosen customers, whether they match the audience or not."""

    _inherit = "reactivation.campaign"

    def _enrol_by_hand(self, customers):
        """Enrol these customers; all of them or nobody.

        :raise UserError: the campaign does not run, or a customer must be left out
        """
        self.ensure_one()
        if self.state != "running":
            raise UserError(
                self.env._(
                    "Campaign “%(name)s” is not running. Launch it first, or choose"
                    " another one.",
                    name=self.name,
                )
            )
        self._check_left_out(customers)
        self._insert_enrollments(self._members_by_hand(customers))
        self.env.ref("crm_reactivation.ir_cron_campaigns")._trigger()

    def _members_by_hand(self, customers):
        """SQL: these customers, with the reason why each must be left out."""
        return queries.audience(
            queries.reach(customers.ids),
            customers._search(
                Domain("id", "in", customers.ids)
                & Domain("company_id", "=", self.company_id.id)
            ).select(),
            [entry for entry in self._exclusions() if entry[0] not in OVERRULED],
            SQL("FALSE"),
        )

    def _check_left_out(self, customers):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, reason FROM (%s) member",
                self._members_by_hand(customers),
            )
        )
        labels = self._exclusion_labels()
        left_out = [
            f"{self.env['res.partner'].browse(partner_id).display_name}:"
            f" {labels.get(why, why)}"
            for partner_id, why in rows
            if why
        ]
        if left_out:
            raise UserError(
                self.env._(
                    "Not everybody can be added to “%(name)s”:\n%(customers)s\nTake"
                    " them out of the selection, or change what stands in the way.",
                    name=self.name,
                    customers="\n".join(left_out),
                )
            )
        if len(rows) < len(customers):
            raise UserError(
                self.env._(
                    "Campaign “%(name)s” is %(company)s's: customers of other companies"
                    " cannot be added.",
                    name=self.name,
                    company=self.company_id.name,
                )
            )
