from odoo import fields, models


class ReactivationFitCriterion(models.Model):
    """What the company wants of a customer: asked when somebody proposes not to pursue.

    Knowing what one does not want comes first: a *knock-out* that is not met speaks
    against the customer by itself.
    """

    _name = "reactivation.fit.criterion"
    _description = "Fit Criterion"
    _order = "sequence, id"

    name = fields.Char(
        string="Question",
        required=True,
        translate=True,
        help="Worded so that “yes” speaks for the customer.",
    )
    is_knock_out = fields.Boolean(
        string="Knock-Out",
        help="A “no” alone is enough to propose not to pursue the customer.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
