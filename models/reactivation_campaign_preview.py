from collections import Counter

from odoo import models


class ReactivationCampaign(models.Model):
    """Whom to preview for, and what messages would leave blank."""

    _inherit = "reactivation.campaign"

    def _customers_to_preview(self):
        """Customers whose messages the user may see before they are sent.

        Salespeople: those they may read. Marketing reads no customers, and writes to
        all of the company.
        """
        # whom the dialog begins with is computed by sudo
        customers = self.env["reactivation.customer"].sudo(False)
        if customers.has_access("read"):
            return customers
        # sudo: only their messages are shown, without amounts
        return customers.sudo()

    def _standing_of(self, partner):
        """The customer row of a partner in the campaign's company, to preview."""
        company = self.company_id or self.env.company
        return self._customers_to_preview().search(
            [
                ("partner_id", "=", partner.commercial_partner_id.id),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )

    def _somebody(self):
        """A partner of the audience."""
        self.ensure_one()
        customers = self._customers_to_preview()
        return customers.search(self._audience_domain(), limit=1).partner_id

    def _empty_placeholders(self):
        """Sentences: step, placeholder, and for how many customers it is unknown."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query_dict(self._members())
        ready = [row["id"] for row in rows if not row["reason"]]
        # sudo: counts of the company's own customers, whoever owns the campaign
        customers = self.env["reactivation.customer"].sudo().browse(ready)
        facts = self.step_ids.sudo()._message_facts(customers)  # sudo: as above
        empty = Counter(
            (step, name)
            for step in self.step_ids
            for known in facts.values()
            for name in step._empty_placeholders(known)
        )
        return [
            self.env._(
                "{%(name)s} of step “%(step)s” is unknown for %(count)s customers.",
                name=name,
                step=step.name,
                count=count,
            )
            for (step, name), count in empty.items()
        ]


class ReactivationCampaignStep(models.Model):
    """One step in the preview."""

    _inherit = "reactivation.campaign.step"

    def _preview(self, facts):
        """What the preview shows of this step: its words, and what stays blank."""
        self.ensure_one()
        link = f"{self.get_base_url()}/reactivation/answer"
        subject, body = self._render({**facts, "answer_link": link})
        return {
            "step": self,
            "subject": subject,
            "body": body,
            "empty": ", ".join(f"{{{n}}}" for n in self._empty_placeholders(facts)),
        }
