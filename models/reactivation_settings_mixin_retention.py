from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_retention_months = fields.Integer(
        related="company_id.reactivation_retention_months", readonly=False
    )
    reactivation_retention_warning_days = fields.Integer(
        related="company_id.reactivation_retention_warning_days", readonly=False
    )
    reactivation_document_years = fields.Integer(
        related="company_id.reactivation_document_years", readonly=False
    )
    reactivation_retention_decides = fields.Boolean(
        related="company_id.reactivation_retention_decides", readonly=False
    )
    reactivation_retention_purpose = fields.Text(
        related="company_id.reactivation_retention_purpose", readonly=False
    )
    reactivation_retention_duration = fields.Text(
        related="company_id.reactivation_retention_duration", readonly=False
    )
