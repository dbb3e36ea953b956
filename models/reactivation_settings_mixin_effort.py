from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_acquisition_cost = fields.Float(
        related="company_id.reactivation_acquisition_cost", readonly=False
    )
