from odoo import fields, models


class ResCompany(models.Model):
    """What the checklist of the first steps cannot read from other records."""

    _inherit = "res.company"

    reactivation_policy_tried_on = fields.Date(
        string="Policy Tried First On",
        readonly=True,
        help="Day on which a sales manager first looked at the preview of a policy.",
    )
    reactivation_first_steps_closed_on = fields.Date(
        string="First Steps Closed On",
        readonly=True,
        help="Since this day the overview does not show the first steps any more.",
    )
