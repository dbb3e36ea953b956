from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_followup_days = fields.Integer(
        related="company_id.reactivation_followup_days", readonly=False
    )
