from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_claims = fields.Boolean(
        related="company_id.reactivation_claims", readonly=False
    )
    reactivation_claim_days = fields.Integer(
        related="company_id.reactivation_claim_days", readonly=False
    )
    reactivation_claim_protected_days = fields.Integer(
        related="company_id.reactivation_claim_protected_days", readonly=False
    )
