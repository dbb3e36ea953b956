from datetime import date, timedelta

from lxml import etree

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..hooks import SEGMENTS
from .common import NOW, TODAY, ReactivationCase
from .sources_case import SourcesCase


@tagged("post_install", "-at_install")
class TestSources(SourcesCase):
    """Purchases beside sale orders: history from before Odoo, invoices."""

    def test_imported_history_is_activity_not_an_order(self):
        garage = self.make_partner()
        self.buy_before(garage, TODAY - timedelta(days=900), 50)
        self.make_order(garage, 10, 100)
        orders = self.env["sale.order"].search_count([])
        self.refresh()
        row = self.standing(garage)
        self.assertEqual(row.first_order_date, TODAY - timedelta(days=900))
        self.assertEqual(row.order_count, 2)
        self.assertEqual(row.ordered_amount, 150)
        self.assertEqual(self.env["sale.order"].search_count([]), orders)

    def test_a_document_to_open_only_where_there_is_one(self):
        """A purchase from before Odoo has none: the form shows no dead button."""
        ordered, imported = self.make_partner("Ordered"), self.make_partner("Old")
        order = self.make_order(ordered, 400)
        self.buy_before(imported, TODAY - timedelta(days=400), 100)
        self.refresh()
        row = self.standing(ordered)
        self.assertEqual(row.last_interaction_id, order.id)
        self.assertEqual(row.action_open_interaction()["res_id"], order.id)
        row = self.standing(imported)
        self.assertEqual(row.last_interaction_kind, "order")
        self.assertFalse(row.last_interaction_id)
        form = self.Customer.get_view(
            self.env.ref("crm_reactivation.reactivation_customer_view_form").id, "form"
        )
        [button] = etree.fromstring(form["arch"]).xpath(
            "//button[@name='action_open_interaction']"
        )
        self.assertEqual(button.get("invisible"), "not last_interaction_id")

    def test_history_in_the_future_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "lies in the future"):
            self.buy_before(self.make_partner(), TODAY + timedelta(days=2))

    def test_an_invoice_makes_a_customer_and_a_purchase_when_switched_on(self):
        garage = self.make_partner()
        self.invoice(garage, TODAY - timedelta(days=500), 80)
        self.refresh()
        row = self.standing(garage)
        self.assertEqual(row.lifecycle_status, "customer")
        self.assertFalse(row.inactivity_level, msg="not a source yet")
        self.company.reactivation_source_invoices = True
        self.refresh()
        self.assertEqual(row.order_count, 1)
        self.assertEqual(row.ordered_amount, 80)
        self.assertIn(row.inactivity_level, ("inactive", "very_inactive"))

    def test_an_invoiced_order_counts_once(self):
        self.company.reactivation_source_invoices = True
        self.product.invoice_policy = "order"
        garage = self.make_partner()
        order = self.make_order(garage, 30, 100)
        order._create_invoices().action_post()
        self.refresh()
        row = self.standing(garage)
        self.assertEqual((row.order_count, row.ordered_amount), (1, 100))

    def test_credit_notes_are_no_purchase_and_lower_the_amount_at_stake(self):
        self.company.reactivation_source_invoices = True
        garage = self.make_partner()
        self.make_order(garage, 400, 1000)
        self.invoice(garage, TODAY - timedelta(days=380), 300, "out_refund")
        self.refresh()
        row = self.standing(garage)
        self.assertEqual(row.order_count, 1)
        self.assertEqual(row.ordered_amount, 1000)
        self.assertEqual(row.yearly_amount, 700)
        self.assertEqual(row.average_order_amount, 700)
        self.assertFalse(row.credited_in_full)
        self.invoice(garage, TODAY - timedelta(days=370), 700, "out_refund")
        self.refresh()
        self.assertTrue(row.credited_in_full)
        self.assertEqual(row.value_class, "c")

    def amounts(self, partner):
        """(ordered, yearly, turnover for the class, average) after a refresh."""
        self.refresh()
        row = self.standing(partner)
        return (
            row.ordered_amount,
            row.yearly_amount,
            row.value_amount,
            row.average_order_amount,
        )

    def test_an_invoice_credited_in_full_is_taken_off_once(self):
        """It is no purchase, so there is nothing to subtract either."""
        self.company.reactivation_source_invoices = True
        garage = self.make_partner()
        day = TODAY - timedelta(days=20)
        self.invoice(garage, day, 500)
        self.credit_note(self.invoice(garage, day, 500))
        self.assertEqual(self.amounts(garage), (500, 500, 500, 500))
        self.assertFalse(self.standing(garage).credited_in_full)

    def test_an_invoice_credited_in_part_is_a_purchase_less_its_note(self):
        self.company.reactivation_source_invoices = True
        garage = self.make_partner()
        day = TODAY - timedelta(days=20)
        self.invoice(garage, day, 1000)
        self.credit_note(self.invoice(garage, day, 500), 200)
        self.assertEqual(self.amounts(garage), (1500, 1300, 1300, 650))

    def test_a_note_on_an_invoice_that_is_no_source_takes_nothing_off(self):
        garage = self.make_partner()
        self.make_order(garage, 30, 1000)
        self.credit_note(self.invoice(garage, TODAY - timedelta(days=20), 500), 200)
        self.assertEqual(self.amounts(garage), (1000, 1000, 1000, 1000))
        self.company.reactivation_source_invoices = True
        self.assertEqual(self.amounts(garage), (1500, 1300, 1300, 650))

    def test_an_order_cancelled_and_credited_is_taken_off_once(self):
        self.product.invoice_policy = "order"
        garage = self.make_partner()
        self.make_order(garage, 30, 1000)
        order = self.make_order(garage, 20, 500)
        move = order._create_invoices()
        move.action_post()
        note = self.credit_note(move)
        self.assertEqual(self.amounts(garage), (1500, 1000, 1000, 500))
        order._action_cancel()
        self.assertEqual(note.state, "posted")
        self.assertEqual(self.amounts(garage), (1000, 1000, 1000, 1000))

    def test_a_note_goes_with_what_it_takes_back(self):
        """A year is lessened by notes on its purchases, not by notes of the year."""
        self.product.invoice_policy = "order"
        garage = self.make_partner()
        old = self.make_order(garage, 500, 4000)
        self.make_order(garage, 30, 1000)
        move = old._create_invoices()
        move.action_post()
        self.credit_note(move, 3000)
        self.assertEqual(self.amounts(garage), (5000, 1000, 1000, 1000))

    def test_a_comeback_is_credited_by_the_same_rule(self):
        self.product.invoice_policy = "order"
        garage, card = self.silent_with_card()
        self.confirm(garage, 1000)
        order = self.confirm(garage, 500)
        move = order._create_invoices()
        move.invoice_date = TODAY
        move.action_post()
        self.credit_note(move)
        self.credit_note(self.invoice(garage, TODAY, 300), 100)  # no source
        self.refresh()
        self.assertEqual(card.recovered_amount, 1000)
        order._action_cancel()
        self.assertEqual(card.recovered_amount, 1000)
        self.assertEqual(self.standing(garage).yearly_amount, 1000)


