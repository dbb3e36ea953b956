from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .common import NOW, TODAY, ReactivationCase
from .sources_case import SourcesCase


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestOptionalApps(SourcesCase):
    """Signals and sources of apps that are used when installed, never required."""

    def signal(self, partner):
        """(kind, day) of the last sign of interest after a refresh."""
        self.refresh()
        row = self.standing(partner)
        return row.last_signal_kind, row.last_signal_date

    def test_catalogue_names_the_installed_apps(self):
        catalogue = self.env["reactivation.signal"]._catalogue()
        self.assertTrue({"event", "survey", "cart"} <= set(catalogue))
        rule = self.policy.rule_ids.create(
            {"policy_id": self.policy.id, "signal": "event", "points": 1}
        )
        self.assertTrue(rule.is_known)

    def test_event_attended(self):
        garage = self.make_partner()
        self.make_order(garage, 400)
        event = self.env["event.event"].create(
            {
                "name": "Open house",
                "date_begin": NOW - timedelta(days=5),
                "date_end": NOW - timedelta(days=4),
            }
        )
        registration = self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": garage.id}
        )
        self.assertEqual(self.signal(garage), (False, False), "booked, not attended")
        registration.action_set_done()
        # Odoo dates the attendance by the transaction, which is not frozen
        attended = registration.date_closed or registration.create_date
        self.assertEqual(self.signal(garage), ("event", self.local_day(attended)))
        row = self.standing(garage)
        self.assertEqual(row.last_interaction_kind, "event")
        self.assertEqual(
            row.action_open_interaction()["res_model"], "event.registration"
        )

    def test_event_attended_makes_a_prospect(self):
        guest = self.make_partner("Guest")
        event = self.env["event.event"].create(
            {"name": "Fair", "date_begin": NOW, "date_end": NOW}
        )
        self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": guest.id}
        ).action_set_done()
        self.refresh()
        self.assertEqual(self.standing(guest).lifecycle_status, "prospect")

    def test_survey_answered(self):
        garage = self.make_partner()
        self.make_order(garage, 400)
        survey = self.env["survey.survey"].create({"title": "How are we doing?"})
        answer = self.env["survey.user_input"].create(
            {"survey_id": survey.id, "partner_id": garage.id, "state": "in_progress"}
        )
        self.assertEqual(self.signal(garage), (False, False))
        answer.write({"state": "done", "end_datetime": NOW - timedelta(days=3)})
        self.assertEqual(self.signal(garage), ("survey", TODAY - timedelta(days=3)))
        answer.test_entry = True
        self.assertEqual(self.signal(garage), (False, False), "a test is no answer")

    def test_abandoned_cart(self):
        garage = self.make_partner()
        self.make_order(garage, 400)
        cart = self.make_order(garage, 10, confirm=False)
        cart.website_id = self.env["website"].search([], limit=1)
        self.assertEqual(self.signal(garage), ("cart", TODAY - timedelta(days=10)))

    def test_logged_in_website_visit(self):
        garage = self.make_partner()
        self.make_order(garage, 400)
        visitor = self.env["website.visitor"].create(
            {
                "access_token": str(garage.id),
                "last_connection_datetime": NOW - timedelta(days=2),
            }
        )
        self.assertEqual(visitor.partner_id, garage)
        self.assertEqual(self.signal(garage), ("visit", TODAY - timedelta(days=2)))

    def order_at_the_till(self, partner, amount=60, **values):
        """An order of a Point of Sale, paid 500 days ago."""
        config = self.env["pos.config"].create({"name": "Counter"})
        session = self.env["pos.session"].create({"config_id": config.id})
        return self.env["pos.order"].create(
            {
                "session_id": session.id,
                "partner_id": partner.id,
                "date_order": NOW - timedelta(days=500),
                "amount_tax": 0,
                "amount_total": amount,
                "amount_paid": amount,
                "amount_return": 0,
                "state": "paid",
                "lines": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "qty": 1,
                            "price_unit": amount,
                            "price_subtotal": amount,
                            "price_subtotal_incl": amount,
                            **values,
                        }
                    )
                ],
            }
        )

    def test_point_of_sale_counts_when_switched_on(self):
        garage = self.make_partner()
        self.order_at_the_till(garage)
        self.refresh()
        self.assertFalse(self.standing(garage), msg="no source, no row")
        self.company.reactivation_source_pos = True
        self.refresh()
        row = self.standing(garage)
        self.assertEqual((row.order_count, row.ordered_amount), (1, 60))
        self.assertEqual(row.lifecycle_status, "customer")

    def test_a_note_on_an_order_of_the_till_goes_with_it(self):
        """It takes off what was added: the order, whether its invoice counts or not."""
        garage = self.make_partner()
        self.make_order(garage, 500, 1000)
        bill = self.order_at_the_till(garage)
        bill.account_move = self.invoice(garage, TODAY - timedelta(days=500), 60)
        self.credit_note(bill.account_move)
        self.assertEqual(bill.account_move.payment_state, "reversed")
        self.refresh()
        row = self.standing(garage)
        self.assertEqual((row.ordered_amount, row.yearly_amount), (1000, 1000))
        for invoices in (False, True):
            self.company.reactivation_source_pos = True
            self.company.reactivation_source_invoices = invoices
            self.refresh()
            self.assertEqual((row.ordered_amount, row.yearly_amount), (1060, 1000))

    def test_a_note_on_a_sale_paid_at_the_till_goes_with_the_sale(self):
        garage = self.make_partner()
        order = self.make_order(garage, 500, 1000)
        bill = self.order_at_the_till(garage, 1000, sale_order_origin_id=order.id)
        bill.account_move = self.invoice(garage, TODAY - timedelta(days=500), 1000)
        self.credit_note(bill.account_move, 300)
        self.refresh()
        row = self.standing(garage)
        self.assertEqual((row.ordered_amount, row.yearly_amount), (1000, 700))


@tagged("post_install", "-at_install")
class TestAppUninstalled(ReactivationCase):
    def test_rule_of_an_uninstalled_app_says_so_and_gives_no_points(self):
        garage = self.make_partner()
        self.make_order(garage, 400)
        rule = self.policy.rule_ids[0]
        rule.flush_recordset()
        self.env.cr.execute(
            "UPDATE reactivation_policy_rule SET signal = 'gone_app' WHERE id = %s",
            [rule.id],
        )
        rule.invalidate_recordset()
        self.assertFalse(rule.is_known)
        self.refresh()
        row = self.standing(garage)
        self.assertIn(row.inactivity_level, ("inactive", "very_inactive"))
        self.assertIn("gone_app (app not installed)", row.why_table)
        self.assertIn("not installed", row._explain()[row.id]["rules"][-1]["fact"])
