from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_review_months = fields.Integer(
        related="company_id.reactivation_review_months", readonly=False
    )
    reactivation_reviewer_differs = fields.Boolean(
        related="company_id.reactivation_reviewer_differs", readonly=False
    )
    reactivation_customer_hours = fields.Float(
        related="company_id.reactivation_customer_hours", readonly=False
    )
    reactivation_hour_cost = fields.Float(
        related="company_id.reactivation_hour_cost", readonly=False
    )
    reactivation_candidate_margin = fields.Integer(
        related="company_id.reactivation_candidate_margin", readonly=False
    )
    reactivation_candidate_late_days = fields.Integer(
        related="company_id.reactivation_candidate_late_days", readonly=False
    )
