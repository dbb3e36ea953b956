from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date


class ReactivationObjective(models.Model):
    """What is said about an objective, in words and in one bar."""

    _inherit = "reactivation.objective"

    owner_name = fields.Char(string="Owner", compute="_compute_owner_name")
    pace_text = fields.Char(
        string="How It Goes",
        compute="_compute_pace_text",
        help="Done compared with what the milestones asked for by today.",
    )
    done_text = fields.Char(string="Done So Far", compute="_compute_pace_text")
    short_text = fields.Char(string="In Short", compute="_compute_pace_text")
    forecast_text = fields.Char(
        string="Forecast in Words", compute="_compute_pace_text"
    )
    bar_html = fields.Html(
        string="Progress Bar", compute="_compute_bar_html", sanitize=False
    )

    @api.depends("owner_type", "user_id", "team_id", "company_id")
    def _compute_owner_name(self):
        for objective in self:
            # sudo: the name of whose objective it is; the reader may read the objective
            objective.owner_name = objective._owner().sudo().display_name

    @api.depends("target_count", "target_amount", "date_start", "date_end")
    @api.depends("owner_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for objective in self:
            objective.display_name = objective._sentence()

    def _sentence(self):
        """The objective in one sentence, without a full stop."""
        words = {
            "count": self.target_count,
            "amount": self._money(self.target_amount),
            "start": format_date(self.env, self.date_start),
            "end": format_date(self.env, self.date_end),
            "owner": self.owner_name or "…",
        }
        if self.target_count and self.target_amount:
            return self.env._(
                "Reactivate %(count)s inactive customers and recover %(amount)s between"
                " %(start)s and %(end)s, by %(owner)s",
                **words,
            )
        if self.target_count == 1:
            return self.env._(
                "Reactivate one inactive customer between %(start)s and %(end)s, by"
                " %(owner)s",
                **words,
            )
        if self.target_count:
            return self.env._(
                "Reactivate %(count)s inactive customers between %(start)s and %(end)s,"
                " by %(owner)s",
                **words,
            )
        return self.env._(
            "Recover %(amount)s from inactive customers between %(start)s and %(end)s,"
            " by %(owner)s",
            **words,
        )

    def _money(self, amount):
        """An amount without cents, in the currency of the objective."""
        return format_amount(
            self.env, round(amount), self.currency_id, trailing_zeroes=False
        )

    def _measured(self, number):
        """A number in the measure of the objective."""
        return str(round(number)) if self.target_count else self._money(number)

    @api.depends("done", "gap", "pace", "forecast", "owner_name")
    @api.depends_context("lang")
    def _compute_pace_text(self):
        for objective in self:
            objective.done_text = self.env._(
                "%(done)s of %(target)s",
                done=objective._measured(objective.done),
                target=objective._measured(objective._number()),
            )
            objective.pace_text = objective._pace_words()
            progress = [objective.done_text, objective.pace_text]
            objective.short_text = self.env._(
                "%(owner)s: %(progress)s",
                owner=objective.owner_name,
                progress=", ".join(filter(None, progress)),
            )
            objective.forecast_text = self.env._(
                "%(number)s by %(date)s",
                number=objective._measured(objective.forecast),
                date=format_date(self.env, objective.date_end),
            )

    def _pace_words(self):
        """How it goes: "ahead by 2"; False before the beginning."""
        number = self._measured(abs(self.gap))
        return {
            "ahead": self.env._("ahead by %(number)s", number=number),
            "behind": self.env._("behind by %(number)s", number=number),
            "on_track": self.env._("on track"),
            "reached": self.env._("reached"),
            "missed": self.env._("not reached"),
        }.get(self.pace, False)

    @api.depends("progress", "expected", "done_text", "milestone_ids.state")
    @api.depends_context("lang")
    def _compute_bar_html(self):
        qweb = self.env["ir.qweb"]
        for objective in self:
            objective.bar_html = qweb._render(
                "crm_reactivation.objective_bar", objective._bar_values()
            )

    def _bar_values(self):
        """Where the bar ends, where each milestone stands, in percent of the target."""
        number = self._number()
        steps = [
            {
                "place": min(100, 100 * step.number / number) if number else 0,
                "state": step.state,
                "text": step.display_name,
            }
            for step in self.milestone_ids
            if step.date and step.number
        ]
        colors = {"behind": "warning", "missed": "secondary", "on_track": "info"}
        return {
            "width": min(100, round(self.progress)),
            "color": colors.get(self.pace, "success"),
            "steps": steps,
            "done": self.done_text,
        }

    @api.model
    def get_board_lines(self):
        """The reader's own objectives under way, for the line above the board.

        Own ones; for whoever leads a team without one of the own, the team's.

        :return: list of dicts ``id``, ``text`` ("7 of 20, ahead by 2"), ``title`` (the
            sentence) and ``pace``
        """
        under_way = (
            Domain("company_id", "in", self.env.companies.ids)
            & Domain("state", "=", "agreed")
            & Domain("date_start", "<=", self.env.company._reactivation_today())
        )
        own = self.search(under_way & Domain("user_id", "=", self.env.uid))
        own = own.filtered(lambda o: o.owner_type == "user") or self.search(
            under_way
            & Domain("owner_type", "=", "team")
            & Domain("team_id.user_id", "=", self.env.uid)
        )
        return [
            {
                "id": objective.id,
                "text": ", ".join(
                    filter(None, [objective.done_text, objective.pace_text])
                ),
                "title": objective.display_name,
                "pace": objective.pace or "",
            }
            for objective in own
        ]
