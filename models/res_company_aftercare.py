from odoo import fields, models


class ResCompany(models.Model):
    """Settings of what follows a comeback."""

    _inherit = "res.company"

    reactivation_followup_days = fields.Integer(
        string="Follow-up After (days)",
        default=30,
        help="When a customer came back, the salesperson is asked to thank them and to"
        " see how it goes, this many days later. 0: no follow-up.",
    )

    _reactivation_followup_days_positive = models.Constraint(
        "CHECK (reactivation_followup_days >= 0)",
        "The follow-up of a comeback cannot be before it; 0 days means no follow-up.",
    )
