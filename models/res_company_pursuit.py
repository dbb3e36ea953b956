from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """Settings of the decision not to pursue a customer."""

    _inherit = "res.company"

    reactivation_review_months = fields.Integer(
        string="Review After (months)",
        default=12,
        help="A decision not to pursue is looked at again after this many months.",
    )
    reactivation_reviewer_differs = fields.Boolean(
        string="Reviewed by Somebody Else",
        help="The salesperson of a customer may not review the decision not to pursue"
        " it: somebody from outside sees more.",
    )
    reactivation_customer_hours = fields.Float(
        string="Hours a Year per Customer",
        help="Time that pursuing one customer takes in a year: proposed as an estimate"
        " of what is freed. 0: to be estimated each time.",
    )
    reactivation_hour_cost = fields.Float(
        string="Cost per Hour",
        help="In company currency. 0: freed time is told in hours only.",
    )

    reactivation_candidate_margin = fields.Integer(
        string="Margin Below (%)",
        default=10,
        help="Customers whose orders of the last twelve months bring a lower margin are"
        " proposed as candidates not to pursue, when margins are installed.",
    )
    reactivation_candidate_late_days = fields.Integer(
        string="Overdue for More Than (days)",
        default=30,
        help="Customers who have owed money for longer are proposed as candidates not"
        " to pursue.",
    )

    _reactivation_review_positive = models.Constraint(
        "CHECK (reactivation_review_months > 0)",
        "Decisions not to pursue must be reviewed after at least one month.",
    )
    _reactivation_effort_positive = models.Constraint(
        "CHECK (reactivation_customer_hours >= 0 AND reactivation_hour_cost >= 0)",
        "Hours per customer and cost per hour cannot be negative; 0 means not known.",
    )

    _reactivation_candidate_bounds = models.Constraint(
        "CHECK (reactivation_candidate_margin BETWEEN 0 AND 100"
        " AND reactivation_candidate_late_days >= 0)",
        "The margin of candidates goes from 0 to 100 %, and days cannot be negative.",
    )

    def _reactivation_review_day(self):
        """Day on which a decision of today is to be reviewed."""
        self.ensure_one()
        months = relativedelta(months=self.sudo().reactivation_review_months)
        return self._reactivation_today() + months  # sudo: a number of the settings
