from odoo import models
from odoo.exceptions import UserError


class ReactivationCampaign(models.Model):
    """From draft to done: used, launched, paused, resumed, stopped."""

    _inherit = "reactivation.campaign"

    def action_use_scenario(self):
        """Make a draft campaign of the current company from a ready-made one."""
        self.ensure_one()
        self.check_access("read")
        self.browse().check_access("create")
        # sudo: its conditions come along, which marketing may use and not write
        campaign = self.sudo().copy(
            {
                "name": self.name,
                "state": "draft",
                "company_id": self.env.company.id,
                "scenario_id": self.id,
                "user_id": self.env.uid,
            }
        )
        return campaign.with_env(self.env)._get_records_action()

    def action_launch(self):
        """Start contacting: enrol the audience, or wait for the day of the start.

        :raise UserError: the campaign cannot start: no step, no text, over already
        :raise ValidationError: its conditions do not work
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
        :raise ValidationError: its conditions do not work
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
        self._audience_query()
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
                        "The state of campaign “%(name)s” is “%(state)s” now. Reload"
                        " the page to see what can be done with it.",
                        name=campaign.name,
                        state=campaign._state_in_words(),
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
            [("campaign_id", "=", self.id), ("state", "=", "running")]
        )._leave("ended")
