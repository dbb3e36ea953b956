from odoo import api, fields, models
from odoo.tools import formatLang


class ReactivationCampaign(models.Model):
    """Budget, what is spent, and what will have been spent."""

    _inherit = "reactivation.campaign"

    budget = fields.Monetary(tracking=True, help="0: no budget.")
    forecast_amount = fields.Monetary(
        string="Forecast",
        compute="_compute_forecast",
        help="Spent, and what the steps still to come cost. Before the launch: all"
        " steps for everybody who would be enrolled.",
    )
    is_over_budget = fields.Boolean(compute="_compute_forecast")
    budget_text = fields.Char(string="Budget in Words", compute="_compute_forecast")

    _budget_positive = models.Constraint(
        "CHECK (budget >= 0)", "A budget cannot be negative; 0 means no budget."
    )

    @api.depends(
        "budget", "ready_count", "step_ids.unit_cost", "spent_amount", "still_to_spend"
    )
    @api.depends_context("lang")
    def _compute_forecast(self):
        for campaign in self:
            if campaign.state in ("draft", "scenario"):
                each = sum(campaign.step_ids.mapped("unit_cost"))
                campaign.forecast_amount = each * campaign.ready_count
            else:
                campaign.forecast_amount = (
                    campaign.spent_amount + campaign.still_to_spend
                )
            campaign.is_over_budget = (
                campaign.budget and campaign.forecast_amount > campaign.budget
            )
            campaign.budget_text = campaign._budget_in_words()

    def _budget_in_words(self):
        self.ensure_one()
        if not (self.forecast_amount or self.budget):
            return False

        def amount(value):
            return formatLang(self.env, value, currency_obj=self.currency_id)

        facts = {
            "spent": amount(self.spent_amount),
            "forecast": amount(self.forecast_amount),
            "budget": amount(self.budget),
        }
        if not self.budget:
            return self.env._(
                "%(spent)s spent, %(forecast)s in the end; no budget set.", **facts
            )
        if self.is_over_budget:
            return self.env._(
                "Over budget: %(spent)s spent, %(forecast)s in the end, of %(budget)s.",
                **facts,
            )
        return self.env._(
            "%(spent)s spent, %(forecast)s in the end, of %(budget)s.", **facts
        )
