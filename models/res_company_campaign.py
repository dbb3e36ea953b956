from odoo import fields, models


class ResCompany(models.Model):
    """Settings of campaigns."""

    _inherit = "res.company"

    reactivation_campaign_needs_go = fields.Boolean(
        string="Campaigns Need a Go",
        default=True,
        help="Only customers somebody decided to go for can be added to a campaign.",
    )