@tagged("post_install", "-at_install")
class TestSeasonsAndYears(ReactivationCase):
    def judge(self, partner):
        self.refresh()
        row = self.standing(partner)
        return row.inactivity_level, row.threshold_days

    def test_silence_out_of_season_does_not_count(self):
        self.policy.write(
            {"method": "fixed", "inactive_after": 40, "delay_unit": "days"}
        )
        garden = self.make_partner("Garden")
        self.make_order(garden, date(2026, 9, 20))
        self.assertEqual(self.judge(garden)[1], 40)
        self.policy.active_months = "3,4,5,6,7,8,9"
        # ten days are left in September, thirty more are needed from March on
        day = date(2027, 3, 30)
        level, days = self.judge(garden)
        self.assertEqual(days, (day - date(2026, 9, 20)).days)
        self.assertEqual(level, "at_risk")

    def test_months_must_be_months(self):
        with self.assertRaisesRegex(ValidationError, "numbers from 1 to 12"):
            self.policy.active_months = "3,13"

    def test_twice_last_calendar_year_and_not_yet_this_year(self):
        self.policy.write({"method": "yearly", "yearly_orders": 2})
        twice = self.make_partner("Twice")
        self.make_order(twice, date(2026, 2, 1))
        self.make_order(twice, date(2026, 12, 31))
        once = self.make_partner("Once")
        self.make_order(once, date(2026, 12, 31))
        back = self.make_partner("Back")
        self.make_order(back, date(2026, 3, 1))
        self.make_order(back, date(2026, 4, 1))
        self.make_order(back, date(2027, 1, 1))
        self.assertEqual(self.judge(twice), ("inactive", 1))
        self.assertEqual(self.standing(twice).inactive_since, date(2027, 1, 1))
        self.assertEqual(self.standing(once).threshold_days, 730)
        self.assertEqual(self.standing(back).inactivity_level, "active")

    def test_rolling_year(self):
        self.policy.write(
            {"method": "yearly", "yearly_orders": 2, "yearly_calendar": False}
        )
        twice = self.make_partner("Twice")
        self.make_order(twice, date(2025, 9, 1))
        self.make_order(twice, date(2026, 3, 15))
        self.assertEqual(self.judge(twice)[1], 365)
        self.assertEqual(self.standing(twice).inactive_since, TODAY)
        self.make_order(twice, date(2026, 3, 16))
        self.assertEqual(self.judge(twice)[0], "at_risk")

    def test_ready_made_policies_wait_for_a_manager(self):
        policies = self.env["reactivation.policy"]
        self.assertEqual(len(policies.search([])), 1)
        ready = policies.with_context(active_test=False).search([("active", "=", 0)])
        self.assertEqual(len(ready), 4)
        ready.active = True
        self.assertTrue(self.policy.is_default)


