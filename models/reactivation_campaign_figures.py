from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..engine.lift import lift
from ..queries import campaign_figures as queries

#: Figures of a step, as ``queries.campaign_figures.step_figures`` names them.
STEP_FIGURES = (
    "planned_count",
    "sent_count",
    "delivered_count",
    "opened_count",
    "clicked_count",
    "replied_count",
    "bounced_count",
    "done_count",
    "skipped_count",
    "failed_count",
    "outcome_count",
    "order_count",
    "order_amount",
    "cost",
)
#: Figures of a campaign, as ``queries.campaign_figures.campaign_figures`` names them.
FIGURES = (
    "enrolled_count",
    "running_count",
    "reached_count",
    "reacted_count",
    "ordered_count",
    "removed_count",
    "answered_count",
    "order_amount",
    "spent_amount",
    "still_to_spend",
    "failed_count",
)
#: Days without a new customer after which the campaign says so.
QUIET_DAYS = 14


class ReactivationCampaignStep(models.Model):
    """What became of a step; one statement for all steps shown."""

    _inherit = "reactivation.campaign.step"

    planned_count = fields.Integer(string="Planned", compute="_compute_figures")
    sent_count = fields.Integer(
        string="Sent", compute="_compute_figures", help="Sent, or done by hand."
    )
    delivered_count = fields.Integer(string="Delivered", compute="_compute_figures")
    opened_count = fields.Integer(string="Opened", compute="_compute_figures")
    clicked_count = fields.Integer(string="Clicked", compute="_compute_figures")
    replied_count = fields.Integer(string="Replied", compute="_compute_figures")
    bounced_count = fields.Integer(string="Bounced", compute="_compute_figures")
    done_count = fields.Integer(string="Done", compute="_compute_figures")
    skipped_count = fields.Integer(
        string="Skipped",
        compute="_compute_figures",
        help="Opted out, no address, or the condition was not met.",
    )
    failed_count = fields.Integer(string="Failed", compute="_compute_figures")
    outcome_count = fields.Integer(
        string="Outcomes",
        compute="_compute_figures",
        help="Calls and visits of this step that were logged with an outcome.",
    )
    order_count = fields.Integer(
        string="Orders",
        compute="_compute_figures",
        help="First orders that came when this was the last step taken: attributed,"
        " not proven.",
    )
    order_amount = fields.Monetary(
        string="Ordered",
        compute="_compute_figures",
        groups="sales_team.group_sale_salesman",
        help="Without taxes, of these first orders.",
    )
    cost = fields.Monetary(compute="_compute_figures", help="Spent on this step.")

    def _compute_figures(self):
        self.env.flush_all()
        rows = self.env.execute_query_dict(queries.step_figures(self.campaign_id.ids))
        found = {row["step_id"]: row for row in rows}
        for step in self:
            figures = found.get(step._origin.id, {})
            # sudo: counts; the amount is withheld by its own groups
            step.sudo().update({name: figures.get(name) or 0 for name in STEP_FIGURES})


