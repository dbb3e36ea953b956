from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, plaintext2html

#: Times a customer may change an answer: enough for people, too few for programs.
MAX_ANSWERS = 10


class ReactivationEnrollment(models.Model):
    """Why did you stop, what should we improve: the customer's answer.

    By the answer page (``controllers/answer.py``) or noted by the salesperson.
    """

    _inherit = "reactivation.enrollment"

    answered_on = fields.Date(readonly=True)
    answer_reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why They Stopped",
        readonly=True,
        domain="[('kind', '=', 'inactivity')]",
        ondelete="restrict",
    )
    answer_text = fields.Text(string="What to Improve", readonly=True)
    answer_count = fields.Integer(readonly=True, help="Times it was sent.")

    def _check_token(self, token):
        """Whether the link is genuine.

        :raise AccessError: it is not, or the customer was archived or anonymised since
        """
        # the token first: an id that is not its own is not even looked up
        if (
            len(self) != 1
            or not consteq(self._token().encode(), token.encode())
            or not self.exists().partner_id.active
        ):
            raise AccessError(self.env._("This link is not valid."))

    def _record_answer(self, reason, text):
        """Note the answer: on the enrolment and the card, with one activity.

        Sent again, it replaces the answer and does nothing else twice.

        :param reason: ``reactivation.reason`` of kind *inactivity*, may be empty
        :param text: what the customer wrote
        :raise UserError: it was changed too often
        """
        self.ensure_one()
        if self.answer_count >= MAX_ANSWERS:
            raise UserError(
                self.env._("Your answer was changed many times. Please ring us.")
            )
        first = not self.answered_on
        today = self.company_id._reactivation_today()
        same = (self.answer_reason_id, self.answer_text or "") == (reason, text or "")
        self.write(
            {
                "answered_on": self.answered_on or today,
                "answer_reason_id": reason.id,
                "answer_text": text,
                "answer_count": self.answer_count + 1,
            }
        )
        if same and not first:
            return
        document = self.episode_id or self.partner_id
        document.message_post(body=self._answer_note(), author_id=self.contact_id.id)
        if self.episode_id and reason and not self.episode_id.reason_id:
            self.episode_id.reason_id = reason
        if first:
            self._tell_answer()

    def _answer_note(self):
        """The answer in words, for the chatter and the activity."""
        reason = self.answer_reason_id.name
        said = self.env._("Answer in “%s”.", self.campaign_id.name)
        lines = [said, reason, self.answer_text]
        return plaintext2html("\n".join(line for line in lines if line))

    def _tell_answer(self):
        """One activity for the salesperson; the card comes first; it interacted."""
        campaign = self.campaign_id
        # the page is asked for by nobody: it must not be the one who is reminded
        users = self.user_id | campaign.user_id | campaign.create_uid
        user = users.filtered("active")[:1]
        said = self.with_context(lang=user.lang or self.env.lang)
        document = said.episode_id or said.partner_id
        document.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_call",
            self.company_id._reactivation_today(),
            summary=said.env._("Answered in “%s”: ring now", said.campaign_id.name),
            note=said._answer_note(),
            user_id=user.id or self.env.uid,
        )
        self.env["reactivation.customer"]._follow(self.partner_id, self.company_id)
        self.episode_id._raise(self.company_id)
