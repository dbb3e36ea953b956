from odoo import api, fields, models

from .res_partner import SALES


class ResPartner(models.Model):
    """Whether the customer is pursued, on the contact; for sales users only."""

    _inherit = "res.partner"

    reactivation_pursuit_text = fields.Char(
        string="Whether Pursued",
        compute="_compute_reactivation_pursuit_text",
        groups=SALES,
    )

    @api.depends("reactivation_customer_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_reactivation_pursuit_text(self):
        for partner in self:
            customer = partner.reactivation_customer_id
            partner.reactivation_pursuit_text = customer.pursuit_text

    def action_propose_not_to_pursue(self):
        """Propose not to pursue these customers."""
        return self.env["reactivation.renunciation"]._open_proposal(
            self.commercial_partner_id, self.env.company
        )

    def action_open_renunciation(self):
        """Open the proposal or decision about this customer."""
        customer = self.reactivation_customer_id  # empty: not for this user
        return bool(customer) and customer.action_open_renunciation()
