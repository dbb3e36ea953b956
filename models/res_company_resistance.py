from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """Settings of assessments, of the order of cards and of what is on one's plate."""

    _inherit = "res.company"

    reactivation_assessment_months = fields.Integer(
        string="Assessments Are Valid For (months)",
        default=12,
        help="Older assessments are marked “to re-assess”.",
    )
    reactivation_verified_months = fields.Integer(
        string="Knowledge Is Verified Every (months)",
        default=12,
        help="What was written about suppliers, routines, reflexes and decisions is"
        " marked when nobody has confirmed it for that long.",
    )
    reactivation_potential_high = fields.Float(
        string="High Potential From",
        digits=(16, 0),
        help="Estimated yearly amount, in company currency. 0: the amount from which"
        " customers belong to the first wave.",
    )
    reactivation_potential_medium = fields.Float(
        string="Medium Potential From",
        digits=(16, 0),
        help="Estimated yearly amount, in company currency. 0: the amount from which"
        " customers belong to the second wave.",
    )
    reactivation_card_limit = fields.Integer(
        string="Cards per Salesperson",
        help="More open cards to be worked than this are too many to be worked well:"
        " the salesperson and the manager are told. 0: no limit.",
    )

    _reactivation_months_positive = models.Constraint(
        "CHECK (reactivation_assessment_months > 0"
        " AND reactivation_verified_months > 0)",
        "Assessments and knowledge must be valid for at least one month.",
    )
    _reactivation_potential_order = models.Constraint(
        "CHECK (reactivation_potential_medium >= 0 AND (reactivation_potential_high = 0"
        " OR reactivation_potential_high > reactivation_potential_medium))",
        "High potential must begin above medium potential.",
    )
    _reactivation_card_limit_positive = models.Constraint(
        "CHECK (reactivation_card_limit >= 0)",
        "The number of cards per salesperson cannot be negative; 0 means no limit.",
    )

    def _reactivation_potential_by_wave(self):
        """Whether potential is told by the wave: no amount was set for it."""
        self.ensure_one()
        return not (
            self.reactivation_potential_high or self.reactivation_potential_medium
        )

    def _reactivation_potential_limits(self, wave_limits):
        """Yearly amounts from which potential is high and medium (``None``: unknown).

        The amounts that were set, else the smallest of waves 1 and 2.

        :param wave_limits: smallest turnovers of waves 1 and 2, in the turnover window
        """
        self.ensure_one()
        years = self.reactivation_value_days / 365
        return (
            self.reactivation_potential_high or wave_limits[0] / years or None,
            self.reactivation_potential_medium or wave_limits[1] / years or None,
        )

    def _reactivation_wave_limits(self):
        """Smallest turnovers of waves 1 and 2, as they are known now."""
        self.ensure_one()
        # sudo: two bounds of the refresh under way, else of the last one
        runs = self.env["reactivation.run"].sudo()
        run = runs.search([("company_id", "=", self.id)], limit=1)
        return run.wave_1_from, run.wave_2_from

    def _reactivation_unverified_before(self):
        """What was verified before this day is to be verified again."""
        self.ensure_one()
        months = relativedelta(months=self.reactivation_verified_months)
        return self._reactivation_today() - months