class ReactivationCampaign(models.Model):
    """What became of a campaign: figures, funnel, control group, health."""

    _inherit = "reactivation.campaign"

    enrolled_count = fields.Integer(string="Enrolled", compute="_compute_figures")
    running_count = fields.Integer(string="Under Way", compute="_compute_figures")
    reached_count = fields.Integer(
        string="Contacted",
        compute="_compute_figures",
        help="At least one step was sent or done.",
    )
    reacted_count = fields.Integer(
        string="Reacted",
        compute="_compute_figures",
        help="Opened, clicked, replied or answered.",
    )
    ordered_count = fields.Integer(
        string="Came Back",
        compute="_compute_figures",
        help="Ordered since enrolment: attributed, not proven.",
    )
    removed_count = fields.Integer(string="Removed", compute="_compute_figures")
    answered_count = fields.Integer(
        string="Answers",
        compute="_compute_figures",
        help="Customers who said why they stopped, or what to improve.",
    )
    failed_count = fields.Integer(string="Failed Steps", compute="_compute_figures")
    order_amount = fields.Monetary(
        string="Ordered",
        compute="_compute_figures",
        groups="sales_team.group_sale_salesman",
        help="First orders since enrolment, without taxes; of customers who had left"
        " the campaign by then, what was recovered.",
    )
    spent_amount = fields.Monetary(string="Spent", compute="_compute_figures")
    still_to_spend = fields.Monetary(
        compute="_compute_figures",
        help="Steps not taken yet by the customers under way.",
    )
    funnel = fields.Html(compute="_compute_figures", sanitize=False)
    lift_text = fields.Char(
        string="Against the Control Group", compute="_compute_figures"
    )
    health_text = fields.Char(string="Health", compute="_compute_figures")

    @api.depends("state", "date_start", "keeps_enrolling", "filter_id.domain", "domain")
    @api.depends_context("lang")
    def _compute_figures(self):
        self.env.flush_all()
        rows = self.env.execute_query_dict(queries.campaign_figures(self._origin.ids))
        found = {row["campaign_id"]: row for row in rows}
        for campaign in self:
            figures = found.get(campaign._origin.id, {})
            # sudo: counts; the amount is withheld by its own groups
            campaign.sudo().update({name: figures.get(name) or 0 for name in FIGURES})
            campaign.funnel = campaign._render_funnel(figures)
            campaign.lift_text = campaign._lift_in_words(figures)
            campaign.health_text = campaign._health_in_words(figures)

    def _render_funnel(self, figures):
        """Bars from enrolled to came back; empty before anybody is enrolled."""
        names = ("enrolled_count", "reached_count", "reacted_count", "ordered_count")
        total = figures.get("enrolled_count")
        if not total:
            return False
        bars = [
            {
                "label": self._fields[name]._description_string(self.env),
                "hint": self._fields[name]._description_help(self.env) or "",
                "count": figures[name],
                "percent": round(100 * figures[name] / total),
            }
            for name in names
        ]
        return self.env["ir.qweb"]._render(
            "crm_reactivation.campaign_funnel", {"bars": bars}
        )

    def _lift_in_words(self, figures):
        if not figures.get("control_count"):
            return False
        verdict = lift(
            figures["enrolled_count"],
            figures["back_count"],
            figures["control_count"],
            figures["control_back_count"],
        )
        if not verdict.value:
            return False
        share, base = (100 * verdict.reasons[0].facts[k] for k in ("share", "base"))
        points = [f"{100 * number:+.0f}".replace("-", "−") for number in verdict.value]
        said = self.env._(
            "%(share).0f %% ordered, %(base).0f %% of the %(count)s left alone:"
            " %(points)s points (95 %% sure: %(low)s to %(high)s).",
            share=share,
            base=base,
            count=figures["control_count"],
            points=points[0],
            low=points[1],
            high=points[2],
        )
        if verdict.reasons[0].code == "not_proven":
            said += " " + self.env._("The difference may be chance.")
        return said

    def _health_in_words(self, figures):
        """The one thing to know now, or nothing when all is well."""
        self.ensure_one()
        if self.state != "done" and (error := self._audience_error()):
            return error
        if self.state == "paused":
            return self.env._("Paused: nobody is contacted until you resume.")
        if self.state != "running":
            return False
        if figures.get("failed_count"):
            return self.env._(
                "Failed steps: %(count)s. Open Contacted to see why.",
                count=figures["failed_count"],
            )
        today = self.company_id._reactivation_today()
        if self.date_start and self.date_start > today:
            return self.env._(
                "Starts on %(date)s.", date=format_date(self.env, self.date_start)
            )
        last = figures.get("last_entered_on")
        since = last or self.launched_on
        if self.keeps_enrolling and since and since <= today - timedelta(QUIET_DAYS):
            return self.env._(
                "Nobody enrolled for %(days)s days. See who is left out, and why.",
                days=(today - since).days,
            )
        return False

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_open_enrollments(self):
        """Open the customers of this campaign, by their next step."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_enrollment_action"
        )
        action["domain"] = [("campaign_id", "=", self.id)]
        action["context"] = {
            "search_default_under_way": self.state == "running",
            "reactivation_campaign_id": self.id,
        }
        return action

    def action_open_answers(self):
        """Read why customers stopped and what they want improved, by reason."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_enrollment_action_answers"
        )
        action["domain"] = [
            ("campaign_id", "=", self.id),
            ("answered_on", "!=", False),
        ]
        return action

    def action_open_touches(self):
        """Open the steps taken, those that failed first when there are any."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_touch_action"
        )
        action["domain"] = [("campaign_id", "=", self.id)]
        action["context"] = {"search_default_failed": bool(self.failed_count)}
        return action

    def action_open_launch(self):
        """Ask before launching: how many customers, and what is missing."""
        self.ensure_one()
        self._check_launch()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Launch “%s”", self.name),
            "res_model": "reactivation.campaign.launch",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_campaign_id": self.id},
        }

    def action_preview(self):
        """Read every message as one customer would get it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview “%s”", self.name),
            "res_model": "reactivation.campaign.preview",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_campaign_id": self.id, "dialog_size": "large"},
        }
