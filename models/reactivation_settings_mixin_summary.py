from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_weekly_summary = fields.Boolean(
        related="company_id.reactivation_weekly_summary", readonly=False
    )
