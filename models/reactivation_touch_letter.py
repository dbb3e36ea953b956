from odoo import fields, models
from odoo.fields import Domain


class ReactivationTouch(models.Model):
    """Letters: planned for the salesperson one by one, printed together."""

    _inherit = "reactivation.touch"

    def _words(self):
        """(subject, body) of the letter."""
        self.ensure_one()
        facts = self.enrollment_id._facts()[self.enrollment_id.id]
        return self.step_id._render(facts)


class ReactivationCampaign(models.Model):
    """All letters of a campaign that are still to be posted, as one document."""

    _inherit = "reactivation.campaign"

    letters_to_print = fields.Integer(compute="_compute_letters_to_print")

    def _compute_letters_to_print(self):
        counts = dict(
            self.env["reactivation.touch"]._read_group(
                self._letters_domain(), ["campaign_id"], ["__count"]
            )
        )
        for campaign in self:
            campaign.letters_to_print = counts.get(campaign._origin, 0)

    def _letters_domain(self):
        """Letters that are planned and not posted yet."""
        return (
            Domain("campaign_id", "in", self._origin.ids)
            & Domain("state", "=", "planned")
            & Domain("channel_id.carrier", "=", "letter")
        )

    def action_print_letters(self):
        """One PDF of the letters still to be posted."""
        self.ensure_one()
        self.check_access("read")
        letters = self.env["reactivation.touch"].search(self._letters_domain())
        report = self.env.ref("crm_reactivation.action_report_letters")
        return report.report_action(letters, config=False)
