from odoo import fields, models

from .res_partner import SALES


class ResPartner(models.Model):
    """Whether the customer is pursued, on the contact; for sales users only."""

    _inherit = "res.partner"

    reactivation_pursuit_text = fields.Char(
        string="Whether Pursued",
        compute="_compute_reactivation_texts",
        groups=SALES,
    )

    def _compute_reactivation_texts(self):
        super()._compute_reactivation_texts()
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
        return self.reactivation_customer_id.action_open_renunciation()
