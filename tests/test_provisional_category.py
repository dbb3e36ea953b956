from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from ..queries import evidence
from .common import TODAY, ReactivationCase

#: Order days of ``category-evidence.md`` section 4, with m = 60: days, percent rank of
#: the mean order, points of pace / value / hole / orders, score, column.
VECTORS = {
    "V1": ((0, 20, 45, 62, 90, 110, 140), 0.9, (-25, -8, 0, -4), 13, "months_0_6"),
    "V2": ((0, 10, 22, 120, 130), 0.5, (-15, 0, 6, 0), 41, "months_6_18"),
    "V3": ((0, 92, 180, 275, 365), 0.5, (-3, 0, 0, 0), 47, "months_6_18"),
    "V4": ((0, 370, 730, 1480), 0.2, (28, 8, 6, 0), 92, "over_18"),
    "V5": ((0, 35), 0.5, (-15, 0, 0, 4), 39, "months_6_18"),
    "V6": ((0,), 0.5, None, 0, "to_assess"),
}
CODES = ("pace", "value", "hole", "orders")


@tagged("post_install", "-at_install")
class TestProvisionalCategory(ReactivationCase):
    """Where a new card starts, by buying pace and order value alone."""

    def make_company_of_vectors(self, silent_days):
        """21 customers whose pooled interval is 60 days exactly, 48 intervals.

        Mean orders: 4 below V4 (rank 4/20 = .2), 5 more below V2, V3, V5 and V6
        (10/20), 4 more below V1 (18/20), 2 above.
        """
        fillers = self.insert_partners(15)
        means = (1,) * 4 + (11,) * 5 + (21,) * 4 + (31,) * 2
        rows = []
        for number, (filler, mean) in enumerate(zip(fillers, means, strict=True)):
            span = 48 + (number < 10)  # 730 days over 30 intervals; with V1..V6: 60
            rows += [(filler, silent_days + day, mean) for day in (0, 24, span)]
        partners = {}
        for name, (days, rank, *__) in VECTORS.items():
            partners[name] = self.make_partner(name)
            mean = {0.2: 5, 0.5: 15, 0.9: 25}[rank]
            end = silent_days + days[-1]
            rows += [(partners[name], end - day, mean) for day in days]
        self.insert_orders(rows)
        self.refresh()
        run = self.last_run()
        self.assertEqual((run.interval_days, run.interval_count), (60, 48))
        return partners

    def assert_vectors(self, partners):
        for name, (__, rank, points, score, column) in VECTORS.items():
            card = self.card(partners[name])
            self.assertEqual(card.state, "open", name)
            self.assertEqual(card.category_id, self[column], name)
            self.assertEqual(card.provisional_score, score, name)
            self.assertEqual(card.category_is_provisional, points is not None, name)
            self.assertEqual(card.provisional_facts["value_rank"], rank, name)
            if points:
                found = card.provisional_facts["points"]
                self.assertEqual(tuple(found[code] for code in CODES), points, name)

    def __getitem__(self, column):
        return getattr(self, column)

    def test_published_vectors(self):
        self.assert_vectors(self.make_company_of_vectors(silent_days=800))

    def test_older_silence_changes_no_column(self):
        """The age of the last order is no fact: all orders 200 days earlier."""
        self.assert_vectors(self.make_company_of_vectors(silent_days=1000))

    def test_proposed_once_and_kept(self):
        partners = self.make_company_of_vectors(silent_days=800)
        before = {name: self.card(p).read() for name, p in partners.items()}
        # others change the pooled interval and the ranks
        others = self.insert_partners(60)
        self.insert_orders((p, day, 1) for p in others for day in (2, 5, 9))
        with self.at(TODAY + timedelta(days=100)):
            self.refresh()
            self.assertLess(self.last_run().interval_days, 45)
            for name, partner in partners.items():
                [after], [old] = self.card(partner).read(), before[name]
                fixed = [n for n in old if "categor" in n or "provisional" in n]
                self.assertEqual(*({n: r[n] for n in fixed} for r in (old, after)))

    def test_small_company_leaves_all_to_assess(self):
        """Below 30 repeat intervals the pooled interval is a guess."""
        few = self.insert_partners(10)
        self.insert_orders(
            (p, day, 10 * n) for n, p in enumerate(few, 1) for day in (400, 430, 460)
        )
        self.refresh()
        self.assertEqual(self.Episode.search([]).category_id, self.to_assess)
        self.assertFalse(any(self.Episode.search([]).mapped("category_is_provisional")))

    def test_two_order_days_and_amounts_that_tell_nothing(self):
        """Without spread of amounts two order days are too little, three are not."""
        many = self.insert_partners(20)
        self.insert_orders((p, day, 50) for p in many for day in (400, 430, 460))
        two = self.insert_partners(1)
        self.insert_orders((two, day, 50) for day in (400, 430))
        self.refresh()
        self.assertEqual(self.card(two).category_id, self.to_assess)
        card = self.card(many[0])
        self.assertEqual(card.provisional_facts["points"]["value"], 0)
        self.assertTrue(card.category_is_provisional)
        self.assertEqual(card.provisional_facts["points"]["pace"], -25)  # 30 days
        self.assertEqual(card.category_id, self.months_0_6)

    def test_old_silences_are_marked_and_may_be_left_to_assess(self):
        self.company.reactivation_old_to_assess = True
        old = self.insert_partners(15)
        self.insert_orders((p, day, p.id) for p in old for day in (900, 930, 960))
        recent = self.insert_partners(15)
        self.insert_orders((p, day, p.id) for p in recent for day in (70, 100, 130))
        self.refresh()
        row = self.standing(recent[0])
        self.assertTrue(row.threshold_days <= 70 <= 2 * row.threshold_days)
        self.assertTrue(self.card(old[0]).low_confidence)
        self.assertEqual(self.card(old[0]).category_id, self.to_assess)
        self.assertFalse(self.card(recent[0]).low_confidence)
        self.assertNotEqual(self.card(recent[0]).category_id, self.to_assess)

    def test_column_follows_the_bounds_of_the_categories(self):
        """A manager who moves a bound moves the cards opened from then on."""
        self.months_6_18.score_from = 10  # V1 scores 13
        partners = self.make_company_of_vectors(silent_days=800)
        self.assertEqual(self.card(partners["V1"]).category_id, self.months_6_18)

    def test_points_on_both_sides_of_each_cut(self):
        """The table of section 4, by its SQL expressions."""
        cuts = {
            ("pace", "pace"): {
                -25: (1, 30),
                -15: (30.01, 60),
                -3: (60.01, 120),
                10: (120.01, 270),
                18: (270.01, 365),
                28: (365.01, 4000),
            },
            ("value", "value_rank"): {
                8: (0, 0.33, 1 / 3),
                0: (0.34, 0.66, 2 / 3, None),
                -8: (0.67, 1),
            },
            ("orders", "order_days"): {4: (2,), 0: (3, 5), -4: (6, 60)},
        }
        expressions = evidence.points()
        for (code, column), levels in cuts.items():
            for expected, values in levels.items():
                for value in values:
                    fact = SQL("SELECT %s::float8 AS %s", value, SQL.identifier(column))
                    query = SQL("SELECT %s FROM (%s) fact", expressions[code], fact)
                    self.assertEqual(
                        self.env.execute_query(query), [(expected,)], (code, value)
                    )

    def test_holes_count_from_three_order_days_on(self):
        hole = evidence.points()["hole"]
        for days, holes, expected in ((2, 1, 0), (3, 0, 0), (3, 1, 6), (9, 4, 6)):
            query = SQL(
                "SELECT %s FROM (SELECT %s AS order_days, %s AS holes) fact",
                hole,
                days,
                holes,
            )
            self.assertEqual(self.env.execute_query(query), [(expected,)])
