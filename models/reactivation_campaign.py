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
        string="Enrols Newly Matching Customers",
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
        string="Remove Who Never Reacts",
        help="Who reacted to no step is removed from campaigns and comes back by hand"
        " or with a new order only.",
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
        string="Draw", readonly=True, copy=False, help="The draw can be repeated."
    )
    launched_on = fields.Date(readonly=True, copy=False)
    enrolled_on = fields.Date(
        string="Last Enrolled", readonly=True, copy=False, help="Day of the last look."
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

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for campaign in self:
            start, end = campaign.date_start, campaign.date_end
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
        return super().write(vals)

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
        return [
            {**vals, "name": self.env._("%s (copy)", campaign.name)}
            if "name" not in (default or {})
            else vals
            for campaign, vals in zip(self, vals_list, strict=True)
        ]

    # ------------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------------

    def action_use_scenario(self):
        """Make a draft campaign of the current company from a ready-made one."""
        self.ensure_one()
        campaign = self.copy(
            {
                "name": self.name,
                "state": "draft",
                "company_id": self.env.company.id,
                "scenario_id": self.id,
                "user_id": self.env.uid,
            }
        )
        return campaign._get_records_action()

    def action_launch(self):
        """Start contacting: enrol the audience, or wait for the day of the start.

        :raise UserError: the campaign cannot start: no step, no text, over already
        """
        for campaign in self:
            campaign._check_launch()
            today = campaign.company_id._reactivation_today()
            # sudo: access and readiness were checked; people never write the state
            campaign.sudo().write(
                {
                    "state": "running",
                    "launched_on": today,
                    "date_start": campaign.date_start or today,
                }
            )
            campaign._ensure_utm_campaign()
            if campaign.date_start <= today:
                campaign._enrol_audience()
        self.env.ref("crm_reactivation.ir_cron_campaigns")._trigger()
        return True

    def _check_launch(self):
        """Say plainly what a campaign lacks to be launched.

        :raise UserError: it is not a draft, is over already, or lacks steps or texts
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "Campaign “%(name)s” is not a draft: it was launched before, or is"
                    " ready-made and has to be used as a copy.",
                    name=self.name,
                )
            )
        today = self.company_id._reactivation_today()
        if self.date_end and self.date_end < today:
            raise UserError(
                self.env._(
                    "Campaign “%(name)s” would be over already: it ends on %(end)s."
                    " Choose a later day.",
                    name=self.name,
                    end=self.date_end,
                )
            )
        if not self.step_ids:
            raise UserError(
                self.env._(
                    "Campaign “%(name)s” has no step. Add the first one: a call, an"
                    " e-mail…",
                    name=self.name,
                )
            )
        for step in self.step_ids:
            if not step._has_text():
                raise UserError(
                    self.env._(
                        "Step “%(step)s” of campaign “%(name)s” has nothing to send:"
                        " write its text or choose a template.",
                        step=step.name,
                        name=self.name,
                    )
                )

    def _ensure_utm_campaign(self):
        """Every launched campaign has a UTM campaign, which its links bear."""
        for campaign in self.filtered(lambda c: not c.utm_campaign_id):
            # sudo: who may launch the campaign need not manage UTM campaigns
            campaign.sudo().utm_campaign_id = campaign.sudo().utm_campaign_id.create(
                {
                    "title": campaign.name,
                    "user_id": campaign.user_id.id or self.env.uid,
                    "company_id": campaign.company_id.id,
                }
            )

    def action_pause(self):
        """Stop taking steps until the campaign is resumed; due ones wait."""
        self._move_on("running", "paused")
        return True

    def action_resume(self):
        """Go on; steps that became due meanwhile are taken now, once."""
        self._move_on("paused", "running")
        self.env.ref("crm_reactivation.ir_cron_campaigns")._trigger()
        return True

    def _move_on(self, before, after):
        self.check_access("write")
        for campaign in self:
            if campaign.state != before:
                raise UserError(
                    self.env._(
                        "Campaign “%(name)s” is %(state)s now. Reload the page to see"
                        " what can be done with it.",
                        name=campaign.name,
                        state=campaign._state_in_words().lower(),
                    )
                )
        self.sudo().state = after  # sudo: see action_launch

    def _state_in_words(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def action_stop(self):
        """End the campaign now: everybody leaves, planned activities are cancelled.

        :raise UserError: it was not launched
        """
        self.check_access("write")
        for campaign in self:
            if campaign.state not in ("running", "paused"):
                raise UserError(
                    self.env._(
                        "Campaign “%(name)s” is not running: there is nothing to stop.",
                        name=campaign.name,
                    )
                )
            campaign._finish()
        return True

    def _finish(self):
        """Everybody who is still in it leaves."""
        self.ensure_one()
        self.sudo().state = "done"  # sudo: see action_launch
        # sudo: the owner ends the campaign for everybody, whoever's customer it is
        enrollments = self.env["reactivation.enrollment"].sudo()
        enrollments.search(
            [("campaign_id", "=", self.id), ("state", "in", ("running", "paused"))]
        )._leave("ended")
