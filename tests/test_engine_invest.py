from datetime import date

from odoo.tests import BaseCase, tagged

from ..engine.invest import Facts, effort_of, invest_now, start_day

#: A customer worth the effort: quick, reachable, much at stake.
GOOD = Facts(months=0, at_stake=1000, hours=4, hour_cost=50)


@tagged("post_install", "-at_install")
class TestEngineInvest(BaseCase):
    """Facts in, yes / later / no out."""

    def verdict(self, **facts):
        return invest_now(GOOD._replace(**facts))

    def assert_verdict(self, value, *codes, **facts):
        verdict = self.verdict(**facts)
        self.assertEqual(verdict.value, value)
        self.assertEqual([reason.code for reason in verdict.reasons], list(codes))

    def test_yes(self):
        self.assert_verdict("yes", "category", "worth")
        self.assert_verdict("yes", "category", "worth", months=6)

    def test_unknown_is_not_no(self):
        self.assert_verdict(None, "worth", months=None)
        self.assert_verdict(None, months=None, hours=0)

    def test_a_critical_need_tells_enough(self):
        self.assert_verdict(
            "yes", "critical_need", "worth", months=None, critical_need=True
        )

    def test_effort_must_stay_below_what_is_at_stake(self):
        self.assert_verdict("yes", "category", "worth", hour_cost=249.99)
        self.assert_verdict("no", "effort", "category", hour_cost=250)
        self.assert_verdict("yes", "category", hours=0, at_stake=0)
        self.assert_verdict("yes", "category", "worth", hour_cost=0, at_stake=0)

    def test_a_painful_past_makes_it_half_as_long_again(self):
        self.assertEqual(effort_of(GOOD), (4, 200))
        self.assertEqual(effort_of(GOOD._replace(painful=1)), (6, 300))
        self.assertEqual(effort_of(GOOD._replace(painful=9)), (6, 300))
        self.assert_verdict("yes", "category", "worth", "painful", painful=2)
        self.assert_verdict("yes", "category", "worth", hours=14)
        self.assert_verdict("no", "effort", "category", "painful", hours=14, painful=1)

    def test_stopped_by_ourselves(self):
        self.assert_verdict("no", "stopped", "category", "worth", stopped="unpaid")

    def test_reasons_to_wait(self):
        day = date(2027, 9, 15)
        self.assert_verdict("later", "overdue", "category", "worth", owes_too_much=True)
        self.assert_verdict("later", "put_off", "category", "worth", put_off_until=day)
        self.assert_verdict(
            "later", "unreachable", "category", "worth", reachable=False
        )
        self.assert_verdict("later", "category_waits", "worth", waits=True, months=18)

    def test_a_critical_need_ends_the_wait_of_the_category_alone(self):
        self.assert_verdict(
            "yes", "critical_need", "worth", waits=True, months=18, critical_need=True
        )
        self.assert_verdict(
            "later",
            "overdue",
            "critical_need",
            "category",
            "worth",
            owes_too_much=True,
            critical_need=True,
        )

    def test_no_wins_over_later(self):
        self.assert_verdict(
            "no",
            "stopped",
            "overdue",
            "category",
            "worth",
            stopped="other",
            owes_too_much=True,
        )

    def test_later_from_the_last_day_that_is_known(self):
        first, last = date(2027, 9, 15), date(2028, 9, 15)
        waits = {"waits": True, "months": 18, "worth_from": last}
        self.assertEqual(start_day(self.verdict(put_off_until=first)), first)
        self.assertEqual(start_day(self.verdict(put_off_until=first, **waits)), last)
        self.assertIsNone(start_day(self.verdict(owes_too_much=True, **waits)))
        self.assertIsNone(start_day(self.verdict(waits=True)))
        self.assertIsNone(start_day(self.verdict()))
