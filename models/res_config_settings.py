from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reactivation_value_days = fields.Integer(
        related="company_id.reactivation_value_days", readonly=False
    )
    reactivation_share_a = fields.Integer(
        related="company_id.reactivation_share_a", readonly=False
    )
    reactivation_share_b = fields.Integer(
        related="company_id.reactivation_share_b", readonly=False
    )
    reactivation_source_invoices = fields.Boolean(
        related="company_id.reactivation_source_invoices", readonly=False
    )
    reactivation_source_pos = fields.Boolean(
        related="company_id.reactivation_source_pos", readonly=False
    )
    reactivation_warn_at_risk = fields.Boolean(
        related="company_id.reactivation_warn_at_risk", readonly=False
    )
    reactivation_paused = fields.Boolean(
        related="company_id.reactivation_paused", readonly=False
    )
    reactivation_old_to_assess = fields.Boolean(
        related="company_id.reactivation_old_to_assess", readonly=False
    )
