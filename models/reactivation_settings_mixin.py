from odoo import fields, models


class ReactivationSettingsMixin(models.AbstractModel):
    """All settings of reactivation, for both pages that show them.

    The administrator's page (``res.config.settings``) and the sales managers' own
    (``reactivation.settings``) inherit it.  A setting is a field ``reactivation_…`` of
    the company and a related field of that name here.
    """

    _name = "reactivation.settings.mixin"
    _description = "Settings of Reactivation"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
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
