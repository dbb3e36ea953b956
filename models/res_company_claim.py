from odoo import fields, models


class ResCompany(models.Model):
    """Settings of cards that salespeople claim and give back themselves."""

    _inherit = "res.company"

    reactivation_claims = fields.Boolean(
        string="Salespeople Claim Cards",
        help="A salesperson takes a card that nobody has, or that a colleague has not"
        " worked for long, and gives own cards back.",
    )
    reactivation_claim_days = fields.Integer(
        string="Without Contact for (days)",
        default=180,
        help="A colleague's card can be claimed when its salesperson has not been in"
        " touch for this many days.",
    )
    reactivation_claim_protected_days = fields.Integer(
        string="Protected for (days)",
        default=90,
        help="Nobody else can claim a card for this many days after it got its"
        " salesperson.",
    )

    _reactivation_claim_positive = models.Constraint(
        "CHECK (reactivation_claim_days >= 0"
        " AND reactivation_claim_protected_days >= 0)",
        "The days after which cards can be claimed cannot be negative.",
    )
