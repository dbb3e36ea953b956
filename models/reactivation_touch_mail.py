from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ReactivationCampaign(models.Model):
    """E-mail steps go out as mailings: one for each step and round."""

    _inherit = "reactivation.campaign"

    def _send_mailings(self):
        """Send the e-mails that are written down, mailing by mailing.

        Outside savepoints: Odoo commits while it sends.
        """
        touches = self.env["reactivation.touch"].search(
            [
                ("campaign_id", "in", self.ids),
                ("state", "=", "planned"),
                ("mailing_id", "!=", False),
            ],
            order="id",
        )
        for company, ours in touches.grouped("company_id").items():
            # whoever ordered or opted out since the mail was written down leaves
            touches.enrollment_id._leave_finished(
                company, SQL("enrollment.id = ANY(%s)", ours.enrollment_id.ids)
            )
        still = touches.filtered(lambda t: t.state == "planned")
        for mailing, ours in still.grouped("mailing_id").items():
            ours._send(mailing)
        self._follow_up()


class ReactivationTouch(models.Model):
    """E-mails: written down first, sent after the commit, followed by their traces."""

    _inherit = "reactivation.touch"

    def _carry_email(self, step):
        """Attach each touch to its mailing; the sending comes after the commit.

        The message is put together now, so that one that cannot be is a failed touch.

        :raise UserError: the step has nothing to send
        """
        if not step._has_text():
            raise UserError(
                self.env._(
                    "Step “%(step)s” has nothing to send: its template was deleted."
                    " Write its text or choose another template.",
                    step=step.name,
                )
            )
        if not step.template_id:
            for facts in self.enrollment_id._facts().values():
                step._render(facts)
        self._forget_failed()
        self._attach_mailings(step)

    def _attach_mailings(self, step):
        """Each touch gets the mailing of its step, carrier and round."""
        for (carrier, wave), touches in self.grouped(
            lambda touch: (touch.carrier, touch.wave)
        ).items():
            touches.mailing_id = step._mailing(carrier, wave)

    def _forget_failed(self):
        """A mail that failed is sent anew: its trace would say it was sent."""
        traces = self.env["mailing.trace"].search(
            [
                ("model", "=", "reactivation.enrollment"),
                ("res_id", "in", self.enrollment_id.ids),
                ("mass_mailing_id", "in", self.mailing_id.ids),
                ("trace_status", "=", "error"),
            ]
        )
        traces.mail_mail_id.unlink()
        traces.unlink()

    def _send(self, mailing):
        """Send one mailing to those of these touches that have no trace yet.

        One that cannot be sent stops no other: its touches failed and are retried.
        """
        traced = self.env["mailing.trace"].search(
            [
                ("mass_mailing_id", "=", mailing.id),
                ("model", "=", "reactivation.enrollment"),
                ("res_id", "in", self.enrollment_id.ids),
            ]
        )
        done = set(traced.mapped("res_id"))
        ids = [e.id for e in self.enrollment_id if e.id not in done]
        if ids:
            # without the job's progress: its count is of companies, not of mails
            clean = mailing.with_context(ir_cron_progress_id=None)
            try:
                clean.action_send_mail(res_ids=ids)
            except Exception as error:
                # no savepoint: Odoo commits what it has sent; the rest is undone here
                self.env.cr.rollback()
                self._note_failure(error)


class ReactivationCampaignStep(models.Model):
    """The mailing behind an e-mail step."""

    _inherit = "reactivation.campaign.step"

    def _mailing(self, carrier, wave):
        """The mailing of this step for one round; made when it is needed.

        :param carrier: *email* or *sms*: contacts may prefer another than the step's
        """
        self.ensure_one()
        touches = self.env["reactivation.touch"]
        known = touches.search(
            [
                ("step_id", "=", self.id),
                ("wave", "=", wave),
                ("mailing_id", "!=", False),
                ("channel_id.carrier", "=", carrier),
            ],
            limit=1,
        ).mailing_id
        by_sms = carrier == "sms"
        return known or self.env["mailing.mailing"].create(
            self._prepare_sms_mailing_vals(wave)
            if by_sms
            else self._prepare_mailing_vals(wave)
        )

    def _prepare_mailing_vals(self, wave):
        """Values of the mailing; its text is put together for each customer."""
        self.ensure_one()
        campaign = self.campaign_id
        owner = campaign.user_id or self.env.user
        sender = owner.email_formatted or campaign.company_id.email_formatted
        if self.template_id:
            subject, body = self.template_id.subject, self.template_id.body_html
        else:
            words = f"object.with_context(reactivation_step={self.id})"
            subject = f"{{{{ {words}.message_subject }}}}"
            body = f'<t t-out="{words}.message_body"/>'
        name = f"{campaign.name}: {self.name}"
        return {
            "name": name if wave == 1 else f"{name} ({wave})",
            "subject": subject,
            "body_html": body,
            "body_arch": body,
            "mailing_model_id": self.env["ir.model"]._get_id("reactivation.enrollment"),
            # never sent by Odoo's own queue: its recipients are given one by one
            "mailing_domain": "[('id', '=', 0)]",
            "campaign_id": campaign.utm_campaign_id.id,
            "user_id": owner.id,
            "email_from": sender,
            # answers come back to the enrolment, which tells the salesperson
            "reply_to_mode": "update",
            "keep_archives": True,
            "kpi_mail_required": False,
        }
