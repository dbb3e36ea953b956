from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..queries import objectives


class ReactivationMilestone(models.Model):
    """One accessible step of an objective: so many by that day, counted from the
    beginning."""

    _name = "reactivation.milestone"
    _description = "Milestone of a Reactivation Objective"
    _order = "objective_id, date, id"

    objective_id = fields.Many2one(
        "reactivation.objective", required=True, ondelete="cascade", index=True
    )
    date = fields.Date(string="By", required=True)
    # int4 is too small for amounts of some currencies
    number = fields.Float(
        string="To Reach",
        required=True,
        digits=(16, 0),
        aggregator=None,
        help="Counted from the beginning of the period: customers, or an amount in"
        " company currency when the objective is an amount.",
    )
    done = fields.Float(
        string="Achieved",
        compute="_compute_done",
        digits=(16, 0),
        help="Reached by that day, or by today.",
    )
    state = fields.Selection(
        [("coming", "To come"), ("reached", "Reached"), ("missed", "Not reached")],
        compute="_compute_done",
        help="Not reached: the day has passed with less.",
    )

    _date_uniq = models.Constraint(
        "UNIQUE (objective_id, date)", "An objective has one milestone a day."
    )

    @api.depends("date", "number", "objective_id")
    def _compute_done(self):
        self.objective_id._flush_facts()
        rows = self.env.execute_query(
            objectives.milestones(
                lambda name: SQL.identifier("objective", name),
                self.env["res.company"]._reactivation_today_sql(
                    SQL("objective.company_id")
                ),
                self._origin.ids,
            )
        )
        found = {row_id: figures for row_id, *figures in rows}
        for milestone in self:
            milestone.done, milestone.state = found.get(
                milestone._origin.id, (0, "coming")
            )

    @api.depends("date", "number")
    def _compute_display_name(self):
        for milestone in self:
            milestone.display_name = self.env._(
                "%(number)s by %(date)s",
                number=milestone.objective_id._measured(milestone.number),
                date=format_date(self.env, milestone.date),
            )

    @api.constrains("date", "number", "objective_id")
    def _check_steps(self):
        self.objective_id._check_milestones()

    @api.model_create_multi
    def create(self, vals_list):
        milestones = super().create(vals_list)
        milestones.objective_id._check_open_terms()
        return milestones

    def write(self, vals):
        self.objective_id._check_open_terms()
        result = super().write(vals)
        self.objective_id._check_open_terms()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self.objective_id._check_open_terms()
