from datetime import timedelta

from odoo.tests import tagged

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestReactivationCustomer(ReactivationCase):
    def test_figures_of_a_customer(self):
        garage = self.make_partner()
        contact = self.env["res.partner"].create({"name": "J", "parent_id": garage.id})
        self.make_order(garage, 400, 100)
        self.make_order(contact, 400, 50)
        self.make_order(contact, 340, 250)
        self.make_order(garage, 300, 200)
        self.refresh()
        row = self.standing(garage)
        self.assertEqual(row.order_count, 4)
        self.assertEqual(row.order_day_count, 3)
        self.assertEqual(row.ordered_amount, 600)
        self.assertEqual(row.average_order_amount, 150)
        self.assertEqual(row.first_order_date, TODAY - timedelta(days=400))
        self.assertEqual(row.last_order_date, TODAY - timedelta(days=300))
        self.assertAlmostEqual(row.order_interval_days, (90 + 100) / 3)
        self.assertEqual(row.lifecycle_status, "customer")
        self.assertEqual(row.inactivity_level, "inactive")
        self.assertEqual(row.silence_days, 300)
        self.assertTrue(row.no_order_probability > 0.5)
        self.assertEqual(contact.inactivity_level, "inactive")
        self.assertEqual(row.episode_id.category_id, self.to_assess)

    def test_twice_writes_nothing(self):
        garage = self.make_partner()
        self.make_order(garage, 400, 100)
        self.refresh()
        self.refresh()
        run = self.env["reactivation.run"]._last_done(self.company)
        self.assertEqual((run.inserted, run.updated, run.deleted), (0, 0, 0))
        self.assertEqual((run.opened, run.closed), (0, 0))

    def test_order_closes_card(self):
        garage = self.make_partner()
        self.make_order(garage, 400, 100)
        self.refresh()
        card = self.card(garage)
        self.assertEqual(card.state, "open")
        order = self.make_order(garage, 0, 100, confirm=False)
        order.action_confirm()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.order_id, order)
        order.action_cancel()
        self.assertEqual(card.state, "open")
        self.assertEqual(self.card(garage), card)
