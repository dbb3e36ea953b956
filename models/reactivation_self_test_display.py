from odoo import api, fields, models
from odoo.tools import format_date

from ..engine import self_test

#: Tests that the trend shows, the latest ones.
TREND_LENGTH = 8


class ReactivationSelfTest(models.Model):
    """What the screens say about a self-test, in words; nothing here is stored."""

    _inherit = "reactivation.self.test"

    answered_text = fields.Char(
        string="Completeness in Words", compute="_compute_answered_text"
    )
    points_text = fields.Char(string="Points in Words", compute="_compute_result_text")
    band_text = fields.Char(
        string="Range of the Result", compute="_compute_result_text"
    )
    reading = fields.Text(
        compute="_compute_result_text", help="What the result says about the team."
    )
    trend = fields.Json(
        compute="_compute_trend",
        help="The latest submitted tests of the same team, the oldest first: id, date"
        " in words, points, share of the best result in percent.",
    )

    @api.depends("answer_ids.choice_id")
    @api.depends_context("lang")
    def _compute_answered_text(self):
        for test in self:
            test.answered_text = self.env._(
                "%(answered)s of %(asked)s answered",
                answered=test.answered_count,
                asked=test.asked_count,
            )

    @api.depends("points", "max_points", "band")
    @api.depends_context("lang")
    def _compute_result_text(self):
        for test in self:
            done = test.state == "done"
            test.points_text = done and self.env._(
                "%(points)s of %(best)s points",
                points=test.points,
                best=test.max_points,
            )
            test.band_text = done and test._band_in_words()
            test.reading = done and self._readings()[test.band]

    def _band_in_words(self):
        """From which to which point the result is read like this."""
        self.ensure_one()
        verdict = self_test.band(self.points)
        facts = verdict.reasons[0].facts
        if not facts["lowest"]:
            return self.env._(
                "Fewer than %(points)s points", points=facts["highest"] + 1
            )
        if facts["highest"] is None:
            return self.env._("More than %(points)s points", points=facts["lowest"] - 1)
        return self.env._(
            "%(lowest)s to %(highest)s points",
            lowest=facts["lowest"],
            highest=facts["highest"],
        )

    @api.model
    def _band_labels(self):
        """List of (code, label) of the bands in the user's language."""
        return self._fields["band"]._description_selection(self.env)

    @api.model
    def _readings(self):
        """Dict band -> what a result in it says, in the user's language."""
        return {
            "low": self.env._(
                "Your team lives on customers who buy anyway. It has good farmers, who"
                " look after their fields, but no hunters, who go out for business:"
                " what inactive customers would buy is left to others. Leading that"
                " search is a part of your role that is still to be filled. Begin"
                " small: an up-to-date list, one objective for each salesperson, a"
                " fixed hour for calls every week."
            ),
            "middle": self.env._(
                "You know what inactive customers are worth, and you take part. What is"
                " missing is time, or appetite for prospecting: its use does not show"
                " within the month, so securing present turnover comes first. Give the"
                " push and the means: hours in the calendar, lists at hand, objectives"
                " that you follow together."
            ),
            "high": self.env._(
                "Everybody is in it: each salesperson knows which customers to win"
                " back, and how. What remains is to measure what it brings – customers"
                " won back, turnover recovered – and to show it to the team."
            ),
        }

    @api.depends("state", "points", "team_id", "date")
    @api.depends_context("lang", "uid")
    def _compute_trend(self):
        self.trend = False
        for test in self.filtered(lambda test: test.state == "done"):
            latest = self.search(
                [
                    ("state", "=", "done"),
                    ("company_id", "=", test.company_id.id),
                    ("team_id", "=", test.team_id.id),
                    ("date", "<=", test.date),
                ],
                limit=TREND_LENGTH,
            )
            test.trend = [
                {
                    "id": each.id,
                    "date": format_date(self.env, each.date),
                    "points": each.points,
                    "percent": round(100 * each.points / (each.max_points or 1)),
                }
                for each in reversed(latest)
            ]

    def action_trend(self):
        """The points of the team's tests over time, as a graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_self_test_action"
        )
        return {
            **action,
            "view_mode": "graph,pivot,list,form",
            "views": [(False, kind) for kind in ("graph", "pivot", "list", "form")],
            "domain": [("state", "=", "done"), ("team_id", "=", self.team_id.id)],
        }
