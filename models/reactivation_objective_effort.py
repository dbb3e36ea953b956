from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import objective_effort


class ReactivationObjective(models.Model):
    """What an objective took and earned: hours, cost, margin, cost per customer.

    Frozen when it is closed, as its result is: a call that is logged or corrected later
    changes neither.
    """

    _inherit = "reactivation.objective"

    hours = fields.Float(
        compute="_compute_effort",
        help="Duration of the calls and visits of the period that were logged.",
    )
    cost = fields.Monetary(
        compute="_compute_effort",
        help="Campaign steps of the period, and hours at the cost per hour of the"
        " settings.",
    )
    has_margin = fields.Boolean(compute="_compute_margin")
    margin = fields.Monetary(
        compute="_compute_margin",
        help="Of the orders whose amount was recovered, by their own margins; credit"
        " notes are not taken off.",
    )
    customer_cost = fields.Monetary(
        string="Cost per Customer Won Back",
        compute="_compute_customer_cost",
        help="Cost of the period divided by the customers won back; it includes what"
        " was spent on those who did not come back.",
    )
    result_hours = fields.Float(string="Result: Hours", readonly=True, copy=False)
    result_cost = fields.Monetary(string="Result: Cost", readonly=True, copy=False)
    result_margin = fields.Monetary(string="Result: Margin", readonly=True, copy=False)
    acquisition_cost = fields.Float(
        string="Cost of a New Customer",
        compute="_compute_customer_cost",
        help="What a new customer costs, by your settings.",
    )

    def _prepare_result_vals(self):
        return {
            **super()._prepare_result_vals(),
            "result_hours": self.hours,
            "result_cost": self.cost,
            "result_margin": self.margin,
        }

    @api.depends("done_count", "closed_on", "result_hours", "result_cost")
    def _compute_effort(self):
        self.env["reactivation.episode"].flush_model()
        self.env["reactivation.call"].flush_model()
        self.env["reactivation.touch"].flush_model()
        under_way = self.filtered(lambda objective: not objective.closed_on)
        found = under_way._effort_rows(objective_effort.spent)
        for objective in under_way:
            hours, cost = found.get(objective._origin.id, (0, 0))
            objective.hours = hours or 0
            objective.cost = cost or 0
        for objective in self - under_way:
            objective.hours = objective.result_hours
            objective.cost = objective.result_cost

    @api.depends("done_count", "closed_on", "result_margin")
    def _compute_margin(self):
        order = self.env["sale.order"]
        has_margin = "margin" in order._fields and order.has_access("read")
        found = {}
        if has_margin:
            order.flush_model()
            found = self._effort_rows(objective_effort.margins)
        for objective in self:
            objective.has_margin = has_margin
            [margin] = found.get(objective._origin.id, (0,))
            objective.margin = (
                objective.result_margin if objective.closed_on else margin
            )

    @api.depends("cost", "done_count")
    def _compute_customer_cost(self):
        for objective in self:
            done = objective.done_count
            objective.customer_cost = objective.cost / done if done else 0
            # sudo: a number of the settings
            company = objective.company_id.sudo()
            objective.acquisition_cost = company.reactivation_acquisition_cost

    def _effort_rows(self, query):
        """Dict objective id -> figures of a query of ``queries.objective_effort``."""
        self._flush_facts()
        rows = self.env.execute_query(
            query(
                lambda name: SQL.identifier("objective", name),
                self.env["res.company"]._reactivation_tz_sql(
                    SQL.identifier("objective", "company_id")
                ),
                self._origin.ids,
            )
        )
        return {row[0]: row[1:] for row in rows}
