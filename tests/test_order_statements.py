from datetime import timedelta
from itertools import cycle

from odoo.tests import tagged

from .common import TODAY
from .writes_case import WritesCase

#: Order days of a customer who buys, days ago.
BUYS = (3, 40, 90)


@tagged("post_install", "-at_install")
class TestOrderStatements(WritesCase):
    """What an order adds to its confirmation is few statements, however many orders."""

    def follow(self, partners):
        """Statements that a new order of each of these customers takes."""
        self.insert_orders((partner, 0, 100) for partner in partners)
        orders = self.env["sale.order"].search(
            [("partner_id", "in", partners.ids)], order="id desc", limit=len(partners)
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        orders._reactivation_follow()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_customers_without_cards(self):
        partners = self.make_company_of(100, days=BUYS)
        self.refresh()
        self.follow(partners[:10])  # what is read once per process
        one, eighty = self.follow(partners[10]), self.follow(partners[11:91])
        self.assertEqual(eighty, one)
        # one reads the orders, two are the hook's
        self.assertLessEqual(one, 3)
        self.assertFalse(self.Episode.search([]))

    def test_customers_with_cards(self):
        partners = self.make_company_of(100)
        users = [
            self.make_user(f"sales{number}", "sales_team.group_sale_salesman")
            for number in range(9)
        ]
        for partner, user in zip(partners, cycle(users), strict=False):
            partner.user_id = user  # the card's salesperson, who thanks
        self.refresh()
        self.follow(partners[:10])
        one, eighty = self.follow(partners[10]), self.follow(partners[11:91])
        closed = self.Episode.search([("state", "=", "reactivated")])
        self.assertEqual(closed.partner_id, partners[:91])
        self.assertEqual(eighty, one)
        self.assertLessEqual(one, 40)

    def test_statement_kept_follows_policies_settings_and_runs(self):
        """What it was made from is looked at each time, within a transaction, too."""
        policy = self.policy
        policy.write({"method": "fixed", "inactive_after": 12, "delay_unit": "months"})
        partner, other = self.make_company_of(2, days=BUYS)
        self.refresh()
        self.follow(partner)
        threshold = self.standing(partner).threshold_days
        self.assertEqual(self.standing(partner).last_order_date, TODAY)
        policy.inactive_after = 6
        self.follow(other)
        self.assertLess(self.standing(other).threshold_days, threshold)
        self.assertEqual(self.standing(partner).threshold_days, threshold)
        self.company.reactivation_value_days = 30
        self.follow(partner)
        row = self.standing(partner)
        self.assertEqual((row.order_count, row.value_amount), (5, 300))
        with self.at(TODAY + timedelta(days=1)):
            self.follow(other)
            self.assertEqual(self.standing(other).last_order_date, TODAY)
            self.refresh()
            self.follow(other)
        self.assertEqual(self.standing(other).order_count, 6)