@tagged("post_install", "-at_install")
class TestWarningsAndStatus(ReactivationCase):
    def test_class_a_at_risk_is_warned_about_once(self):
        self.company.reactivation_warn_at_risk = True
        self.policy.write({"method": "fixed", "inactive_after": 12})
        julie = self.make_user("julie", "sales_team.group_sale_salesman")
        garage = self.make_partner(user_id=julie.id)
        self.make_order(garage, 300, 5000)
        self.make_order(self.make_partner("Small"), 300, 1)
        self.refresh()
        self.refresh()
        activity = garage.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, julie)
        self.assertIn("At risk", activity.summary)
        self.make_order(garage, 270, 5000)
        self.refresh()
        self.assertEqual(len(garage.activity_ids), 2, "a new silence, a new warning")

    def test_nobody_is_warned_about_who_was_archived(self):
        self.company.reactivation_warn_at_risk = True
        self.policy.write({"method": "fixed", "inactive_after": 12})
        julie = self.make_user("julie", "sales_team.group_sale_salesman")
        garage = self.make_partner(user_id=julie.id)
        self.make_order(garage, 300, 5000)
        garage.active = False
        self.refresh()
        self.assertEqual(self.standing(garage).inactivity_level, "at_risk")
        self.assertFalse(garage.activity_ids)

    def test_nobody_is_warned_unless_asked(self):
        self.policy.write({"method": "fixed", "inactive_after": 12})
        garage = self.make_partner(user_id=self.env.uid)
        self.make_order(garage, 300, 5000)
        self.refresh()
        self.assertFalse(garage.activity_ids)

    def test_changes_of_status_are_dated_and_kept(self):
        garage = self.make_partner()
        order = self.make_order(garage, 5, confirm=False)
        self.refresh()
        row = self.standing(garage)
        self.assertEqual(row.lifecycle_status, "prospect")
        order.action_confirm()
        self.refresh()
        change = row.lifecycle_ids
        self.assertEqual(
            (change.date, change.old_status, change.new_status),
            (TODAY, "prospect", "customer"),
        )

    def test_a_message_makes_a_prospect_but_not_of_a_supplier(self):
        writer = self.make_partner("Writer")
        supplier = self.make_partner("Supplier", supplier_rank=1)
        for partner in (writer, supplier):
            partner.message_post(
                body="Hello", author_id=partner.id, message_type="email"
            )
        self.refresh()
        self.assertEqual(self.standing(writer).lifecycle_status, "prospect")
        self.assertFalse(self.standing(writer).inactivity_level)
        self.assertFalse(self.standing(supplier))

    def test_shared_filters_come_with_the_module(self):
        filters = self.env["ir.filters"].search(
            [("model_id", "=", "reactivation.customer")]
        )
        self.assertEqual(len(filters), 9)
        for segment in filters:
            self.Customer.search(segment._get_eval_domain())

    def test_dormant_prospects(self):
        """Quoted once, never bought, no contact for more than 60 days, or none."""
        wanted = self.env["res.partner"]
        for days in (60, 61, False):
            prospect = self.make_partner(f"Prospect {days}")
            self.make_order(prospect, 90, confirm=False)
            if days != 60:
                wanted |= prospect
            if days:
                start = NOW - timedelta(days=days)
                self.env["calendar.event"].create(
                    {
                        "name": "Visit",
                        "start": start,
                        "stop": start + timedelta(hours=1),
                        "partner_ids": [Command.set(prospect.ids)],
                    }
                )
        self.make_order(self.make_partner("Buyer"), 400)
        self.refresh()
        search = self.Customer.get_view(
            self.env.ref("crm_reactivation.reactivation_customer_view_search").id,
            "search",
        )
        [shown] = etree.fromstring(search["arch"]).xpath(
            "//filter[@name='dormant_prospects']/@domain"
        )
        for domain in (safe_eval(shown), SEGMENTS["dormant_prospects"]):
            self.assertEqual(self.Customer.search(domain).partner_id, wanted)
