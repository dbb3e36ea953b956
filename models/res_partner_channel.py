from odoo import fields, models


class ResPartner(models.Model):
    """How a contact wants to be spoken to, and how not."""

    _inherit = "res.partner"

    reactivation_channel_id = fields.Many2one(
        "reactivation.channel",
        string="Preferred Channel",
        groups="sales_team.group_sale_salesman,mass_mailing.group_mass_mailing_user",
        help="Campaign steps that allow it use this channel.",
    )
    reactivation_refused_channel_ids = fields.Many2many(
        "reactivation.channel",
        "reactivation_refused_channel",
        "partner_id",
        "channel_id",
        string="Refused Channels",
        groups="sales_team.group_sale_salesman,mass_mailing.group_mass_mailing_user",
        help="Campaigns never use them for this contact; refused on a company, they are"
        " refused for all its contacts. Orders and invoices are sent as ever.",
    )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody becomes a follower by a planned follow-up."""
        if self.env.context.get("reactivation_no_follower"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
