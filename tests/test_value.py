from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestValue(ReactivationCase):
    """Who makes 80 % of the turnover (R46), in which order to work (R45)."""

    def buyers(self, *amounts, day=400):
        """One customer per amount, in this order."""
        partners = self.insert_partners(len(amounts))
        pairs = zip(partners, amounts, strict=True)
        self.insert_orders((partner, day, amount) for partner, amount in pairs)
        return partners

    def classes(self, partners):
        return "".join(self.standing(p).value_class or "-" for p in partners)

    def waves(self, partners):
        return "".join(self.standing(p).wave or "-" for p in partners)

    def assert_classes(self, amounts, expected):
        partners = self.buyers(*amounts)
        self.refresh()
        self.assertEqual(self.classes(partners), expected)
        # all are inactive: the waves are the same, by their own numbers
        waves = expected.translate(str.maketrans("abc", "123"))
        self.assertEqual(self.waves(partners), waves)

    def test_eighty_fifteen_five(self):
        self.assert_classes((50, 30, 10, 5, 3, 2), "aabbcc")

    def test_single_customer_above_the_first_bound(self):
        self.assert_classes((900, 60, 30, 10), "abcc")

    def test_who_crosses_a_bound_belongs_to_the_higher_class(self):
        self.assert_classes((70, 20, 6, 4), "aabc")

    def test_who_ends_on_the_bound_exactly_is_the_last_of_it(self):
        """2.80 of 3.50 is 80 % to the cent: no rounding lets another one in."""
        self.assert_classes((2.80, 0.53, 0.17), "abc")

    def test_equal_amounts_are_never_split(self):
        self.assert_classes((20, 20, 20, 20, 20), "aaaaa")

    def test_ties_at_the_bound(self):
        self.assert_classes((60, 15, 15, 5, 5), "aaabb")

    def test_bought_for_nothing_is_in_the_last_class(self):
        partners = self.buyers(100)
        returned = self.buyers(100)
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
                    "date": TODAY,
                    "invoice_date": TODAY - timedelta(days=400),
                    "partner_id": returned.id,
                    "amount_untaxed_signed": -100,
                }
            ],
        )
        self.refresh()
        self.assertEqual(self.classes(partners | returned), "ac")
        self.assertEqual(self.standing(returned).value_amount, 0)

    def test_shares_can_be_changed(self):
        self.company.reactivation_share_a = 50
        self.company.reactivation_share_b = 30
        self.assert_classes((50, 30, 10, 5, 3, 2), "abcccc")

    def test_impossible_shares(self):
        for values in (
            {"reactivation_share_a": 90, "reactivation_share_b": 20},
            {"reactivation_share_a": 0},
            {"reactivation_value_days": 0},
        ):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                self.company.write(values)
                self.env.flush_all()
            self.env.invalidate_all()

    def test_waves_rank_inactive_customers_among_themselves(self):
        """One big active customer fills class A; the waves do not know him."""
        big = self.buyers(10000, day=3)
        silent = self.buyers(50, 30, 10, 5, 3, 2)
        self.refresh()
        self.assertEqual(self.classes(big | silent), "acccccc")
        self.assertEqual(self.waves(big | silent), "-112233")

    def test_never_bought_has_neither_class_nor_wave(self):
        prospect = self.make_partner()
        self.make_order(prospect, 5, confirm=False)
        self.refresh()
        self.assertEqual(self.classes(prospect) + self.waves(prospect), "--")

    def test_turnover_window_ends_on_the_last_order(self):
        """Turnover of long ago counts as long as the window before the last order."""
        partner = self.make_partner()
        self.insert_orders(
            [(partner, 1000, 1), (partner, 1000 + 364, 20), (partner, 1000 + 365, 300)]
        )
        self.refresh()
        self.assertEqual(self.standing(partner).value_amount, 21)
        self.assertEqual(self.standing(partner).yearly_amount, 21)
        self.company.reactivation_value_days = 730
        self.refresh()
        self.assertEqual(self.standing(partner).value_amount, 321)
        self.assertEqual(self.standing(partner).yearly_amount, 21, "never more")

    def test_biggest_first(self):
        partners = self.buyers(5, 70, 30)
        self.refresh()
        rows = self.Customer.search([("partner_id", "in", partners.ids)])
        self.assertEqual(rows.mapped("ordered_amount"), [70, 30, 5])
        cards = self.Episode.search([("partner_id", "in", partners.ids)])
        self.assertEqual(cards.mapped("at_stake_amount"), [70, 30, 5])

    def test_order_between_two_nights_uses_last_nights_bounds(self):
        """The hook classes one customer alone; nobody else is read for it."""
        partners = self.buyers(50, 30, 10, 5, 3, 2)
        self.refresh()
        self.make_order(partners[5], 0, 500, confirm=False).action_confirm()
        self.assertEqual(self.standing(partners[5]).value_class, "a")
        self.assertEqual(self.classes(partners[:5]), "aabbc")
        self.refresh()
        self.assertEqual(self.classes(partners[:5]), "bbccc")
