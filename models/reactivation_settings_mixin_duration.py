from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_call_hours = fields.Float(
        related="company_id.reactivation_call_hours", readonly=False
    )
    reactivation_visit_hours = fields.Float(
        related="company_id.reactivation_visit_hours", readonly=False
    )
