from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import TODAY
from .level_case import LevelCase


@tagged("post_install", "-at_install")
class TestBoundaries(LevelCase):
    """Levels change on the very day the rules say, neither a day before nor after."""

    # -- fixed delay

    def assert_fixed(self, last, months, end):
        self.policy.write({"method": "fixed", "inactive_after": months})
        partner = self.buyer(last)
        self.assert_changes_on(partner, end, "at_risk", "inactive")
        row = self.standing(partner)
        self.assertEqual(row.inactive_since, end)
        self.assertEqual(row.threshold_days, (end - last).days)

    def test_twelve_months(self):
        self.assert_fixed(date(2026, 3, 15), 12, date(2027, 3, 15))

    def test_six_months_from_31_august_end_with_february(self):
        self.assert_fixed(date(2026, 8, 31), 6, date(2027, 2, 28))

    def test_six_months_from_31_august_in_a_leap_year(self):
        self.assert_fixed(date(2027, 8, 31), 6, date(2028, 2, 29))

    def test_twelve_months_from_29_february(self):
        self.assert_fixed(date(2028, 2, 29), 12, date(2029, 2, 28))

    def test_twelve_months_to_a_leap_year(self):
        self.assert_fixed(date(2027, 2, 28), 12, date(2028, 2, 28))

    def test_weeks_and_days(self):
        last = date(2026, 12, 1)
        partner = self.buyer(last)
        for unit, amount, days in (("weeks", 26, 182), ("days", 45, 45)):
            self.policy.write(
                {"method": "fixed", "delay_unit": unit, "inactive_after": amount}
            )
            end = last + timedelta(days=days)
            self.assert_changes_on(partner, end, "at_risk", "inactive")

    # -- at risk

    def test_at_risk_is_a_share_of_the_threshold(self):
        self.policy.write(
            {"method": "fixed", "delay_unit": "days", "inactive_after": 101}
        )
        partner = self.buyer(TODAY)
        for percent, days in ((70, 71), (50, 51), (1, 2), (100, 101)):
            self.policy.at_risk_percent = percent
            day = TODAY + timedelta(days=days)
            after = "inactive" if percent == 100 else "at_risk"
            self.assert_changes_on(partner, day, "active", after)
            self.assertEqual(self.standing(partner).at_risk_on, day)

    def test_at_risk_after_a_delay_of_its_own(self):
        self.policy.write({"method": "fixed", "at_risk_after": 6})
        partner = self.buyer(date(2026, 8, 31))
        self.assert_changes_on(partner, date(2027, 2, 28), "active", "at_risk")

    def test_no_own_delay_for_at_risk_means_the_share(self):
        """0 as the form saves it: not "at risk from the last order on"."""
        self.policy.write(
            {"method": "fixed", "delay_unit": "days", "inactive_after": 100}
        )
        self.policy.at_risk_after = 0
        partner = self.buyer(TODAY)
        day = TODAY + timedelta(days=70)
        self.assert_changes_on(partner, day, "active", "at_risk")

    # -- local days

    def test_the_day_of_an_order_is_the_companys_local_day(self):
        moment = datetime(2027, 3, 1, 10, 30)  # UTC
        for zone, day in (
            ("Pacific/Kiritimati", date(2027, 3, 2)),  # 00:30 on the next day
            ("America/Los_Angeles", date(2027, 3, 1)),
            ("Europe/Paris", date(2027, 3, 1)),
        ):
            self.company.partner_id.tz = zone
            partner = self.buyer(moment)
            self.refresh()
            self.assertEqual(self.standing(partner).last_order_date, day, zone)

    def test_both_sides_of_local_midnight(self):
        """Paris is one hour ahead of UTC in winter, two in summer."""
        for moment, day in (
            (datetime(2026, 12, 31, 22, 59, 59), date(2026, 12, 31)),
            (datetime(2026, 12, 31, 23, 0, 0), date(2027, 1, 1)),
            (datetime(2026, 7, 14, 21, 59, 59), date(2026, 7, 14)),
            (datetime(2026, 7, 14, 22, 0, 0), date(2026, 7, 15)),
        ):
            partner = self.buyer(moment)
            self.refresh()
            self.assertEqual(self.standing(partner).first_order_date, day, moment)

    def test_the_level_follows_the_companys_calendar_not_utcs(self):
        self.policy.write(
            {"method": "fixed", "delay_unit": "days", "inactive_after": 10}
        )
        self.company.partner_id.tz = "Pacific/Kiritimati"  # 14 hours ahead
        partner = self.buyer(datetime(2027, 3, 1, 0, 0))  # 1 March, 14:00 there
        self.assertEqual(
            self.level_on(partner, datetime(2027, 3, 10, 9, 59)), "at_risk"
        )
        self.assertEqual(
            self.level_on(partner, datetime(2027, 3, 10, 10, 0)), "inactive"
        )

    def test_unknown_time_zone_counts_in_utc(self):
        self.company.partner_id.tz = False
        partner = self.buyer(datetime(2027, 3, 1, 23, 59, 59))
        self.refresh()
        self.assertEqual(self.standing(partner).last_order_date, date(2027, 3, 1))
