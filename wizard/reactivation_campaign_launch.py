from odoo import api, fields, models


class ReactivationCampaignLaunch(models.TransientModel):
    """Asks before a campaign is launched: how many, and what is missing."""

    _name = "reactivation.campaign.launch"
    _description = "Launch a Campaign"

    campaign_id = fields.Many2one(
        "reactivation.campaign", required=True, ondelete="cascade"
    )
    ready_count = fields.Integer(related="campaign_id.ready_count")
    control_count = fields.Integer(related="campaign_id.control_count")
    left_out_table = fields.Html(related="campaign_id.left_out_table", sanitize=False)
    launch_warning = fields.Text(related="campaign_id.launch_warning")
    budget_text = fields.Char(related="campaign_id.budget_text")
    is_over_budget = fields.Boolean(related="campaign_id.is_over_budget")
    empty_text = fields.Text(compute="_compute_empty_text")

    @api.depends("campaign_id")
    @api.depends_context("lang")
    def _compute_empty_text(self):
        for wizard in self:
            wizard.empty_text = "\n".join(wizard.campaign_id._empty_placeholders())

    def action_launch(self):
        """Launch the campaign."""
        self.ensure_one()
        return self.campaign_id.action_launch()
