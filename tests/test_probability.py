import itertools

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..queries import probability
from . import naive

#: x, t_x, T, m, H, A, P of ``inactivity-probability.md``.
VECTORS = [
    (0, 0, 10, 50, 182, 0.561022, 0.657968),
    (0, 0, 400, 50, 182, 0.318182, 0.926180),
    (1, 30, 60, 50, 182, 0.678327, 0.415520),
    (1, 365, 500, 50, 182, 0.690256, 0.722678),
    (4, 120, 150, 50, 182, 0.818968, 0.168639),
    (4, 120, 300, 50, 182, 0.267196, 0.649338),
    (11, 330, 360, 50, 182, 0.907114, 0.064074),
    (11, 330, 480, 50, 182, 0.337740, 0.487842),
    (51, 357, 400, 50, 30, 0.369639, 0.479849),
    (51, 357, 371, 50, 30, 0.947693, 0.061941),
]


@tagged("post_install", "-at_install")
class TestProbability(TransactionCase):
    """The SQL expressions against published vectors and against plain Python."""

    def chance(self, rows):
        """P of the SQL expression for rows of (x, span, silence, m, horizon)."""
        columns = ("x", "span", "silence", "m", "horizon")
        expression = probability.probability(*map(SQL, columns))
        values = SQL(", ").join(
            SQL("(%s, %s)", number, SQL(", ").join(SQL("%s::float8", v) for v in row))
            for number, row in enumerate(rows)
        )
        query = SQL(
            "SELECT %s FROM (VALUES %s) AS fact(number, %s) ORDER BY number",
            expression,
            values,
            SQL(", ").join(map(SQL, columns)),
        )
        return [value for (value,) in self.env.execute_query(query)]

    def thresholds(self, rows, cap):
        """Days found by ``threshold_search`` for rows of (x, span, m)."""
        search = probability.threshold_search(
            SQL("x::float8"), SQL("span::float8"), SQL("m::float8"), cap
        )
        values = SQL(", ").join(
            SQL("(%s, %s, %s, %s)", number, *row) for number, row in enumerate(rows)
        )
        query = SQL(
            "SELECT rhythm_search.days FROM (VALUES %s) AS fact(number, x, span, m)"
            " %s ORDER BY number",
            values,
            search,
        )
        return [days for (days,) in self.env.execute_query(query)]

    def test_published_vectors_of_p(self):
        found = self.chance([(x, t, T - t, m, H) for x, t, T, m, H, __, __ in VECTORS])
        for vector, value in zip(VECTORS, found, strict=True):
            self.assertAlmostEqual(value, vector[-1], delta=5e-7, msg=vector)

    def test_published_vectors_of_a(self):
        """P is a mean of q and q' weighted by A: the weight that SQL used is A."""
        found = self.chance([(x, t, T - t, m, H) for x, t, T, m, H, __, __ in VECTORS])
        for (x, t, total, m, horizon, alive, __), value in zip(
            VECTORS, found, strict=True
        ):
            __, silent, gone, __ = naive.chances(x, t, total - t, m, horizon)
            weight = (gone - value) / (gone - silent)
            self.assertAlmostEqual(weight, alive, delta=1e-6, msg=(x, t, total))

    def test_oracle_itself_gives_the_vectors(self):
        for x, t, total, m, horizon, alive, chance in VECTORS:
            found = naive.chances(x, t, total - t, m, horizon)
            self.assertAlmostEqual(found[0], alive, delta=5e-7)
            self.assertAlmostEqual(found[3], chance, delta=5e-7)

    def test_grid_equals_plain_python(self):
        grid = list(
            itertools.product(
                (0, 1, 2, 7, 40, 300),
                (0, 1, 30, 365, 2500),
                (0, 1, 29, 182, 900, 4000),
                (1, 21.5, 90, 400),
                (30, 182, 365),
            )
        )
        for row, value in zip(grid, self.chance(grid), strict=True):
            self.assertAlmostEqual(value, naive.chances(*row)[3], places=9, msg=row)
            self.assertTrue(0 <= value <= 1, msg=row)

    def test_never_falls_as_silence_grows(self):
        for x, span, m in [(0, 0, 50), (3, 400, 90), (30, 700, 20), (200, 900, 10)]:
            rows = [(x, span, silence, m, 90) for silence in range(0, 1500, 3)]
            found = self.chance(rows)
            for before, after in itertools.pairwise(found):
                self.assertLessEqual(before, after + 1e-12, (x, span, m))
            self.assertLess(found[0], found[-1], "it must rise, not stand still")

    def test_extreme_customers_raise_nothing(self):
        """exp() under- or overflows in PostgreSQL with an error, not with 0."""
        twenty_years = 7305
        extremes = [
            (2000, 2190, 1000, 1, 182),  # a daily buyer who left: products underflow
            (5000, twenty_years, 0, 1, 365),
            (5000, 1, twenty_years, 1, 30),
            (5000, 0, twenty_years, 1, 365),
            (5000, twenty_years, twenty_years, 3650, 30),
            (0, 0, twenty_years, 1, 182),
            (1, twenty_years, 0, 3650, 365),
        ]
        for row, value in zip(extremes, self.chance(extremes), strict=True):
            self.assertTrue(0 <= value <= 1, msg=row)
        self.assertGreater(self.chance([(5000, 1, twenty_years, 1, 30)])[0], 0.4)
        # 7,305 days in the search as well: every step of it meets extreme silences
        found = self.thresholds([(5000, 7305, 1), (5000, 0, 1), (0, 0, 3650)], 3650)
        self.assertTrue(all(1 <= days <= 4096 for days in found), msg=found)

    def test_threshold_search_equals_day_by_day_search(self):
        cap = 730
        grid = [
            (x, span, m)
            for x in (1, 2, 3, 5, 8, 13, 40, 120)
            for span in (1, 20, 95, 300, 800, 2000)
            for m in (7, 30, 61.25, 90, 200)
            if span >= x
        ]
        found = self.thresholds(grid, cap)
        capped = 0
        for row, days in zip(grid, found, strict=True):
            expected = naive.rhythm_days(*row, cap)
            self.assertEqual(min(days, cap), expected, row)
            capped += expected == cap
        self.assertLess(capped, len(grid) / 2, "the grid must reach the search itself")
        self.assertGreater(len(set(found)), 50, "and give many different answers")

    def test_own_interval_is_shrunk_by_one_pooled_interval(self):
        query = SQL(
            "SELECT %s", probability.own_interval(*map(SQL, ("3", "150", "50.0")))
        )
        self.assertEqual(self.env.execute_query(query), [(50,)])

    def test_personal_horizon_is_three_intervals_within_bounds(self):
        for rhythm, days in ((1, 30), (10, 30), (11, 33), (100, 300), (122, 365)):
            query = SQL("SELECT %s", probability.personal_horizon(SQL("%s", rhythm)))
            self.assertEqual(self.env.execute_query(query), [(days,)], rhythm)
