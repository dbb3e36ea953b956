from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    reactivation_episode_id = fields.Many2one(
        "reactivation.episode",
        string="Reactivation Card",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        groups="sales_team.group_sale_salesman",
        help="The card of the silent customer this opportunity came out of.",
    )

    def _prepare_opportunity_quotation_context(self):
        """A quotation of the opportunity belongs to the same card."""
        context = super()._prepare_opportunity_quotation_context()
        # sudo: who quotes need not see the card
        card = self.sudo().reactivation_episode_id
        if card.state == "open":
            context["default_reactivation_episode_id"] = card.id
        return context
