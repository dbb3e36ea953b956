from datetime import date, datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .call_case import CallCase


@tagged("post_install", "-at_install")
class TestReactivationEffort(CallCase):
    """Hours logged by week against what the settings plan: 40 h, 20 % of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.hours_per_week = 40
        cls.company.reactivation_time_share = 20
        cls.Effort = cls.env["reactivation.effort"]
        cls.the_card.opened_on = date(2026, 12, 1)

    def week(self, monday=date(2027, 3, 15), user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Effort.search(
            [("user_id", "=", (user or self.julie).id), ("week", "=", monday)]
        )

    def test_planned_and_logged(self):
        row = self.week()
        self.assertEqual((row.hours, row.planned, row.gap), (0, 8, -8))
        self.assertFalse(row.state, msg="the week is under way")
        self.log("unreachable", duration=3)
        self.log("unreachable", duration=4.99)
        row = self.week()
        self.assertEqual(row.contacts, 2)
        self.assertFalse(row.state)
        self.log("unreachable", duration=0.01)
        self.assertEqual(self.week().state, "as_planned")

    def test_weeks_that_are_over(self):
        last = date(2027, 3, 8)
        self.assertEqual(self.week(last).state, "below")
        self.log("unreachable", duration=8, date=datetime(2027, 3, 10, 9))
        self.assertEqual(self.week(last).state, "as_planned")
        self.assertEqual(self.week().hours, 0)
        self.assertTrue(self.week(date(2026, 12, 21)))
        self.assertFalse(self.week(date(2026, 12, 14)))

    def test_no_week_before_there_was_anything_to_do(self):
        self.the_card.opened_on = date(2027, 3, 14)
        self.assertEqual(self.week(date(2027, 3, 8)).state, "below")
        self.assertFalse(self.week(date(2027, 3, 1)))
        self.log("unreachable", date=datetime(2027, 3, 1, 9))
        self.assertEqual(self.week(date(2027, 3, 1)).contacts, 1)

    def test_monday_begins_where_the_company_is(self):
        """Sunday 23:30 UTC is Monday in Paris."""
        self.log("unreachable", duration=1, date=datetime(2027, 3, 14, 23, 30))
        self.assertEqual(self.week().hours, 1)
        self.log("unreachable", duration=2, date=datetime(2027, 3, 14, 22, 30))
        self.assertEqual(self.week().hours, 1)
        self.assertEqual(self.week(date(2027, 3, 8)).hours, 2)

    def test_no_target(self):
        self.company.reactivation_time_share = 0
        self.log("unreachable", duration=1)
        self.assertEqual(self.week().state, "no_target")

    def test_who_sees_whose_time(self):
        def seen(user):
            return self.Effort.with_user(user).search([]).user_id & (
                self.julie | self.marc
            )

        marcs = self.make_partner("Marc's", user_id=self.marc.id)
        self.make_order(marcs, 400)
        self.refresh()
        self.env.flush_all()
        self.assertEqual(seen(self.julie), self.julie)
        for user in (self.senior, self.manager):
            self.assertEqual(seen(user), self.julie | self.marc)
        with self.assertRaises(AccessError):
            seen(self.make_user("clerk"))
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.manager.company_ids += other
        abroad = self.Effort.with_user(self.manager)
        abroad = abroad.with_context(allowed_company_ids=other.ids)
        self.assertFalse(abroad.search([]))

    def test_usual_durations(self):
        self.assertEqual(self.log("unreachable").duration, 0.25)
        self.assertEqual(self.log("unreachable", channel="visit").duration, 1)
        self.assertEqual(self.log("unreachable", channel="other").duration, 0)
        self.assertEqual(self.log("unreachable", duration=2).duration, 2)
        self.company.reactivation_call_hours = 0.5
        calls = self.Call.with_user(self.julie)
        with Form(
            calls.with_context(default_episode_id=self.the_card.id),
            view="crm_reactivation.reactivation_call_view_form_log",
        ) as dialog:
            self.assertEqual(dialog.duration, 0.5)
            dialog.channel = "visit"
            self.assertEqual(dialog.duration, 1)
            dialog.duration = 3
            dialog.channel = "call"
            self.assertEqual(dialog.duration, 3)
            dialog.outcome_id = self.outcome("unreachable")
        self.assertEqual(dialog.record.duration, 3)

    def test_durations_of_a_day(self):
        with (
            mute_logger("odoo.sql_db"),
            self.refused(CheckViolation, "reactivation_usual_hours"),
        ):
            self.company.reactivation_call_hours = 25
