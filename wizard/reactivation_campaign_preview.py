from odoo import api, fields, models


class ReactivationCampaignPreview(models.TransientModel):
    """Every message of a campaign as one customer would get it."""

    _name = "reactivation.campaign.preview"
    _description = "Preview of a Campaign"

    campaign_id = fields.Many2one(
        "reactivation.campaign", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        domain="[('parent_id', '=', False)]",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
    )
    messages = fields.Html(compute="_compute_messages", sanitize=False)

    @api.depends("campaign_id")
    def _compute_partner_id(self):
        """Somebody of the audience, to begin with."""
        for wizard in self:
            wizard.partner_id = wizard.campaign_id._somebody()

    @api.depends("partner_id", "campaign_id")
    @api.depends_context("lang")
    def _compute_messages(self):
        for wizard in self:
            campaign = wizard.campaign_id
            customer = campaign._standing_of(wizard.partner_id)
            # sudo: the words a customer gets; whoever owns the campaign writes them
            steps = campaign.step_ids.sudo()
            facts = steps._message_facts(customer).get(customer.id)
            wizard.messages = facts and self.env["ir.qweb"]._render(
                "crm_reactivation.campaign_preview",
                {"messages": [step._preview(facts) for step in steps]},
            )
