from datetime import timedelta

from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestReturnRates(AssessmentCase):
    """The company's own experience per category, once there is enough of it."""

    def spells(self, count, days_ago, category, **values):
        """So many closed spells of one customer, opened so many days ago."""
        opened = TODAY - timedelta(days=days_ago)
        self.insert(
            "reactivation_episode",
            [
                {
                    "customer_id": self.the_card.customer_id.id,
                    "partner_id": self.partner.id,
                    "company_id": self.company.id,
                    "decision": "none",
                    "opened_on": opened,
                    "opening_category_id": category.id,
                    **values,
                }
            ]
            * count,
        )

    def back(self, count, category, after, days_ago=600):
        closed = TODAY - timedelta(days=days_ago - after)
        self.spells(count, days_ago, category, state="reactivated", closed_on=closed)

    def test_rates_with_their_counts(self):
        category = self.months_0_6
        self.back(30, category, after=100)
        self.back(20, category, after=400)
        self.spells(
            49, 600, category, state="released", closed_on=TODAY - timedelta(days=1)
        )
        self.assertEqual(category.closed_count, 99)
        self.assertFalse(category.return_text, msg="99 are too few")
        # closed early for another reason: nobody knows what would have come
        self.spells(
            10, 600, category, state="released", closed_on=TODAY - timedelta(days=500)
        )
        # too young to tell, and still open
        self.spells(5, 100, category, state="reactivated", closed_on=TODAY)
        self.env.invalidate_all()
        self.assertEqual(category.closed_count, 114)
        self.assertEqual(
            (category.followed_6_count, category.returned_6_count), (99, 30)
        )
        self.assertEqual(
            (category.followed_18_count, category.returned_18_count), (99, 50)
        )
        self.assertEqual(
            category.return_text,
            "30 % of 99 customers who started here ordered again within 6 months, 51 %"
            " of 99 within 18 months",
        )
        self.assertFalse(self.over_18.return_text)

    def test_of_the_current_company_only(self):
        self.back(120, self.months_0_6, after=30)
        self.assertTrue(self.months_0_6.return_text)
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        category = self.months_0_6.with_company(other)
        self.assertFalse(category.return_text or category.closed_count)

    def test_bounds_of_the_months(self):
        opened = TODAY - timedelta(
            days=TODAY.toordinal() - TODAY.replace(year=TODAY.year - 2).toordinal()
        )
        days = (TODAY - opened).days
        for closed, back in (("2025-09-15", 1), ("2025-09-16", 0)):
            self.Episode.search([("state", "!=", "open")]).unlink()
            self.spells(1, days, self.months_0_6, state="reactivated", closed_on=closed)
            self.env.invalidate_all()
            self.assertEqual(self.months_0_6.followed_6_count, 1)
            self.assertEqual(self.months_0_6.returned_6_count, back)
            self.assertEqual(self.months_0_6.returned_18_count, 1)

    def test_opening_category_is_kept(self):
        self.assertEqual(self.the_card.opening_category_id, self.to_assess)
        self.the_card.category_id = self.over_18
        self.assertEqual(self.the_card.opening_category_id, self.to_assess)
