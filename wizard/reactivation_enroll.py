from odoo import fields, models


class ReactivationEnroll(models.TransientModel):
    """Add chosen cards or customers to a running campaign."""

    _name = "reactivation.enroll"
    _description = "Add to Campaign"

    episode_ids = fields.Many2many("reactivation.episode", string="Cards")
    customer_ids = fields.Many2many("reactivation.customer", string="Customers")
    campaign_id = fields.Many2one(
        "reactivation.campaign",
        required=True,
        domain="[('state', '=', 'running'), ('company_id', 'in', allowed_company_ids)]",
    )

    def action_enroll(self):
        """Enrol them; who cannot be enrolled is named, with the reason."""
        self.ensure_one()
        if self.episode_ids:
            self.episode_ids._add_to(self.campaign_id)
        if self.customer_ids:
            self.customer_ids._add_to(self.campaign_id)
        return {"type": "ir.actions.act_window_close"}
