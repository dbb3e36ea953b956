from odoo import fields, models
from odoo.tools import SQL

from ..queries import campaign_effort


class ReactivationCampaign(models.Model):
    """What a campaign took and earned, as the analysis of cards tells it."""

    _inherit = "reactivation.campaign"

    hours = fields.Float(
        compute="_compute_effort",
        help="Duration of the calls and visits that were logged for its steps.",
    )
    cost = fields.Monetary(
        string="Cost with Hours",
        compute="_compute_effort",
        help="Spent on steps, and hours at the cost per hour of the settings.",
    )
    recovered_amount = fields.Monetary(
        string="Recovered",
        compute="_compute_effort",
        groups="sales_team.group_sale_salesman",
        help="Amount of the comebacks attributed to this campaign, in their attribution"
        " window: without taxes, less credit notes.",
    )
    has_margin = fields.Boolean(
        compute="_compute_margin", groups="sales_team.group_sale_salesman"
    )
    margin = fields.Monetary(
        compute="_compute_margin",
        groups="sales_team.group_sale_salesman",
        help="Of the orders whose amount was recovered, by their own margins; credit"
        " notes are not taken off.",
    )

    def _compute_effort(self):
        self.env.flush_all()
        rows = self.env.execute_query(campaign_effort.results(self._origin.ids))
        found = {row[0]: row[1:] for row in rows}
        for campaign in self:
            hours, recovered = found.get(campaign._origin.id, (0, 0))
            # sudo: a number of the settings
            company = (campaign.company_id or self.env.company).sudo()
            campaign.hours = hours or 0
            campaign.cost = (
                campaign.spent_amount + campaign.hours * company.reactivation_hour_cost
            )
            # sudo: the amount is withheld by its own groups
            campaign.sudo().recovered_amount = recovered or 0

    def _compute_margin(self):
        order = self.env["sale.order"]
        has_margin = "margin" in order._fields and order.has_access("read")
        found = {}
        if has_margin:
            self.env.flush_all()
            zone = self.env["res.company"]._reactivation_tz_sql(
                SQL("credit.company_id")
            )
            found = dict(
                self.env.execute_query(campaign_effort.margins(zone, self._origin.ids))
            )
        for campaign in self:
            campaign.has_margin = has_margin
            campaign.margin = found.get(campaign._origin.id, 0)
