from odoo.tests import tagged

from .retention_case import RetentionCase

DOCUMENTS = {"sale.order", "account.move", "account.payment", "mail.blacklist"}


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestRetentionLookup(RetentionCase):
    """Odoo's privacy look-up finds what we keep about a person, and nothing after."""

    def look_up(self, name, email):
        """Dict model -> lines that the look-up finds."""
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": name, "email": email}
        )
        wizard.action_lookup()
        return wizard.line_ids.grouped("res_model")

    def person(self):
        firm = self.customer(3700, street="4 rue du Port")
        anne = self.make_partner(
            "Anne Unmistakable",
            parent_id=firm.id,
            is_company=False,
            email="anne@unmistakable.example",
        )
        self.refresh()
        self.company.reactivation_campaign_needs_go = False
        campaign = self.env["reactivation.campaign"].create({"name": "Spring"})
        row = self.standing(firm)
        self.env["reactivation.enrollment"].create(
            {
                "campaign_id": campaign.id,
                "company_id": self.company.id,
                "customer_id": row.id,
                "partner_id": firm.id,
                "contact_id": anne.id,
                "state": "done",
                "entered_on": "2020-01-01",
            }
        )
        self.env["reactivation.call"].create(
            {
                "episode_id": self.card(firm).id,
                "contact_id": anne.id,
                "outcome_id": self.env["reactivation.reason"]
                .search([("kind", "=", "outcome")], limit=1)
                .id,
                "date": "2017-01-01 10:00:00",
            }
        )
        self.env["reactivation.consent"].create(
            {
                "customer_id": row.id,
                "partner_id": firm.id,
                "company_id": self.company.id,
                "contact_id": anne.id,
                "email": anne.email,
                "asked_on": "2017-02-01",
            }
        )
        self.refresh()
        return firm, anne

    def test_found_and_deleted_by_the_look_up(self):
        self.person()
        lines = self.look_up("Anne Unmistakable", "anne@unmistakable.example")
        ours = ("reactivation.enrollment", "reactivation.call", "reactivation.consent")
        for model in ours:
            self.assertEqual(len(lines[model]), 1, model)
            lines[model].action_unlink_all()
        lines = self.look_up("Anne Unmistakable", "anne@unmistakable.example")
        self.assertFalse([model for model in lines if "reactivation" in model])

    def test_nothing_is_found_of_who_was_anonymised(self):
        firm, anne = self.person()
        self.decide(firm, "anonymise")
        self.assertEqual(anne.name, "Anonymised contact")
        for name, email in (
            ("Anne Unmistakable", "anne@unmistakable.example"),
            ("Garage Durand", "info@durand.example"),
        ):
            lines = self.look_up(name, email)
            self.assertLessEqual(set(lines), DOCUMENTS)
