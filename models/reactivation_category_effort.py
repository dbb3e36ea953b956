from odoo import fields, models


class ReactivationCategory(models.Model):
    """How much work such customers take, to weigh it against the amount at stake."""

    _inherit = "reactivation.category"

    effort_hours = fields.Integer(
        string="Expected Effort (hours)",
        help="Working hours that winning such a customer back takes. “Invest now?”"
        " compares their cost with the amount at stake. 0: never compared.",
    )

    _effort_positive = models.Constraint(
        "CHECK (effort_hours >= 0)", "The expected effort cannot be negative."
    )
