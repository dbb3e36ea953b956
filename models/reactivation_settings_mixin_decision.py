from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_overdue_limit = fields.Float(
        related="company_id.reactivation_overdue_limit", readonly=False
    )
    reactivation_go_days = fields.Integer(
        related="company_id.reactivation_go_days", readonly=False
    )
    reactivation_campaign_needs_go = fields.Boolean(
        related="company_id.reactivation_campaign_needs_go", readonly=False
    )
