from odoo import models
from odoo.tools import html2plaintext


class ReactivationTouch(models.Model):
    """How a planned touch is carried out, by the carrier of its channel."""

    _inherit = "reactivation.touch"

    #: Times a failed touch is tried again.
    MAX_ATTEMPTS = 3

    def _carry_out(self):
        """Carry out planned touches; what fails is kept with its error and retried.

        Those of one step in a savepoint together; when that fails, one by one, so that
        one bad customer stops nobody else.
        """
        for (step, carrier), touches in self.grouped(
            lambda touch: (touch.step_id, touch.carrier)
        ).items():
            try:
                with self.env.cr.savepoint():
                    touches._carry(step, carrier)
            except Exception:
                for touch in touches:
                    touch._carry_alone(step, carrier)

    def _carry_alone(self, step, carrier):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._carry(step, carrier)
        except Exception as error:
            self._note_failure(error)

    def _note_failure(self, error):
        """Kept on the touches and shown: nobody reads the log."""
        self.write(
            {"state": "failed", "error": str(error)[:500] or type(error).__name__}
        )

    def _carry(self, step, carrier):
        """Call ``_carry_<carrier>(step)``, the method of the carrier."""
        getattr(self, f"_carry_{carrier}")(step)
        self.filtered("error").write({"error": False})

    def _retry(self):
        """Try again what failed."""
        again = self.filtered(lambda t: t.enrollment_id.state == "running")
        for attempts, touches in again.grouped("attempts").items():
            touches.write({"state": "planned", "attempts": attempts + 1})
        again._carry_out()

    def _carry_activity(self, step):
        """Plan an activity for the salesperson, with the text ready."""
        self._plan_activities(step)

    def _carry_letter(self, step):
        """Plan the posting; the letters themselves are printed together."""
        self._plan_activities(step)

    def _plan_activities(self, step):
        """One activity for each touch: on the card, or on the customer without one."""
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True, mail_notify_force_send=False
        )
        facts = self.enrollment_id._facts()
        # read together what each activity reads of its document alone
        (self.episode_id.partner_id | self.partner_id).mapped("display_name")
        vals_list = [touch._prepare_activity_vals(step, facts) for touch in self]
        created = activities.create(vals_list)
        for touch, activity in zip(self, created, strict=True):
            touch.activity_id = activity

    def _prepare_activity_vals(self, step, facts):
        """Values of the activity of one touch.

        :param facts: see ``reactivation.enrollment._facts``
        """
        self.ensure_one()
        known = facts[self.enrollment_id.id]
        body = step._render(known)[1]
        user = self.user_id if self.user_id.active else self.campaign_id.user_id
        said = step.with_context(lang=user.lang or self.env.lang)
        document = self.episode_id or self.partner_id
        return {
            "res_model_id": self.env["ir.model"]._get_id(document._name),
            "res_id": document.id,
            "activity_type_id": self.channel_id.activity_type_id.id,
            "user_id": user.id or self.env.uid,
            "date_deadline": self.date,
            "summary": f"{said.campaign_id.name}: {said.name}",
            "note": self.env["ir.qweb"]._render(
                "crm_reactivation.campaign_activity_note",
                {"step": said, "body": html2plaintext(body) and body},
            ),
        }
