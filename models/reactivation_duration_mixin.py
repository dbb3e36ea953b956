from functools import cache

from odoo import api, fields, models

#: Duration in words -> the days that it tells, which it is sorted by.
DURATIONS = {
    "silence_text": "silence_days",
    "interval_text": "order_interval_days",
    "threshold_text": "threshold_days",
}


class ReactivationDurationMixin(models.AbstractModel):
    """Durations as people say them: "13 months", never "402 days" alone."""

    _name = "reactivation.duration.mixin"
    _description = "Durations in Words"

    silence_text = fields.Char(
        string="Silent",
        compute="_compute_durations",
        help="Time since the last order.",
    )
    interval_text = fields.Char(
        string="Usual Interval",
        compute="_compute_durations",
        help="Usual time between two orders. Empty below 3 order days.",
    )
    threshold_text = fields.Char(
        string="Threshold",
        compute="_compute_durations",
        help="Time without an order after which the policy calls the customer"
        " inactive.",
    )

    @api.depends("last_order_date", *DURATIONS.values())
    @api.depends_context("lang")
    def _compute_durations(self):
        in_words = cache(self._duration_in_words)  # many are equal
        for record in self:
            for name, days in DURATIONS.items():
                known = record.last_order_date and (
                    record[days] or name == "silence_text"
                )
                record[name] = known and in_words(round(record[days]))

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        return super()._order_field_to_sql(
            alias, DURATIONS.get(field_name, field_name), direction, nulls, query
        )

    @api.model
    def _duration_in_words(self, days):
        """A number of days in the unit that people would use for it."""
        days = round(days)
        if days < 1:
            return self.env._("less than a day")
        if days == 1:
            return self.env._("1 day")
        if days < 14:
            return self.env._("%(count)s days", count=days)
        if days < 60:
            return self.env._("%(count)s weeks", count=round(days / 7))
        if days < 3 * 365:
            return self.env._("%(count)s months", count=round(days / 30.44))
        return self.env._("%(count)s years", count=round(days / 365.25))
