from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestBoundaries(ReactivationCase):
    """Levels change on the very day the rules say, neither a day before nor after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here

    def buyer(self, *days, amount=100.0, **values):
        partner = self.make_partner(**values)
        self.insert_orders((partner, day, amount) for day in days)
        return partner

    def level_on(self, partner, moment):
        with self.at(moment):
            self.refresh()
            return self.standing(partner).inactivity_level

    def assert_changes_on(self, partner, day, before, after):
        """The level is ``before`` until the day before ``day``, then ``after``."""
        self.assertEqual(self.level_on(partner, day - timedelta(days=1)), before)
        self.assertEqual(self.level_on(partner, day), after)

    def make_policy(self, **values):
        return self.env["reactivation.policy"].create(
            {
                "name": "Special",
                "sequence": 1,
                "method": "fixed",
                "rule_ids": False,
                **values,
            }
        )

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

    # -- personal rhythm, multiple, yearly

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

    # -- profiles and policies

    def test_threshold_of_a_person_wins(self):
        partner = self.buyer(TODAY)
        profile = self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "threshold_days": 20, "override_reason": "said"}
        )
        end = TODAY + timedelta(days=20)
        self.assert_changes_on(partner, end, "at_risk", "inactive")
        profile.threshold_days = 0  # 0: as the policy says
        self.assertEqual(self.level_on(partner, end), "active")

    def test_profile_without_threshold_changes_nothing(self):
        """Seasons hold for customers about whom somebody wrote a note, too."""
        self.policy.write(
            {
                "method": "fixed",
                "delay_unit": "days",
                "inactive_after": 40,
                "active_months": "1,2",
            }
        )
        partner = self.buyer(date(2026, 3, 1))
        self.refresh()
        expected = self.standing(partner).threshold_days
        self.assertGreater(expected, 300)
        profile = self.env["reactivation.profile"].create({"partner_id": partner.id})
        profile.write({"note": "Closed in summer", "threshold_days": 0})
        self.refresh()
        self.assertEqual(self.standing(partner).threshold_days, expected)

    def test_policy_chosen_by_a_person_wins(self):
        self.make_policy(name="For all", inactive_after=1, min_order_count=1)
        chosen = self.make_policy(
            name="Chosen", inactive_after=24, min_order_count=99, sequence=50
        )
        partner = self.buyer(60)
        self.refresh()
        self.assertEqual(self.standing(partner).inactivity_level, "inactive")
        self.env["reactivation.profile"].create(
            {
                "partner_id": partner.id,
                "policy_id": chosen.id,
                "override_reason": "tender",
            }
        )
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, chosen)
        self.assertEqual(self.standing(partner).inactivity_level, "active")

    def test_archived_policy_of_a_profile_serves_nobody(self):
        chosen = self.make_policy(name="Chosen", min_order_count=99)
        partner = self.buyer(60)
        self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "policy_id": chosen.id, "override_reason": "-"}
        )
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, chosen)
        chosen.active = False
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, self.policy)

    def test_first_policy_by_sequence_whose_conditions_hold(self):
        sector = self.env["res.partner.industry"].create({"name": "Bakers"})
        by_sector = self.make_policy(
            sequence=1, domain=f"[('industry_id', '=', {sector.id})]"
        )
        by_count = self.make_policy(sequence=2, min_order_count=3)
        by_amount = self.make_policy(sequence=3, min_ordered_amount=500)
        cases = {
            by_sector: self.buyer(5, 6, 7, amount=900, industry_id=sector.id),
            by_count: self.buyer(5, 6, 7, amount=900),
            by_amount: self.buyer(5, 6, amount=250),
            self.policy: self.buyer(5, 6, amount=249.99),
        }
        self.refresh()
        for policy, partner in cases.items():
            self.assertEqual(self.standing(partner).policy_id, policy)
        by_count.sequence = 0
        self.refresh()
        self.assertEqual(self.standing(cases[by_sector]).policy_id, by_count)

    def test_minimum_amount_is_in_company_currency(self):
        policy = self.make_policy(min_ordered_amount=100)
        partner = self.make_partner()
        self.insert_orders([(partner, 5, 150, {"currency_rate": 1.6})])  # 93.75
        self.refresh()
        self.assertNotEqual(self.standing(partner).policy_id, policy)

    def test_archived_sector_and_archived_customer_still_count(self):
        """A sector that was archived later keeps its customers under their policy."""
        sector = self.env["res.partner.industry"].create({"name": "Bakers"})
        policy = self.make_policy(domain="[('industry_id.name', '=', 'Bakers')]")
        partner = self.buyer(400, industry_id=sector.id)
        sector.active = False
        partner.active = False
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, policy)

    def test_policy_of_another_company_is_not_used(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        policy = self.make_policy(
            company_id=other.id, inactive_after=1, min_order_count=1
        )
        partner = self.buyer(60)
        self.insert_orders([(partner, 60, 10, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.assertEqual(self.standing(partner).policy_id, self.policy)
        self.assertEqual(self.standing(partner, other).policy_id, policy)
        self.assertEqual(self.standing(partner, other).inactivity_level, "inactive")
        self.assertEqual(self.standing(partner).inactivity_level, "active")
