from odoo import fields, models
from odoo.fields import Domain


class ReactivationSettingsMixin(models.AbstractModel):
    _inherit = "reactivation.settings.mixin"

    reactivation_credit_days = fields.Integer(
        related="company_id.reactivation_credit_days", readonly=False
    )
    reactivation_objective_default = fields.Integer(
        related="company_id.reactivation_objective_default", readonly=False
    )
    reactivation_time_share = fields.Integer(
        related="company_id.reactivation_time_share", readonly=False
    )
    reactivation_objective_ids = fields.Many2many(
        "reactivation.objective",
        string="This Year's Objectives",
        compute="_compute_reactivation_objective_ids",
        inverse="_inverse_reactivation_objective_ids",
    )

    def _compute_reactivation_objective_ids(self):
        for settings in self:
            today = settings.company_id._reactivation_today()
            settings.reactivation_objective_ids = self.env[
                "reactivation.objective"
            ].search(
                Domain("company_id", "=", settings.company_id.id)
                & Domain("date_start", "<=", today.replace(month=12, day=31))
                & Domain("date_end", ">=", today.replace(month=1, day=1))
            )

    def _inverse_reactivation_objective_ids(self):
        """Nothing to write: the list opens the objectives themselves."""
