from datetime import date

from odoo.tests import BaseCase, tagged

from ..engine.pace import Window, forecast, milestones, step_days

START, END = date(2027, 1, 1), date(2027, 12, 31)


@tagged("post_install", "-at_install")
class TestEnginePace(BaseCase):
    """Forecast and proposed steps, by hand."""

    def test_forecast(self):
        for done, expected, target, result in (
            (5, 5, 20, 20),  # as planned
            (7, 5, 20, 28),  # 7 + 15 · 1.4
            (2, 5, 20, 8),  # 2 + 15 · 0.4
            (0, 5, 20, 0),
            (30, 5, 20, 60),  # twice as much at most: 30 + 15 · 2
            (1, 0.9, 20, 20.1),  # too early to tell: 1 + 19.1
            (1, 0, 20, 21),
            (22, 20, 20, 22),  # nothing more is asked for
        ):
            with self.subTest(done=done, expected=expected):
                self.assertAlmostEqual(forecast(done, expected, target), result)

    def test_forecast_from_a_twentieth_on(self):
        self.assertAlmostEqual(forecast(2, 0.99, 20), 2 + 19.01)
        self.assertAlmostEqual(forecast(2, 1, 20), 2 + 19 * 2)

    def test_steps_are_quarters_or_months(self):
        self.assertEqual(
            step_days(START, END),
            [date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30), END],
        )
        self.assertEqual(
            step_days(date(2027, 5, 10), date(2027, 7, 20)),
            [date(2027, 5, 31), date(2027, 6, 30), date(2027, 7, 20)],
        )
        self.assertEqual(
            step_days(date(2026, 11, 1), date(2027, 10, 31)),
            [
                date(2026, 12, 31),
                date(2027, 3, 31),
                date(2027, 6, 30),
                date(2027, 9, 30),
                date(2027, 10, 31),
            ],
        )
        self.assertEqual(step_days(START, START), [START])

    def test_even_without_customers(self):
        numbers = [number for __, number in milestones(20, [], START, END)]
        self.assertEqual(numbers, [5, 10, 15, 20])

    def test_near_customers_first(self):
        """Ten who may come within half a year, ten within 6 to 18 months."""
        near = Window(START, date(2027, 6, 30))
        late = Window(date(2027, 7, 1), date(2028, 6, 30))
        steps = milestones(20, [near] * 10 + [late] * 10, START, END)
        self.assertEqual([number for __, number in steps], [7, 13, 17, 20])
        self.assertEqual(steps[-1], (END, 20))

    def test_steps_that_ask_for_nothing(self):
        """Set up in November for the whole year: one stays, the day before that."""
        window = Window(date(2027, 11, 20), date(2028, 5, 20))
        steps = milestones(20, [window], START, END)
        self.assertEqual(steps, [(date(2027, 11, 19), 0), (END, 20)])
        late = Window(date(2028, 2, 1), date(2028, 5, 20))
        steps = milestones(1, [late], START, END)
        self.assertEqual(steps[0], (date(2027, 6, 30), 0), "nobody within: even steps")

    def test_steps_never_go_down(self):
        windows = [Window(date(2027, month, 1), END) for month in range(1, 13)]
        numbers = [number for __, number in milestones(7, windows, START, END)]
        self.assertEqual(numbers, sorted(numbers))
        self.assertEqual(numbers[-1], 7)
