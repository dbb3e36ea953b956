from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import probability
from .reactivation_customer import CHANCE_HELP
from .reactivation_run import GUESSED_INTERVAL

#: A sign of interest is recent for half a year (days).
RECENT_SIGNAL_DAYS = 182


class ReactivationCustomer(models.Model):
    """Figures that change every day without anything happening."""

    _name = "reactivation.customer"
    _inherit = ["reactivation.customer", "reactivation.age.mixin"]

    _ages = (
        "silence_days",
        "expected_order_date",
        "overdue_ratio",
        "no_order_probability",
        "computed_on",
        "still_reacts",
    )

    silence_days = fields.Integer(
        string="Silent (days)",
        compute="_compute_ages",
        search="_search_silence_days",
        aggregator="avg",
        help="Days since the last order.",
    )
    expected_order_date = fields.Date(
        string="Expected Next Order",
        compute="_compute_ages",
        search="_search_expected_order_date",
        help="Last order plus the usual interval.",
    )
    overdue_ratio = fields.Float(
        compute="_compute_ages",
        search="_search_overdue_ratio",
        aggregator="avg",
        help="Silence divided by the usual interval: 1.8 means nearly twice as long as"
        " usual. It explains; the personal rhythm decides.",
    )
    no_order_probability = fields.Float(
        string="Chance of No Order",
        compute="_compute_ages_of_run",
        search="_search_no_order_probability",
        aggregator="avg",
        help=CHANCE_HELP,
    )
    computed_on = fields.Datetime(
        compute="_compute_ages_of_run",
        search="_search_computed_on",
        help="When the figures of the company were refreshed last.",
    )

    still_reacts = fields.Boolean(
        compute="_compute_ages",
        search="_search_still_reacts",
        help="Inactive, but opened, clicked, answered or visited within the last half"
        " year.",
    )

    @api.depends("last_order_date", "order_interval_days", "inactivity_level")
    @api.depends_context("tz")
    def _compute_ages(self):
        """Read what the day alone decides."""
        return self._read_ages(
            "silence_days", "expected_order_date", "overdue_ratio", "still_reacts"
        )

    @api.depends("last_order_date", "first_order_date", "order_day_count")
    @api.depends_context("tz")
    def _compute_ages_of_run(self):
        """Read what the last run of the company decides, too."""
        return self._read_ages("no_order_probability", "computed_on")

    def _sql_silence_days(self, column):
        return SQL(
            "(CASE WHEN %(last)s IS NOT NULL"
            " THEN GREATEST(0, %(today)s - %(last)s) END)",
            today=column.by_company(column.days, "date"),
            last=column("last_order_date"),
        )

    def _sql_expected_order_date(self, column):
        return SQL(
            "(%s + ROUND(%s)::int)",
            column("last_order_date"),
            column("order_interval_days"),
        )

    def _sql_overdue_ratio(self, column):
        return SQL(
            "(%s / NULLIF(%s, 0))",
            self._sql_silence_days(column),
            column("order_interval_days"),
        )

    def _sql_no_order_probability(self, column):
        intervals = {
            company: run.interval_days or GUESSED_INTERVAL
            for company, run in column.runs.items()
        }
        chance = probability.probability(
            SQL("(%s - 1)::float8", column("order_day_count")),
            SQL(
                "(%s - %s)::float8",
                column("last_order_date"),
                column("first_order_date"),
            ),
            SQL("%s::float8", self._sql_silence_days(column)),
            column.by_company(intervals, "float8"),
            SQL("%s::float8", probability.REPORT_HORIZON_DAYS),
        )
        # who never bought has none; NULL would slip through LEAST and GREATEST
        return SQL("(CASE WHEN %s > 0 THEN %s END)", column("order_day_count"), chance)

    def _sql_computed_on(self, column):
        moments = {
            company: run.computed_on or None for company, run in column.runs.items()
        }
        return column.by_company(moments, "timestamp")

    def _sql_still_reacts(self, column):
        return SQL(
            "COALESCE(%s IN ('inactive', 'very_inactive') AND %s > %s - %s, FALSE)",
            column("inactivity_level"),
            column("last_signal_date"),
            column.by_company(column.days, "date"),
            RECENT_SIGNAL_DAYS,
        )

    def _search_silence_days(self, operator, value):
        return self._search_age("silence_days", operator, value)

    def _search_expected_order_date(self, operator, value):
        return self._search_age("expected_order_date", operator, value)

    def _search_overdue_ratio(self, operator, value):
        return self._search_age("overdue_ratio", operator, value)

    def _search_no_order_probability(self, operator, value):
        return self._search_age("no_order_probability", operator, value)

    def _search_computed_on(self, operator, value):
        return self._search_age("computed_on", operator, value)

    def _search_still_reacts(self, operator, value):
        return self._search_age("still_reacts", operator, value)
