from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestOrderTours(ToursCase):
    """Cards in another order, what their marks say, and moves that upset plans."""

    def refresh(self):
        self.env["reactivation.customer"]._refresh(companies=self.env.company)

    def plan_a_call(self):
        self._card(self.garage).activity_schedule(
            "mail.mail_activity_data_call", summary="Call Ms Roy"
        )

    def test_orders(self):
        self._make_customer("Tour Older", self.seller, (700,), amount=10)
        self._make_customer("Tour Richer", self.seller, (410,), amount=5000)
        ranked = self._make_customer("Tour Ranked", self.seller, (405,), amount=20)
        self.refresh()
        self._card(ranked).write({"manual_rank": 1, "pin_reason": "They rang"})
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_order", login="tour_seller"
        )

    def test_badges(self):
        card = self._card(self.garage)
        criterion = self.env.ref("crm_reactivation.criterion_main_share")
        self.env["reactivation.assessment"].create(
            {
                "episode_id": card.id,
                "answer_ids": [
                    Command.create(
                        {
                            "criterion_id": criterion.id,
                            "level_id": criterion.level_ids[:1].id,
                        }
                    )
                ],
            }
        )
        self.env["reactivation.observation"].create(
            {
                "partner_id": self.garage.id,
                "company_id": self.env.company.id,
                "kind": "social",
                "date": fields.Date.today(),
            }
        )
        self.plan_a_call()
        self.refresh()
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_badge", login="tour_seller"
        )

    def test_move_that_upsets_a_plan(self):
        self.plan_a_call()
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_move_warning", login="tour_seller"
        )
        self.assertEqual(self._card(self.garage).decided_category_id, self.months_6_18)

    def test_pin(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_pin", login="tour_manager"
        )
        self.assertFalse(self._card(self.garage).pinned)

    def test_relapse(self):
        self.env.ref("crm_reactivation.policy_default").write(
            {"method": "fixed", "inactive_after": 6, "delay_unit": "months"}
        )
        partner = self._make_customer("Tour Relapse", self.seller, (900,))
        self.refresh()
        before = self._card(partner)
        comeback = partner.sale_order_ids.copy()
        comeback.action_confirm()
        self.assertEqual(before.state, "reactivated")
        # as if it had happened 290 days ago
        comeback.date_order = datetime.now() - timedelta(days=290)
        before.closed_on -= timedelta(days=290)
        before.opened_on -= timedelta(days=300)
        self.refresh()
        again = self._card(partner)
        self.assertEqual(again.relapse_of_id, before)
        again.decided_category_id = self.months_6_18  # worked now: on the board
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_relapse", login="tour_seller"
        )
