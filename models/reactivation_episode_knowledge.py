from odoo import api, fields, models
from odoo.fields import Domain


class ReactivationEpisode(models.Model):
    """What people know about the customer, shown on the card; the profile holds it."""

    _inherit = "reactivation.episode"

    profile_id = fields.Many2one(related="customer_id.profile_id")
    potential_amount = fields.Monetary(
        related="customer_id.profile_id.potential_amount", aggregator=None
    )
    incumbent_text = fields.Char(
        string="Buys From",
        compute="_compute_knowledge",
        help="Suppliers with their share and since when; unknown as long as nobody"
        " wrote any.",
    )
    routines = fields.Text(related="customer_id.profile_id.routines")
    reflexes = fields.Text(related="customer_id.profile_id.reflexes")
    circuit = fields.Text(related="customer_id.profile_id.circuit")
    verified_on = fields.Date(related="customer_id.profile_id.verified_on")
    to_verify = fields.Boolean(
        compute="_compute_knowledge",
        search="_search_to_verify",
        help="Something about how the customer buys was never verified, or longer ago"
        " than the company wants.",
    )

    @api.depends("customer_id.profile_id.incumbent_text", "verified_on")
    @api.depends_context("lang")
    def _compute_knowledge(self):
        for card in self:
            profile = card.profile_id
            card.incumbent_text = profile.incumbent_text or self.env._("unknown")
            card.to_verify = not profile or profile.to_verify

    def _search_to_verify(self, operator, value):
        if operator != "in":
            return NotImplemented
        profiles = self.env["reactivation.profile"]
        verified = profiles._search([("to_verify", "=", False)])
        known = Domain("customer_id.profile_id", "in", verified)
        return ~known if True in value else known

    def action_open_profile(self):
        """Open what is known about the customer, to read and complete it."""
        self.ensure_one()
        view = self.env.ref("crm_reactivation.reactivation_profile_view_form_knowledge")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What we know about %(name)s", name=self.display_name),
            "res_model": "reactivation.profile",
            "res_id": self.profile_id.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }
