from odoo import fields, models


class ResCompany(models.Model):
    """Settings of objectives and of what is attributed to a reactivation."""

    _inherit = "res.company"

    reactivation_credit_days = fields.Integer(
        string="Attribution Window (days)",
        default=90,
        help="What a customer buys within this many days from the comeback is"
        " recovered by it. Credits already given keep their window.",
    )
    reactivation_objective_default = fields.Integer(
        string="Customers a Year per Salesperson",
        default=20,
        help="Proposed when this year's objectives are created.",
    )
    reactivation_time_share = fields.Integer(
        string="Share of Time on Win-Back (%)",
        default=20,
        help="How much of their activities salespeople should give to inactive"
        " customers.",
    )

    _reactivation_credit_days_positive = models.Constraint(
        "CHECK (reactivation_credit_days > 0)",
        "The attribution window of reactivation must be at least one day.",
    )
    _reactivation_objective_default_positive = models.Constraint(
        "CHECK (reactivation_objective_default > 0)",
        "The objective proposed per salesperson must be at least one customer a year.",
    )
    _reactivation_time_share_percentage = models.Constraint(
        "CHECK (reactivation_time_share BETWEEN 0 AND 100)",
        "The share of time on win-back must be between 0 and 100 %.",
    )
