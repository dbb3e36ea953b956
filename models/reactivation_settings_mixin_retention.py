from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_retention_months = fields.Integer(
        related="company_id.reactivation_retention_months", readonly=False
    )
