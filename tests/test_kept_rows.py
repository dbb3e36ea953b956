from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestKeptRows(CampaignCase):
    """Who gave no reason to be a customer keeps the row when something hangs on it."""

    def prospect(self, name="Bakery"):
        """A customer with a quotation only: (partner, row, quotation)."""
        partner = self.make_partner(name, phone="+33 1 40 00 00 00")
        quotation = self.make_order(partner, 1, confirm=False)
        self.refresh()
        row = self.standing(partner)
        self.assertEqual(row.lifecycle_status, "prospect")
        return partner, row, quotation

    def assert_kept(self, row, record):
        self.assertTrue(row.exists())
        self.assertTrue(record.exists())
        self.assertEqual(row.lifecycle_status, "lead")

    def test_nothing_written_nothing_kept(self):
        __, row, quotation = self.prospect()
        quotation._action_cancel()
        self.refresh()
        self.assertFalse(row.exists())

    def test_history_of_a_campaign(self):
        """Removed once stays removed: the campaign remembers, at once and at night."""
        partner, row, quotation = self.prospect()
        campaign = self.make_campaign({})
        row._add_to(campaign)
        enrollment = self.enrollment(partner, campaign)
        enrollment._leave("by_hand")
        quotation._action_cancel()
        self.assert_kept(row, enrollment)
        self.refresh()
        self.assert_kept(row, enrollment)

    def test_consent(self):
        partner, row, quotation = self.prospect()
        consent = self.env["reactivation.consent"].create(
            {
                "customer_id": row.id,
                "partner_id": partner.id,
                "company_id": row.company_id.id,
                "asked_on": TODAY,
                "answer": "yes",
                "answered_on": TODAY,
            }
        )
        quotation._action_cancel()
        self.refresh()
        self.assert_kept(row, consent)

    def test_assessment(self):
        __, row, quotation = self.prospect()
        assessment = self.env["reactivation.assessment"].create({"customer_id": row.id})
        quotation._action_cancel()
        self.refresh()
        self.assert_kept(row, assessment)

    def test_each_company_for_itself(self):
        partner, row, quotation = self.prospect()
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.make_order(partner, 1, confirm=False, company_id=other.id)
        self.refresh(self.company | other)
        self.env["reactivation.assessment"].create({"customer_id": row.id})
        elsewhere = self.standing(partner, other)
        partner.sale_order_ids._action_cancel()
        self.refresh(self.company | other)
        self.assertTrue(row.exists())
        self.assertFalse(elsewhere.exists())

    def test_all_that_would_go_with_the_row(self):
        """Whatever is deleted with a row keeps it, or hangs on what does."""
        kept = {
            "reactivation.assessment",
            "reactivation.consent",
            "reactivation.enrollment",
            "reactivation.episode",
        }
        told_elsewhere = {"reactivation.touch", "reactivation.lifecycle"}
        cascading = {
            model._name
            for model in self.env.values()
            for field in model._fields.values()
            if field.type == "many2one"
            and field.comodel_name == "reactivation.customer"
            and field.store
            and not (model._abstract or model._transient)
            and field.ondelete == "cascade"
            and model._auto
        }
        self.assertEqual(cascading, kept | told_elsewhere)
