from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestRulesTours(ToursCase):
    """Trying a policy before it is saved; reading why a customer is inactive."""

    def test_policy_preview(self):
        self.start_tour(
            "/odoo/reactivation-policies",
            "reactivation_policy_preview",
            login="tour_manager",
        )
        policy = self.env.ref("crm_reactivation.policy_default")
        self.assertEqual(policy.method, "rhythm", "previewed, not saved")

    def test_why_and_snooze(self):
        self.start_tour(
            "/odoo/reactivation-customers", "reactivation_why", login="tour_seller"
        )
        row = self.env["reactivation.customer"].search(
            [("partner_id", "=", self.bakery.id)]
        )
        self.assertEqual(row.profile_id.snooze_reason, "Works until summer")
        self.assertEqual(row.profile_id.snoozed_until.year, 2030)
        self.assertIn(row.inactivity_level, ("inactive", "very_inactive"))

    def test_contact_reads_the_explanation_when_its_tab_is_opened(self):
        self.start_tour(
            f"/odoo/contacts/{self.bakery.id}",
            "reactivation_contact_tab",
            login="tour_seller",
        )
