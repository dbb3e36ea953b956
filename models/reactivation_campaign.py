import random

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [
    ("scenario", "Ready-made"),
    ("draft", "Draft"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("done", "Done"),
]


class ReactivationCampaign(models.Model):
    """Who is contacted, in which steps, from when to when, and for how much.

    A *ready-made* campaign (scenario) belongs to no company: it is copied to be used.
    Launched, the campaign enrols the customers of its audience, then the newly matching
    ones, until it ends; ``reactivation_campaign_runner.py`` takes the steps.
    """

    _name = "reactivation.campaign"
    _description = "Reactivation Campaign"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, tracking=True
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Answers for the campaign; its e-mails are sent in this person's name.",
    )
    date_start = fields.Date(
        string="Start", tracking=True, help="Empty: the day it is launched."
    )
    date_end = fields.Date(
        string="End", tracking=True, help="The campaign is over after this day."
    )
    note = fields.Html(string="What It Is For", translate=True)
    scenario_id = fields.Many2one(
        "reactivation.campaign",
        readonly=True,
        domain="[('state', '=', 'scenario')]",
        help="The ready-made campaign this one was made from.",
    )
    step_ids = fields.One2many(
        "reactivation.campaign.step", "campaign_id", string="Steps", copy=True
    )
    enrollment_ids = fields.One2many("reactivation.enrollment", "campaign_id")
    utm_campaign_id = fields.Many2one(
        "utm.campaign",
        string="UTM Campaign",
        copy=False,
        ondelete="restrict",
        help="Orders and visits that come through the campaign's links bear it. Made at"
        " launch when it is empty.",
    )
    keeps_enrolling = fields.Boolean(
        string="Enrol New Matches Later",
        default=True,
        help="Unticked: only the customers who match at launch.",
    )
    re_entry = fields.Selection(
        [("never", "Never"), ("cool_down", "After a cool-down")],
        string="Same Customer Again",
        required=True,
        default="never",
        help="Whether a customer who went through this campaign can enter it again.",
    )
    cool_down_days = fields.Integer(
        string="Cool-Down (days)",
        default=90,
        help="Days without any campaign before a customer enters this one.",
    )
    removes_silent = fields.Boolean(
        string="Remove Customers Who Never React",
        help="Customers who reacted to no step are removed from campaigns; they come"
        " back only by hand or with a new order.",
    )
    silent_days = fields.Integer(
        string="Removed After (days)",
        default=14,
        help="Days after the last step that a customer has for a reaction.",
    )
    control_percent = fields.Integer(
        string="Control Group (%)",
        help="Share of the audience that is left alone, drawn at random once, so that"
        " one sees what the campaign adds.",
    )
    control_seed = fields.Integer(
        string="Draw",
        readonly=True,
        copy=False,
        help="Seed of the draw, so that it can be repeated.",
    )
    launched_on = fields.Date(readonly=True, copy=False)
    enrolled_on = fields.Date(
        string="Last Enrolled",
        readonly=True,
        copy=False,
        help="Day on which matching customers were last looked for.",
    )

    _control_share = models.Constraint(
        "CHECK (control_percent BETWEEN 0 AND 90)",
        "The control group takes 0 to 90 % of the audience.",
    )
    _days_positive = models.Constraint(
        "CHECK (cool_down_days >= 0 AND silent_days >= 0)",
        "Cool-down and days before removal cannot be negative.",
    )
    _company_unless_scenario = models.Constraint(
        "CHECK (company_id IS NOT NULL OR state = 'scenario')",
        "A campaign belongs to a company; only ready-made campaigns serve all.",
    )

    @api.constrains("date_start", "date_end", "state")
    def _check_dates(self):
        for campaign in self:
            start, end = campaign.date_start, campaign.date_end
            if not start and campaign.state in ("running", "paused"):
                raise ValidationError(
                    self.env._(
                        "Campaign “%(name)s” is under way: say since when. Fill in its"
                        " start.",
                        name=campaign.name,
                    )
                )
            if start and end and end < start:
                raise ValidationError(
                    self.env._(
                        "Campaign “%(name)s” ends on %(end)s, before it starts on"
                        " %(start)s. Change one of both days.",
                        name=campaign.name,
                        start=start,
                        end=end,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("control_seed", random.randrange(1, 10**6))
            if vals.get("state", "draft") not in ("draft", "scenario"):
                self._refuse_state()
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and not self.env.su:
            self._refuse_state()
        if "company_id" in vals:
            self._check_company_kept(vals["company_id"])
        return super().write(vals)

    def _check_company_kept(self, company_id):
        """
        :raise UserError: a launched campaign, whose customers are of another company
        """
        for campaign in self.filtered("launched_on"):
            if campaign.company_id.id != company_id:
                raise UserError(
                    self.env._(
                        "Campaign “%(name)s” was launched for customers of %(company)s."
                        " Duplicate it for another company.",
                        name=campaign.name,
                        company=campaign.company_id.name,
                    )
                )

    def _refuse_state(self):
        """The state follows from the buttons, which check what is needed."""
        raise AccessError(
            self.env._(
                "The state of a campaign changes by Launch, Pause, Resume and Stop"
                " only. Use the buttons of its form."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for campaign in self:
            # sudo: enrolments one may not see forbid it, too; only counted
            if campaign.sudo().enrollment_ids:
                raise UserError(
                    self.env._(
                        "Campaign “%(name)s” has contacted customers: its history is"
                        " kept. Stop it and archive it instead.",
                        name=campaign.name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        default = default or {}
        for campaign, vals in zip(self, vals_list, strict=True):
            if "name" not in default:
                vals["name"] = self.env._("%s (copy)", campaign.name)
            if campaign.state == "scenario":
                # any other one is a draft again, which needs a company
                vals.setdefault("state", "scenario")
        return vals_list
