from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import pace
from ..queries import objectives

PACES = [
    ("ahead", "Ahead"),
    ("on_track", "On track"),
    ("behind", "Behind"),
    ("reached", "Reached"),
    ("missed", "Not reached"),
]


class ReactivationObjective(models.Model):
    """What is done and how it goes: never stored before the end.

    One SQL expression per figure serves to read, search, sort and group, for however
    many objectives.  An objective whose period is over is closed by its date, before
    the nightly run has frozen the result.
    """

    _inherit = "reactivation.objective"

    state = fields.Selection(
        [("draft", "Draft"), ("agreed", "Agreed"), ("closed", "Closed")],
        compute="_compute_figures",
        search="_search_state",
    )
    done_count = fields.Integer(
        string="Won Back",
        compute="_compute_figures",
        search="_search_done_count",
        aggregator="sum",
        help="Different customers with a credit that counts in the period.",
    )
    done_amount = fields.Monetary(
        string="Recovered",
        compute="_compute_figures",
        search="_search_done_amount",
        help="Amount of the credits that count.",
    )
    done = fields.Float(
        string="Achieved",
        compute="_compute_figures",
        search="_search_done",
        aggregator=None,
        help="In the measure of the objective: customers, else the amount.",
    )
    expected = fields.Float(
        string="Expected by Today",
        compute="_compute_figures",
        search="_search_expected",
        aggregator=None,
        help="By the milestones, in straight lines between them.",
    )
    gap = fields.Float(
        compute="_compute_figures",
        search="_search_gap",
        aggregator=None,
        help="Done less expected, in whole customers; amounts within 5 % of the"
        " objective are on track.",
    )
    pace = fields.Selection(
        PACES,
        compute="_compute_figures",
        search="_search_pace",
        help="Done compared with what the milestones asked for by today.",
    )
    forecast = fields.Float(
        compute="_compute_forecast",
        digits=(16, 0),
        help="Done so far, plus what the milestones still ask for at the rate so far"
        " (done of expected, at most twice as much).",
    )
    progress = fields.Float(
        compute="_compute_forecast", help="Share of the objective that is done (%)."
    )
    credit_ids = fields.Many2many(
        "reactivation.credit", compute="_compute_credit_ids", string="Credits"
    )

    @api.depends(
        "target_count",
        "target_amount",
        "date_start",
        "date_end",
        "owner_type",
        "user_id",
        "team_id",
        "company_id",
        "filter_id",
        "agreed_on",
        "closed_on",
        "result_count",
        "result_amount",
        "milestone_ids.date",
        "milestone_ids.number",
    )
    def _compute_figures(self):
        stored = self.filtered("id")
        for objective in self - stored:
            # of a form being filled in: nothing done yet, or as saved
            saved = objective._origin
            for name in objectives.FIGURES:
                objective[name] = saved[name] if saved else False
            objective.state = saved.state if saved else "draft"
        if not stored:
            return
        stored._flush_facts()
        rows = self.env.execute_query(
            objectives.all_figures(
                lambda name: SQL.identifier("objective", name),
                self.env["res.company"]._reactivation_today_sql(
                    SQL.identifier("objective", "company_id")
                ),
                stored.ids,
            )
        )
        found = {row[0]: row[1:] for row in rows}
        for objective in stored:
            values = found.get(objective.id, (False,) * len(objectives.FIGURES))
            objective.update(dict(zip(objectives.FIGURES, values, strict=True)))

    @api.depends("done", "expected", "state", "date_start")
    def _compute_forecast(self):
        for objective in self:
            number = objective._number()
            objective.progress = number and 100 * objective.done / number
            if objective.state == "closed":
                objective.forecast = objective.done
            else:
                objective.forecast = pace.forecast(
                    objective.done, objective.expected, number
                )

    @api.depends("done_count", "done_amount")
    def _compute_credit_ids(self):
        self._flush_facts()
        rows = self.env.execute_query(
            objectives.counted(
                lambda name: SQL.identifier("objective", name), self._origin.ids
            )
        )
        credits = self.env["reactivation.credit"]
        readable = set(
            credits.browse(credit_id for __, credit_id in rows)
            ._filtered_access("read")
            .ids
        )
        for objective in self:
            objective.credit_ids = credits.browse(
                credit_id
                for objective_id, credit_id in rows
                if objective_id == objective._origin.id and credit_id in readable
            )

    def _flush_facts(self):
        self.env["reactivation.credit"].flush_model()
        self.env["reactivation.milestone"].flush_model()
        self.flush_model()

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in objectives.FIGURES:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        self._flush_facts()
        return objectives.figure(
            field_expr,
            lambda name: SQL.identifier(alias, name),
            self.env["res.company"]._reactivation_today_sql(
                SQL.identifier(alias, "company_id")
            ),
        )

    def _search_figure(self, name, operator, value):
        field = self._fields[name]

        def to_sql(model, alias, query):
            return field.condition_to_sql(name, operator, value, model, alias, query)

        return Domain.custom(to_sql=to_sql)

    def _search_state(self, operator, value):
        return self._search_figure("state", operator, value)

    def _search_done_count(self, operator, value):
        return self._search_figure("done_count", operator, value)

    def _search_done_amount(self, operator, value):
        return self._search_figure("done_amount", operator, value)

    def _search_done(self, operator, value):
        return self._search_figure("done", operator, value)

    def _search_expected(self, operator, value):
        return self._search_figure("expected", operator, value)

    def _search_gap(self, operator, value):
        return self._search_figure("gap", operator, value)

    def _search_pace(self, operator, value):
        return self._search_figure("pace", operator, value)
