from odoo import models
from odoo.tools import html2plaintext


class ReactivationTouch(models.Model):
    """Text messages: by Odoo's SMS app when it is installed, else by hand."""

    _inherit = "reactivation.touch"

    def _carry_sms(self, step):
        """Queue one text message each, or plan an activity with the text ready."""
        if "sms.sms" not in self.env:
            self._plan_activities(step)
            return
        facts = self.enrollment_id._facts()
        self.env["sms.sms"].create(
            [
                {
                    "number": touch.enrollment_id.phone,
                    "partner_id": touch.enrollment_id.contact_id.id,
                    "body": html2plaintext(
                        step._render(facts[touch.enrollment_id.id])[1]
                    ),
                }
                for touch in self
            ]
        )
        for touches in self.grouped("date").values():
            touches.write({"state": "sent", "sent_on": touches[0].date})
