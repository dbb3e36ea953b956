from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ReactivationCase


@tagged("post_install", "-at_install")
class TestCategory(ReactivationCase):
    """The columns of the board: they cover every score and cannot be broken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Category = cls.env["reactivation.category"]
        cls.scored = cls.months_0_6 | cls.months_6_18 | cls.over_18

    def test_ships_with_four_columns(self):
        self.assertEqual(self.Category.search([]), self.to_assess | self.scored)
        self.assertFalse(self.to_assess.is_scored)
        self.assertEqual(self.scored.mapped("score_from"), [0, 35, 65])
        self.assertEqual(self.scored.mapped("score_to"), [34, 64, 100])
        horizons = [(c.horizon_from, c.horizon_to) for c in self.scored]
        self.assertEqual(horizons, [(0, 6), (6, 18), (18, 0)])
        self.assertEqual(self.scored.mapped("critical_need_only"), [False, False, True])

    def test_tooltips_have_two_lines(self):
        for category in self.to_assess | self.scored:
            lines = category.requirements.strip().splitlines()
            self.assertEqual(len(lines), 2, category.name)
            self.assertTrue(all(20 < len(line) < 90 for line in lines), msg=lines)
            self.assertTrue(category.playbook, msg=category.name)

    def test_a_category_ends_where_the_next_begins(self):
        self.months_6_18.score_from = 50
        self.assertEqual(self.months_0_6.score_to, 49)
        self.assertEqual(self.months_6_18.score_to, 64)
        extra = self.Category.create({"name": "Never", "score_from": 90})
        self.assertEqual(self.over_18.score_to, 89)
        self.assertEqual(extra.score_to, 100)
        extra.active = False
        self.Category.invalidate_model()
        self.assertEqual(self.over_18.score_to, 100)

    def test_every_score_has_exactly_one_category(self):
        self.Category.create({"name": "In between", "score_from": 42})
        bounds = dict(self.Category._score_bounds())
        scored = self.Category.search([("is_scored", "=", True)])
        for score in range(101):
            hits = [c for c in scored if c.score_from <= score <= c.score_to]
            self.assertEqual(len(hits), 1, score)
            expected = bounds[max(lower for lower in bounds if lower <= score)]
            self.assertEqual(hits[0].id, expected, score)

    def test_start_outside_0_to_100(self):
        for score in (-1, 101):
            with self.refused(
                ValidationError, "“Over 18 months” starts at score .*from 0 to 100"
            ):
                self.over_18.score_from = score

    def test_two_starts_at_the_same_score(self):
        with self.refused(
            ValidationError,
            "“6-18 months” and “Over 18 months” both start at score 65",
        ):
            self.months_6_18.score_from = 65

    def test_score_zero_needs_a_category(self):
        with self.refused(ValidationError, "No category starts at score 0.*Let one"):
            self.months_0_6.score_from = 5
        with self.refused(ValidationError, "No category starts at score 0"):
            self.months_0_6.active = False
        with self.refused(ValidationError, "No category starts at score 0"):
            self.months_0_6.unlink()

    def test_to_assess_is_needed(self):
        for attempt in (
            lambda: self.to_assess.unlink(),
            lambda: self.to_assess.write({"active": False}),
            lambda: self.to_assess.write({"is_scored": True, "score_from": 99}),
        ):
            with self.refused(ValidationError, "without a score range is needed"):
                attempt()

    def test_horizon_ends_after_it_starts(self):
        for start, end in ((6, 6), (6, 3), (-1, 5)):
            with self.refused(
                ValidationError,
                f"“6-18 months” goes from {start} to {end} months. It must end after",
            ):
                self.months_6_18.write({"horizon_from": start, "horizon_to": end})
        self.months_6_18.write({"horizon_from": 6, "horizon_to": 0})

    def test_category_with_cards_cannot_be_deleted(self):
        never = self.Category.create({"name": "Never", "score_from": 90})
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100)])
        self.refresh()
        self.card(partner).category_id = never
        with self.refused(
            UserError, "1 cards are in category “Never”. Archive it, or move the cards"
        ):
            never.unlink()
        self.card(partner).category_id = self.months_6_18
        never.unlink()
        self.assertEqual(self.over_18.score_to, 100)
