from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..models import reactivation_episode_flow, reactivation_run
from .writes_case import NO_CHANGE, WritesCase


@tagged("post_install", "-at_install")
class TestRefreshWrites(WritesCase):
    """The refresh writes differences only, by a fixed number of statements."""

    # -- differences only

    def test_twice_in_a_row_touches_no_row(self):
        self.make_company_of(30)
        self.make_company_of(10, days=(3, 40, 90))
        self.refresh()
        self.assertEqual(self.counters()["inserted"], 40)
        self.assertEqual(self.counters()["opened"], 30)
        before = self.places()
        self.refresh()
        self.assertEqual(self.counters(), NO_CHANGE)
        self.assertFalse(self.moved(before))

    def test_night_that_closes_a_card_leaves_nothing_for_the_next(self):
        """The card's salesperson was another than the customer's."""
        seller = self.make_user("nora", "sales_team.group_sale_salesman")
        partners = self.make_company_of(3)
        self.refresh()
        self.card(partners[0]).user_id = seller
        self.refresh()
        self.insert_orders([(partners[0], 0, 100)])
        self.refresh()
        self.assertEqual(self.counters()["closed"], 1)
        self.refresh()
        self.assertEqual(self.counters(), NO_CHANGE)

    def test_next_day_writes_customers_whose_level_changes_only(self):
        self.make_company_of(20)
        self.make_company_of(20, days=(3, 40, 90))
        falling = self.make_company_of(2, days=(20, 60, 100))
        self.refresh()
        row = self.standing(falling[0])
        self.assertEqual(row.inactivity_level, "active")
        before = self.places()
        with self.at(row.at_risk_on - timedelta(days=1)):
            self.refresh()
            self.assertEqual(self.counters(), NO_CHANGE)
            self.assertFalse(self.moved(before))
        with self.at(row.at_risk_on):
            self.refresh()
            self.assertEqual(self.counters(), {**NO_CHANGE, "updated": 2})
            self.assertEqual(self.moved(before).partner_id, falling)
            self.assertEqual(row.inactivity_level, "at_risk")

    def test_changed_order_touches_only_its_customer(self):
        partners = self.make_company_of(40, days=(3, 40, 90))
        self.refresh()
        before = self.places()
        order = self.env["sale.order"].search([("partner_id", "=", partners[7].id)])[0]
        self.env.cr.execute(
            "UPDATE sale_order SET amount_untaxed = amount_untaxed + 1 WHERE id = %s",
            [order.id],
        )
        self.refresh()
        self.assertEqual(self.counters(), {**NO_CHANGE, "updated": 1})
        self.assertEqual(self.moved(before).partner_id, partners[7])

    def test_one_order_moves_nobody_elses_threshold(self):
        """The pooled interval changes with every order; its user must not, for that."""
        partners = self.make_company_of(200, days=(3, 40, 90))
        self.refresh()
        before = self.places()
        self.insert_orders([(partners[0], 1, 100)])
        self.refresh()
        self.assertEqual(self.moved(before).partner_id, partners[0])

    def test_many_orders_move_the_pooled_interval(self):
        """... but a company that changed its rhythm is judged by the new one."""
        partners = self.make_company_of(40, days=(3, 40, 90))
        self.refresh()
        self.assertAlmostEqual(self.last_run().interval_days, 87 / 2)
        self.insert_orders((p, day, 100) for p in partners for day in (10, 20, 30))
        self.refresh()
        self.assertAlmostEqual(self.last_run().interval_days, 87 / 5)
        row = self.standing(partners[0])
        self.assertAlmostEqual(row.order_interval_days, (87 / 5 + 87) / 6)

    def test_customer_without_anything_left_loses_the_row(self):
        quotation = self.make_order(self.make_partner(), 5, confirm=False)
        partner = quotation.partner_id
        self.refresh()
        self.assertEqual(self.standing(partner).lifecycle_status, "prospect")
        quotation.unlink()
        self.refresh()
        self.assertFalse(self.standing(partner))
        self.assertEqual(self.counters(), {**NO_CHANGE, "deleted": 1})

    # -- cost

    def statements(self, count):
        """Number of SQL statements of a first and of a second refresh."""
        self.make_company_of(count)
        self.make_company_of(count, days=(3, 40, 90))
        numbers = []
        for __ in range(2):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.refresh()
            self.env.flush_all()
            numbers.append(self.env.cr.sql_log_count - start)
        return numbers

    def test_same_number_of_statements_for_ten_times_the_customers(self):
        counts = []
        for customers in (5, 30, 300):  # the first round fills Odoo's own caches
            counts.append(self.statements(customers))
            self.Customer.search([]).unlink()
            self.env["reactivation.run"].search([]).unlink()
        __, few, many = counts
        self.assertEqual(few, many)
        self.assertGreater(few[1], 5, "it must count something")

    def test_slices_cover_everybody_once(self):
        self.make_company_of(25)
        with patch.object(reactivation_run, "SLICE_SIZE", 7):
            self.refresh()
        self.assertEqual(self.counters()["inserted"], 25)
        self.assertEqual(self.counters()["opened"], 25)
        with patch.object(reactivation_run, "SLICE_SIZE", 4):
            self.refresh()
        self.assertEqual(self.counters(), NO_CHANGE)

    def test_later_cards_are_opened_in_batches_until_none_is_missing(self):
        self.make_company_of(1)
        self.refresh()
        self.make_company_of(11)
        with patch.object(reactivation_episode_flow, "BATCH", 4):
            self.refresh()
        self.assertEqual(self.counters()["opened"], 11)
        self.assertEqual(self.Episode.search_count([("state", "=", "open")]), 12)
