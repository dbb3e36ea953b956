from odoo import fields, models


class ReactivationCategory(models.Model):
    """Which ready-made campaign the cards of a column propose."""

    _inherit = "reactivation.category"

    scenario_id = fields.Many2one(
        "reactivation.campaign",
        string="Proposed Campaign",
        domain="[('state', '=', 'scenario')]",
        ondelete="set null",
        help="Cards of this column propose the running campaign made from it.",
    )
    very_inactive_scenario_id = fields.Many2one(
        "reactivation.campaign",
        string="For Very Inactive Customers",
        domain="[('state', '=', 'scenario')]",
        ondelete="set null",
        help="Proposed instead to customers without any sign of interest.",
    )
