from odoo import fields, models


class ResCompany(models.Model):
    """What a customer won back is compared with."""

    _inherit = "res.company"

    reactivation_acquisition_cost = fields.Float(
        string="Cost of a New Customer",
        help="What winning a new customer costs you, in company currency: shown beside"
        " the cost of one won back. 0: not known.",
    )

    _reactivation_acquisition_cost_positive = models.Constraint(
        "CHECK (reactivation_acquisition_cost >= 0)",
        "The cost of a new customer cannot be negative; 0 means not known.",
    )
