from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestToursCampaign(ToursCase):
    """Campaigns as people use them, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls.env["reactivation.episode"].search([("state", "=", "open")])
        for partner in cls.garage | cls.bakery:
            partner.phone = "+33 1 40 00 00 00"
            card = cls.cards.filtered(lambda c, p=partner: c.partner_id == p)
            card.decision = "go"
            card.decided_category_id = cls.months_6_18

    def test_launch(self):
        self.start_tour(
            "/odoo/reactivation-campaigns",
            "reactivation_campaign_launch",
            login="tour_manager",
        )
        campaign = self.env["reactivation.campaign"].search(
            [("state", "=", "running"), ("scenario_id", "!=", False)], limit=1
        )
        self.assertIn(self.garage, campaign.enrollment_ids.partner_id)

    def test_card(self):
        scenario = self.env.ref("crm_reactivation.scenario_secure_and_prove")
        self.months_6_18.scenario_id = scenario
        self.months_6_18.very_inactive_scenario_id = False
        campaign = scenario.copy(
            {
                "name": "Tour campaign",
                "state": "draft",
                "company_id": self.env.company.id,
                "scenario_id": scenario.id,
                "class_a": True,
                "class_b": False,
                "domain": "[('id', '=', 0)]",
            }
        )
        campaign.action_launch()
        card = self.cards.filtered(lambda c: c.partner_id == self.garage)
        self.start_tour(
            "/odoo/reactivation-board",
            "reactivation_campaign_card",
            login="tour_seller",
        )
        enrollment = campaign.enrollment_ids
        self.assertEqual(enrollment.episode_id, card)
        self.assertEqual(enrollment.left_reason, "by_hand")

    def test_answers(self):
        call = self.env.ref("crm_reactivation.channel_call")
        campaign = self.env["reactivation.campaign"].create(
            {
                "name": "Asks",
                "step_ids": [
                    (0, 0, {"name": "Ask", "channel_id": call.id, "kind": "feedback"})
                ],
            }
        )
        campaign.action_launch()
        answered = campaign.enrollment_ids.filtered(
            lambda enrollment: enrollment.partner_id == self.garage
        )
        answered._record_answer(
            self.env.ref("crm_reactivation.reason_inactivity_disappointed"),
            "Faster delivery",
        )
        self.start_tour(
            f"/odoo/reactivation-campaigns/{campaign.id}",
            "reactivation_campaign_answers",
            login="tour_manager",
        )
