from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_credit_days = fields.Integer(
        related="company_id.reactivation_credit_days", readonly=False
    )
    reactivation_objective_default = fields.Integer(
        related="company_id.reactivation_objective_default", readonly=False
    )
    reactivation_time_share = fields.Integer(
        related="company_id.reactivation_time_share", readonly=False
    )
