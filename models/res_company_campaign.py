from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """Settings of campaigns."""

    _inherit = "res.company"

    reactivation_retention_months = fields.Integer(
        string="Personal Data Kept for Marketing (months)",
        default=36,
        help="Customers whose last interaction is older are left out of campaigns."
        " Opening an e-mail is no interaction.",
    )
    reactivation_campaign_needs_go = fields.Boolean(
        string="Campaigns Need a Go",
        default=True,
        help="Only customers somebody decided to go for can be added to a campaign.",
    )

    _reactivation_retention_positive = models.Constraint(
        "CHECK (reactivation_retention_months > 0)",
        "Personal data must be kept for at least one month.",
    )

    def _reactivation_retention_from(self):
        """Who last interacted before this day may not be contacted any longer."""
        self.ensure_one()
        months = relativedelta(months=self.reactivation_retention_months)
        return self._reactivation_today() - months
