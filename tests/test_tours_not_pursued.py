from odoo import Command
from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestNotPursuedTours(ToursCase):
    """Proposed by the salesperson, decided and taken back by the manager."""

    def test_story(self):
        card = self._card(self.garage)
        self.start_tour(
            "/odoo/reactivation-board",
            "reactivation_not_pursued_propose",
            login="tour_seller",
        )
        renunciation = self.env["reactivation.renunciation"].search(
            [("partner_id", "=", self.garage.id)]
        )
        self.assertEqual(renunciation.state, "proposed")
        self.assertEqual(renunciation.proposer_id, self.seller)
        self.assertEqual(renunciation.economic_short, "low")
        self.start_tour(
            "/odoo/reactivation-not-pursued",
            "reactivation_not_pursued_decide",
            login="tour_manager",
        )
        self.assertEqual(renunciation.state, "reinstated")
        self.assertEqual(renunciation.end_reason, "New owner, paid up")
        self.assertEqual(card.state, "not_pursued")
        self.assertEqual(self._card(self.garage).user_id, self.seller, "a new card")

    def test_order_is_served_with_a_notice(self):
        renunciation = self.env["reactivation.renunciation"].create(
            {
                "partner_id": self.garage.id,
                "reason_id": self.env.ref(
                    "crm_reactivation.reason_do_not_pursue_workload"
                ).id,
            }
        )
        renunciation.action_decide()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.garage.id,
                "user_id": self.seller.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        self.start_tour(
            f"/odoo/sales/{order.id}",
            "reactivation_not_pursued_order",
            login="tour_seller",
        )
        self.assertEqual(order.state, "sale")
        self.assertEqual(renunciation.state, "decided")
