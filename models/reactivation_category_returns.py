from odoo import api, fields, models

from ..queries import returns

#: Closed spells of a category from which on its own return rates say something.
ENOUGH = 100
COUNTS = (
    "closed_count",
    "followed_6_count",
    "returned_6_count",
    "followed_18_count",
    "returned_18_count",
)


class ReactivationCategory(models.Model):
    """The company's own experience: who came back out of which starting column."""

    _inherit = "reactivation.category"

    closed_count = fields.Integer(
        string="Closed Spells",
        compute="_compute_returns",
        help="Cards that started in this category and are closed.",
    )
    followed_6_count = fields.Integer(
        string="Followed for 6 Months", compute="_compute_returns"
    )
    returned_6_count = fields.Integer(
        string="Back within 6 Months", compute="_compute_returns"
    )
    followed_18_count = fields.Integer(
        string="Followed for 18 Months", compute="_compute_returns"
    )
    returned_18_count = fields.Integer(
        string="Back within 18 Months", compute="_compute_returns"
    )
    return_text = fields.Char(
        string="Own Experience",
        compute="_compute_returns",
        help="How many of the customers who started here ordered again. Empty until 100"
        " of their cards are closed.",
    )

    @api.depends_context("company", "lang")
    def _compute_returns(self):
        company = self.env.company
        # counts of all cards of the company: they tell nothing about a customer
        self.env["reactivation.episode"].flush_model()
        rows = self.env.execute_query(
            returns.return_counts(company.id, company._reactivation_today())
        )
        counts = {row[0]: row[1:] for row in rows}
        for category in self:
            numbers = counts.get(category.id, (0,) * len(COUNTS))
            category.update(dict(zip(COUNTS, numbers, strict=True)))
            category.return_text = category._returns_in_words()

    def _returns_in_words(self):
        """One sentence with its counts, or nothing as long as there are too few."""
        self.ensure_one()
        if self.closed_count < ENOUGH or not self.followed_6_count:
            return False
        within_6 = self.env._(
            "%(rate)s %% of %(count)s customers who started here ordered again within 6"
            " months",
            rate=round(100 * self.returned_6_count / self.followed_6_count),
            count=self.followed_6_count,
        )
        if not self.followed_18_count:
            return within_6
        return self.env._(
            "%(within_6)s, %(rate)s %% of %(count)s within 18 months",
            within_6=within_6,
            rate=round(100 * self.returned_18_count / self.followed_18_count),
            count=self.followed_18_count,
        )
