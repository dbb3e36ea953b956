from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestDecisionTours(ToursCase):
    """Preparing, deciding, being refused and lifting, in a real browser."""

    def test_prepare_and_go(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_prepare", login="tour_seller"
        )
        card = self._card(self.garage)
        self.assertEqual((card.decision, card.checks_left), ("go", 0))
        self.assertEqual(card.activity_ids.user_id, self.seller)
        self.assertEqual(card.stopped_by_us, "no")

    def test_no_go(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_no_go", login="tour_seller"
        )
        card = self._card(self.bakery)
        self.assertEqual(
            (card.decision, card.decision_note), ("no_go", "After the fair")
        )
        self.assertEqual(
            card.decision_reason_id,
            self.env.ref("crm_reactivation.reason_no_go_timing"),
        )

    def test_a_manager_lifts_what_blocks(self):
        with mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/reactivation-board",
                "reactivation_go_blocked",
                login="tour_seller",
            )
        card = self._card(self.garage)
        self.assertEqual((card.decision, card.stopped_by_us), ("none", "other"))
        self.start_tour(
            f"/odoo/reactivation-board/{card.id}",
            "reactivation_go_lifted",
            login="tour_manager",
        )
        self.assertEqual((card.decision, card.stopped_lifted_by), ("go", self.manager))
