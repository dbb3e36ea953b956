from odoo import models


class ReactivationProfile(models.Model):
    """Campaigns wait for the end of a snooze, and no longer."""

    _inherit = "reactivation.profile"

    def write(self, vals):
        if "snoozed_until" in vals:
            self._wake_enrollments()
        return super().write(vals)

    def unlink(self):
        self._wake_enrollments()
        return super().unlink()

    def _wake_enrollments(self):
        """The runner put steps off to the end of the snooze: it looks again."""
        snoozed = self.filtered("snoozed_until")
        # sudo: whoever may write the profile decides when the customer is contacted
        enrollments = self.env["reactivation.enrollment"].sudo()
        for company, profiles in snoozed.grouped("company_id").items():
            enrollments.search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", profiles.partner_id.ids),
                    ("state", "=", "running"),
                ]
            ).write({"next_on": company._reactivation_today()})
