from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_assessment_months = fields.Integer(
        related="company_id.reactivation_assessment_months", readonly=False
    )
    reactivation_verified_months = fields.Integer(
        related="company_id.reactivation_verified_months", readonly=False
    )
    reactivation_potential_high = fields.Float(
        related="company_id.reactivation_potential_high", readonly=False
    )
    reactivation_potential_medium = fields.Float(
        related="company_id.reactivation_potential_medium", readonly=False
    )
    reactivation_card_limit = fields.Integer(
        related="company_id.reactivation_card_limit", readonly=False
    )
