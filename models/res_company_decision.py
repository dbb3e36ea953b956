from odoo import fields, models


class ResCompany(models.Model):
    """Settings of preparation and decision: what blocks a Go, what follows it."""

    _inherit = "res.company"

    reactivation_overdue_limit = fields.Float(
        string="Overdue Amount That Blocks Go (above)",
        digits=(16, 0),
        help="In company currency. More than this beyond the due date blocks Go until a"
        " sales manager lifts the block. 0: any overdue amount blocks.",
    )
    reactivation_go_days = fields.Integer(
        string="Call Within (days after Go)",
        default=3,
        help="Deadline of the call that a Go plans for the salesperson.",
    )
    _reactivation_decision_positive = models.Constraint(
        "CHECK (reactivation_overdue_limit >= 0 AND reactivation_go_days >= 0)",
        "The overdue amount and the days after Go cannot be negative.",
    )
