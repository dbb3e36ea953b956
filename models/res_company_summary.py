from odoo import fields, models


class ResCompany(models.Model):
    """Settings of what is sent by mail."""

    _inherit = "res.company"

    reactivation_weekly_summary = fields.Boolean(
        string="Weekly Summary by E-mail",
        help="On Mondays, salespeople with open cards and sales managers get what is to"
        " be done and how their objectives go.",
    )
