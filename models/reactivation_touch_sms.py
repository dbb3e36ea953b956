from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import html2plaintext, is_html_empty

from ..queries import touches as queries


class ReactivationTouch(models.Model):
    """Text messages: by Odoo's SMS app when it is installed, else by hand.

    With SMS Marketing as a mailing, which adds a link to have no more; without it as
    a message on the enrolment.  Both are queued in the transaction of their touch and
    sent by Odoo's SMS queue, which notes what became of them.
    """

    _inherit = "reactivation.touch"

    message_id = fields.Many2one(
        "mail.message",
        string="Text Message",
        ondelete="set null",
        index="btree_not_null",
    )

    def _carry_sms(self, step):
        """Queue one text message each, or plan an activity with the text ready.

        :raise UserError: the step has no text
        """
        if "sms.sms" not in self.env:
            self._plan_activities(step)
            return
        if is_html_empty(step.body):
            raise UserError(
                self.env._(
                    "Step “%(step)s” has nothing to send. Write its text.",
                    step=step.name,
                )
            )
        self._drop_sms()
        if step._sends_sms_mailings():
            self._attach_mailings(step)
        else:
            self._queue_sms(step)

    def _queue_sms(self, step):
        """One message, text and notification each, however many in one statement."""
        facts = self.enrollment_id._facts()
        bodies, numbers = {}, {}
        for touch in self:
            enrollment = touch.enrollment_id
            bodies[enrollment.id] = step._render(facts[enrollment.id])[1]
            numbers[touch] = enrollment.phone_sanitized or enrollment.phone
        messages = self.enrollment_id._message_log_batch(bodies, message_type="sms")
        by_enrollment = {message.res_id: message for message in messages}
        for touch in self:
            touch.message_id = by_enrollment[touch.enrollment_id.id]
        # sudo: texts and what became of them are the system's; the runner writes them
        texts = (
            self.env["sms.sms"]
            .sudo()
            .create(
                [
                    {
                        "number": numbers[touch],
                        "partner_id": touch.enrollment_id.contact_id.id,
                        "body": html2plaintext(bodies[touch.enrollment_id.id]),
                        "mail_message_id": touch.message_id.id,
                    }
                    for touch in self
                ]
            )
        )
        # sudo: as above
        self.env["mail.notification"].sudo().create(
            [
                {
                    "mail_message_id": text.mail_message_id.id,
                    "res_partner_id": text.partner_id.id,
                    "sms_number": text.number,
                    "notification_type": "sms",
                    "sms_id_int": text.id,
                    "sms_tracker_ids": [Command.create({"sms_uuid": text.uuid})],
                    "is_read": True,
                    "notification_status": "ready",
                }
                for text in texts
            ]
        )

    def _sms_traces(self):
        """Traces of these touches' text messages sent as mailings."""
        return self.env["mailing.trace"].search(
            [
                ("trace_type", "=", "sms"),
                ("mass_mailing_id", "in", self.mailing_id.ids),
                ("model", "=", "reactivation.enrollment"),
                ("res_id", "in", self.enrollment_id.ids),
            ]
        )

    def _drop_sms(self):
        """Take back what the queue has not sent, or could not."""
        by_sms = self.filtered(lambda touch: touch.carrier == "sms")
        if "sms.sms" not in self.env or not (by_sms.message_id or by_sms.mailing_id):
            return
        uuids = []
        if by_sms.mailing_id:
            traces = by_sms._sms_traces().filtered(
                lambda trace: trace.trace_status in ("outgoing", "error")
            )
            # sudo: trackers are the system's; only those of these touches
            uuids = traces.sudo().sms_tracker_ids.mapped("sms_uuid")
            traces.unlink()
        # sudo: texts in the queue are the system's; only those of these touches
        texts = self.env["sms.sms"].sudo()
        texts.search(
            [
                "|",
                ("uuid", "in", uuids),
                ("mail_message_id", "in", by_sms.message_id.ids),
                ("state", "in", ("outgoing", "error")),
            ]
        ).unlink()


class ReactivationEnrollment(models.Model):
    """Who leaves gets no text message that still waits in the queue."""

    _inherit = "reactivation.enrollment"

    def _cancel_planned(self, reason):
        planned = self.touch_ids.filtered(lambda touch: touch.state == "planned")
        planned._drop_sms()
        return super()._cancel_planned(reason)


class ReactivationCampaignStep(models.Model):
    """The mailing behind a step by text message."""

    _inherit = "reactivation.campaign.step"

    def _sends_sms_mailings(self):
        """Whether SMS Marketing is installed."""
        return "sms_allow_unsubscribe" in self.env["mailing.mailing"]._fields

    def _prepare_sms_mailing_vals(self, wave):
        """Values of the mailing; its text is put together for each customer."""
        vals = self._prepare_mailing_vals(wave)
        words = f"object.with_context(reactivation_step={self.id})"
        return {
            **{key: vals[key] for key in vals.keys() - {"body_html", "body_arch"}},
            "subject": vals["name"],
            "mailing_type": "sms",
            "body_plaintext": f"{{{{ {words}.message_text }}}}",
            "sms_allow_unsubscribe": True,
        }


class ReactivationCampaign(models.Model):
    """What became of text messages."""

    _inherit = "reactivation.campaign"

    def _follow_up(self):
        if "sms.sms" in self.env:
            self.env.flush_all()
            for company, campaigns in self.grouped("company_id").items():
                today = company._reactivation_today()
                self.env.execute_query(queries.follow_texts(campaigns.ids, today))
            self.env["reactivation.touch"].invalidate_model(flush=False)
        return super()._follow_up()
