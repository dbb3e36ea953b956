from odoo import models


class ReactivationTouch(models.Model):
    """... and what the carrier does, for the touches of one step together."""

    _inherit = "reactivation.touch"

    def _carry_sample(self, step):
        """Book a sample for each customer; the step is done with that."""
        self.env["reactivation.example.sample"].create(
            [
                {"partner_id": touch.partner_id.id, "company_id": touch.company_id.id}
                for touch in self
            ]
        )
        for company, touches in self.grouped("company_id").items():
            today = company._reactivation_today()
            touches.write({"state": "sent", "sent_on": today})
