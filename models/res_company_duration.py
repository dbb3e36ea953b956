from odoo import fields, models


class ResCompany(models.Model):
    """Settings of the time that contacts take."""

    _inherit = "res.company"

    reactivation_call_hours = fields.Float(
        string="A Call Usually Takes",
        default=0.25,
        help="Hours and minutes, proposed when a call is logged.",
    )
    reactivation_visit_hours = fields.Float(
        string="A Visit Usually Takes",
        default=1,
        help="Hours and minutes, proposed when a visit is logged.",
    )

    _reactivation_usual_hours = models.Constraint(
        "CHECK (reactivation_call_hours BETWEEN 0 AND 24"
        " AND reactivation_visit_hours BETWEEN 0 AND 24)",
        "A call or visit usually takes between 0 and 24 hours.",
    )
