from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..queries import objectives


class ReactivationPlan(models.Model):
    """The year on one list and one calendar: objectives and their milestones.

    A view over other tables: each piece is one ``SELECT`` of :data:`COLUMNS`.  Extend
    ``_pieces`` to add another kind of record, with its own last digit of the id.
    """

    _name = "reactivation.plan"
    _description = "Yearly Plan of Reactivation"
    _auto = False
    _order = "date_end, kind desc, id"

    #: What each piece selects, in this order.
    COLUMNS = (
        "id",
        "kind",
        "res_model",
        "res_id",
        "date_start",
        "date_end",
        "owner_type",
        "user_id",
        "team_id",
        "company_id",
        "number",
        "done",
        "state",
    )

    name = fields.Char(compute="_compute_name")
    kind = fields.Selection(
        [("objective", "Objective"), ("milestone", "Milestone")], readonly=True
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    date_start = fields.Date(string="From", readonly=True)
    date_end = fields.Date(string="To", readonly=True)
    owner_type = fields.Selection(
        [
            ("user", "Salesperson"),
            ("team", "Sales team"),
            ("company", "Company"),
        ],
        string="Whose",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    number = fields.Float(
        string="To Reach",
        digits=(16, 0),
        readonly=True,
        aggregator=None,
        help="Customers, or an amount when the objective is one.",
    )
    done = fields.Float(
        string="Achieved", digits=(16, 0), readonly=True, aggregator=None
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("agreed", "Agreed"),
            ("closed", "Closed"),
            ("coming", "To come"),
            ("reached", "Reached"),
            ("missed", "Not reached"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        self.env["reactivation.objective"]._flush_facts()
        return SQL(" UNION ALL ").join(
            SQL("(SELECT %s FROM (%s) piece)", self._columns(), piece)
            for piece in self._pieces()
        )

    def _columns(self):
        return SQL(", ").join(SQL.identifier("piece", name) for name in self.COLUMNS)

    def _pieces(self):
        """List of SQL queries, one per kind of record."""
        today = self.env["res.company"]._reactivation_today_sql(
            SQL.identifier("objective", "company_id")
        )

        def column(name):
            return SQL.identifier("objective", name)

        whose = SQL(
            "objective.owner_type, objective.user_id, objective.team_id,"
            " objective.company_id"
        )
        return [
            SQL(
                """
                SELECT objective.id * 10 + 1 AS id, 'objective' AS kind,
                       'reactivation.objective' AS res_model, objective.id AS res_id,
                       objective.date_start, objective.date_end, %(whose)s,
                       fact.target AS number, fact.done, %(state)s AS state
                  FROM reactivation_objective objective
                 CROSS JOIN LATERAL (%(facts)s) fact
                """,
                whose=whose,
                state=objectives.FIGURES["state"],
                facts=objectives.facts(column, today),
            ),
            SQL(
                """
                SELECT milestone.id * 10 + 2 AS id, 'milestone' AS kind,
                       'reactivation.objective' AS res_model, objective.id AS res_id,
                       milestone.date AS date_start, milestone.date AS date_end,
                       %(whose)s, milestone.number::float8 AS number,
                       %(done)s::float8 AS done, %(state)s AS state
                  FROM reactivation_milestone milestone
                  JOIN reactivation_objective objective
                    ON objective.id = milestone.objective_id
                 WHERE milestone.number > 0
                """,
                whose=whose,
                done=objectives.milestone_done(column),
                state=objectives.milestone_state(column, today),
            ),
        ]

    @api.depends("res_model", "res_id", "kind", "number")
    @api.depends_context("lang")
    def _compute_name(self):
        for model, lines in self.grouped("res_model").items():
            records = self.env[model].browse(lines.mapped("res_id"))
            names = {record.id: record.display_name for record in records}
            for line in lines:
                line.name = names[line.res_id]
        for line in self.filtered(lambda line: line.kind == "milestone"):
            objective = self.env["reactivation.objective"].browse(line.res_id)
            line.name = self.env._(
                "%(owner)s: %(number)s by %(date)s",
                owner=objective.owner_name,
                number=objective._measured(line.number),
                date=format_date(self.env, line.date_end),
            )

    @api.depends("name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name

    def action_open(self):
        """Open the document that the line stands for."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()
