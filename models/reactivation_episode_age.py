from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL


class ReactivationEpisode(models.Model):
    """What follows from dates on the card by the passing of days."""

    _name = "reactivation.episode"
    _inherit = ["reactivation.episode", "reactivation.age.mixin"]

    _ages = (
        "expected_activation_from",
        "expected_activation_to",
        "to_reassess",
    )

    expected_activation_from = fields.Date(
        compute="_compute_ages",
        search="_search_expected_activation_from",
        help="Day of the assessment, else of the decision, plus the horizon of the"
        " category. Provisional categories promise nothing.",
    )
    expected_activation_to = fields.Date(
        compute="_compute_ages",
        search="_search_expected_activation_to",
        help="Empty: open, or not known.",
    )
    to_reassess = fields.Boolean(
        compute="_compute_ages",
        search="_search_to_reassess",
        help="The assessment is older than the validity set for the company.",
    )

    @api.depends(
        "category_id",
        "decided_category_id",
        "assessed_on",
        "moved_on",
        "state",
    )
    @api.depends_context("tz")
    def _compute_ages(self):
        """Read what the day and the settings of the company decide."""
        return self._read_ages(*self._ages)

    def _sql_expected_activation_from(self, column):
        return self._sql_horizon(column, SQL("category.horizon_from"))

    def _sql_expected_activation_to(self, column):
        return self._sql_horizon(column, SQL("NULLIF(category.horizon_to, 0)"))

    def _sql_horizon(self, column, months):
        """Day that lies so many months after the card was placed by somebody."""
        placed_on = SQL(
            "COALESCE(%s, CASE WHEN %s IS NOT NULL THEN %s END)",
            column("assessed_on"),
            column("decided_category_id"),
            column("moved_on"),
        )
        return SQL(
            "(SELECT (%s + MAKE_INTERVAL(months => %s))::date"
            " FROM reactivation_category category"
            " WHERE category.id = %s AND category.is_scored)",
            placed_on,
            months,
            column("category_id"),
        )

    def _sql_to_reassess(self, column):
        oldest = {
            company: day - relativedelta(months=company.reactivation_assessment_months)
            for company, day in column.days.items()
        }
        return SQL(
            "COALESCE(%s = 'open' AND %s < %s, FALSE)",
            column("state"),
            column("assessed_on"),
            column.by_company(oldest, "date"),
        )

    def _search_expected_activation_from(self, operator, value):
        return self._search_age("expected_activation_from", operator, value)

    def _search_expected_activation_to(self, operator, value):
        return self._search_age("expected_activation_to", operator, value)

    def _search_to_reassess(self, operator, value):
        return self._search_age("to_reassess", operator, value)
