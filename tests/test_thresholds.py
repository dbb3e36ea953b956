from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import TODAY
from .level_case import LevelCase


@tagged("post_install", "-at_install")
class TestThresholds(LevelCase):
    """Personal rhythm, multiples, years and seasons: how long a silence may last."""

    def test_rhythm_changes_on_its_threshold(self):
        partner = self.buyer(*range(10, 300, 30))
        self.refresh()
        row = self.standing(partner)
        last = TODAY - timedelta(days=10)
        self.assertGreater(row.threshold_days, 45, "1.5 own intervals at least")
        end = last + timedelta(days=row.threshold_days)
        self.assert_changes_on(partner, end, "at_risk", "inactive")

    def test_annual_buyer_is_guarded_by_one_and_a_half_intervals(self):
        partner = self.buyer(*(10 + 365 * year for year in range(6)))
        self.refresh()
        row = self.standing(partner)
        rhythm = (90 + 5 * 365) / 6
        self.assertAlmostEqual(row.order_interval_days, rhythm)
        self.assertEqual(row.threshold_days, 479)  # ceil(1.5 × 319.17)

    def test_single_order_waits_for_one_and_a_half_company_intervals(self):
        partner = self.buyer(TODAY)
        end = TODAY + timedelta(days=135)  # 1.5 × 90
        self.assert_changes_on(partner, end, "at_risk", "inactive")

    def test_single_order_waits_thirty_days_at_least(self):
        """... in a company whose customers order every few days."""
        self.buyer(*range(0, 60, 2))
        self.buyer(*range(0, 60, 2))
        partner = self.buyer(TODAY)
        self.assertEqual(self.level_on(partner, TODAY), "active")
        self.assertEqual(self.last_run().interval_days, 2)
        self.assertEqual(self.standing(partner).threshold_days, 30)
        self.policy.single_order_days = 40
        self.refresh()
        self.assertEqual(self.standing(partner).threshold_days, 40)

    def test_two_orders_of_one_day_are_one_order_day(self):
        morning = datetime(2027, 3, 1, 7)
        partner = self.buyer(morning, morning + timedelta(hours=9))
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.order_count, row.order_day_count), (2, 1))
        self.assertEqual(row.threshold_days, 135)

    def test_threshold_is_capped(self):
        partner = self.buyer(10, 10 + 1400, 10 + 2800)
        self.refresh()
        self.assertEqual(self.standing(partner).threshold_days, 730)
        self.policy.cap_days = 500
        self.refresh()
        self.assertEqual(self.standing(partner).threshold_days, 500)

    def test_multiple_of_the_usual_interval(self):
        self.policy.write({"method": "multiple", "multiple": 2.5})
        often = self.buyer(0, 40, 80)
        rarely = self.buyer(0, 400)
        self.refresh()
        # (90 + 80) / 3 × 2.5 = 141.67; below 3 order days 90 × 2.5
        self.assertEqual(self.standing(often).threshold_days, 142)
        self.assertEqual(self.standing(rarely).threshold_days, 225)
        end = TODAY + timedelta(days=142)
        self.assert_changes_on(often, end, "at_risk", "inactive")

    def test_ordered_twice_last_year_and_not_yet_this_year(self):
        """R44, calendar years: inactive on New Year's Day, by local time."""
        self.policy.write({"method": "yearly", "yearly_orders": 2})
        twice = self.buyer(date(2026, 2, 1), date(2026, 11, 30))
        once = self.buyer(date(2025, 12, 31), date(2026, 1, 1))
        before = datetime(2026, 12, 31, 22, 59)  # 23:59 in Paris
        self.assertEqual(self.level_on(twice, before), "at_risk")
        after = datetime(2026, 12, 31, 23, 0)
        self.assertEqual(self.level_on(twice, after), "inactive")
        self.assertEqual(self.standing(twice).inactive_since, date(2027, 1, 1))
        self.assertNotEqual(self.standing(once).inactivity_level, "inactive")

    def test_ordered_twice_in_twelve_months_and_not_since(self):
        """R44, rolling year."""
        self.policy.write({"method": "yearly", "yearly_calendar": False})
        partner = self.buyer(date(2025, 12, 31), date(2026, 6, 30))
        end = date(2027, 6, 30)
        self.assert_changes_on(partner, end, "at_risk", "inactive")

    def test_silence_out_of_season_does_not_count(self):
        """Orders from March to May; 40 counting days after 10 May is 9 March."""
        self.policy.write(
            {
                "method": "fixed",
                "delay_unit": "days",
                "inactive_after": 40,
                "active_months": "3,4,5",
            }
        )
        partner = self.buyer(date(2026, 5, 12))
        end = date(2026, 5, 12) + timedelta(days=19)  # to 31 May: 19 days counted
        end = date(2027, 3, 1) + timedelta(days=40 - (end - date(2026, 5, 12)).days - 1)
        self.assert_changes_on(partner, end, "at_risk", "inactive")
