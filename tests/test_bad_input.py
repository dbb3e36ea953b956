from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .card_case import CardCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestBadInput(CardCase):
    """Orders and money as real databases have them: nothing raises or gets lost."""

    # -- orders

    def test_order_without_date(self):
        """Only SQL can make one; the others of the customer still count."""
        partner = self.silent(400, 430)
        self.env.cr.execute("ALTER TABLE sale_order ALTER date_order DROP NOT NULL")
        self.env.cr.execute(
            "ALTER TABLE sale_order DROP CONSTRAINT"
            " IF EXISTS sale_order_date_order_conditional_required"
        )
        lost = self.insert_orders([(partner, 10, 100)])
        self.env.cr.execute(
            "UPDATE sale_order SET date_order = NULL WHERE id = %s", [lost.id]
        )
        self.refresh()
        self.assertEqual(self.standing(partner).order_count, 2)
        self.assertEqual(self.card(partner).state, "open")

    def test_zero_and_negative_orders_are_no_purchases(self):
        partner = self.silent(400)
        self.insert_orders([(partner, 5, 0), (partner, 4, -100)])
        sample_only = self.make_partner("Samples only")
        self.insert_orders([(sample_only, 300, 0)])
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.order_count, row.ordered_amount), (1, 100))
        self.assertEqual(row.inactivity_level[-8:], "inactive")
        row = self.standing(sample_only)
        self.assertEqual(row.lifecycle_status, "prospect")
        self.assertFalse(row.inactivity_level or row.value_class)

    def test_order_cancelled_after_confirmation(self):
        partner = self.make_partner()
        self.make_order(partner, 500, 70)
        order = self.make_order(partner, 5, 100)
        self.refresh()
        self.assertEqual(self.standing(partner).inactivity_level, "active")
        order._action_cancel()
        row = self.standing(partner)
        self.assertEqual((row.order_count, row.ordered_amount), (1, 70))
        self.assertEqual(row.last_order_date, TODAY - timedelta(days=500))
        self.assertEqual(row.episode_id.state, "open")

    def test_only_order_cancelled(self):
        """Not a customer any more; the card had no object and is closed."""
        partner = self.make_partner()
        order = self.make_order(partner, 500)
        self.refresh()
        card = self.card(partner)
        order._action_cancel()
        row = self.standing(partner)
        self.assertEqual(row.lifecycle_status, "lead")
        self.assertFalse(row.last_order_date or row.threshold_days or row.order_count)
        self.assertEqual(card.state, "released")

    def test_only_order_deleted(self):
        partner = self.make_partner()
        order = self.make_order(partner, 500)
        self.refresh()
        order._action_cancel()
        order.unlink()
        self.refresh()
        self.assertEqual(self.standing(partner).lifecycle_status, "lead")
        stranger = self.silent(3)
        self.refresh()
        self.env.cr.execute(
            "DELETE FROM sale_order WHERE partner_id = %s", [stranger.id]
        )
        self.refresh()
        self.assertFalse(self.standing(stranger), msg="no card, no profile: no row")

    def test_order_in_the_far_future_or_past(self):
        partner = self.silent(datetime(1971, 1, 1), datetime(2199, 12, 31))
        old = self.silent(datetime(1970, 1, 2))
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.inactivity_level, row.silence_days), ("active", 0))
        self.assertEqual(self.standing(old).inactivity_level[-8:], "inactive")
        self.assertGreater(self.standing(old).silence_days, 20000)
        self.rows_as_read_by_the_client()

    def test_huge_and_tiny_amounts(self):
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 10**13), (partner, 401, 0.004)])
        self.refresh()
        self.assertEqual(self.standing(partner).ordered_amount, 10**13)
        self.assertEqual(self.standing(partner).order_count, 2)

    def test_order_without_currency_rate(self):
        partner = self.make_partner()
        self.insert_orders(
            [
                (partner, 400, 50, {"currency_rate": 0}),
                (partner, 401, 25, {"currency_rate": None}),
            ]
        )
        self.refresh()
        self.assertEqual(self.standing(partner).ordered_amount, 75)

    def test_credit_notes_above_the_turnover(self):
        """Who returned more than he bought is in the last class, and last."""
        partner = self.silent(400)
        journal = self.env["account.journal"].search([], limit=1)
        self.insert(
            "account_move",
            [
                {
                    "journal_id": journal.id,
                    "currency_id": self.company.currency_id.id,
                    "company_id": self.company.id,
                    "state": "posted",
                    "move_type": "out_refund",
                    "auto_post": "no",
                    "date": TODAY - timedelta(days=390),
                    "invoice_date": None,
                    "partner_id": partner.id,
                    "amount_untaxed_signed": -250,
                }
            ],
        )
        self.silent(410)
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.value_amount, row.ordered_amount), (-150, 100))
        self.assertEqual((row.value_class, row.wave), ("c", "3"))
        self.assertEqual(row.episode_id.at_stake_amount, -150)

    def test_an_error_of_the_refresh_never_blocks_a_sale(self):
        partner = self.silent(400)
        self.refresh()
        order = self.make_order(partner, 0, confirm=False)
        self.env.flush_all()
        self.env.cr.execute("DROP TABLE reactivation_run CASCADE")
        with mute_logger("odoo.sql_db"), self.assertLogs(level="ERROR") as logs:
            order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertIn("left to the next refresh", "".join(logs.output))

    # -- money

    def test_orders_in_two_currencies_with_a_rate_change(self):
        """Each order at the rate of its own day, whatever the rate is today."""
        euro = self.env.ref("base.EUR")
        euro = euro if euro != self.company.currency_id else self.env.ref("base.USD")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "name": day, "rate": rate}
                for day, rate in (("2020-01-01", 0.5), ("2026-06-01", 0.8))
            ]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": euro.id}
        )
        partner = self.make_partner()
        for day in (datetime(2026, 5, 20, 12), datetime(2026, 7, 1, 12)):
            self.make_order(partner, day, 80, pricelist_id=pricelist.id, date_order=day)
        self.refresh()
        rates = self.env["sale.order"].search([("partner_id", "=", partner.id)])
        self.assertEqual(set(rates.mapped("currency_id")), {euro})
        expected = sum(order.amount_untaxed / order.currency_rate for order in rates)
        self.assertEqual(self.standing(partner).ordered_amount, round(expected, 2))
        self.assertEqual(sorted(rates.mapped("currency_rate")), [0.5, 0.8])
        self.assertEqual(self.standing(partner).ordered_amount, 160 + 100)

    def test_company_that_changes_its_currency(self):
        """The rows follow; amounts stay those of the orders' own rates."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(other)
        currency = self.env["res.currency"].search(
            [("id", "!=", other.currency_id.id)], limit=1
        ) or self.env["res.currency"].create({"name": "XTS", "symbol": "x"})
        other.currency_id = currency
        self.refresh(other)
        self.assertEqual(self.standing(partner, other).currency_id, currency)
        self.assertEqual(self.last_run(other).updated, 1)

    def test_order_confirmed_before_the_first_run(self):
        """No figures yet: the hook leaves the whole company to the background job."""
        partner = self.silent(400)
        order = self.make_order(partner, 0, confirm=False)
        order.action_confirm()
        self.assertFalse(self.last_run())
        self.assertFalse(self.Customer.search([]))
        self.refresh()
        self.assertEqual(self.standing(partner).last_order_date, NOW.date())
