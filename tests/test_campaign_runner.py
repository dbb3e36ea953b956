from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models import reactivation_touch_carry
from .campaign_case import CampaignCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestCampaignRunner(CampaignCase):
    """Each due step once, in its turn, by the channels that stay within Odoo."""

    def days_of(self, partner):
        return [touch.date for touch in self.touches(partner)]

    # -- activities

    def test_a_step_becomes_an_activity_with_the_text_ready(self):
        partner = self.customer()
        campaign = self.make_campaign(
            {"intention": "They hear from us", "body": "<p>Dear {contact}, hello</p>"}
        )
        self.run_on(campaign)
        card = self.card(partner)
        activity = card.activity_ids
        self.assertEqual(activity.user_id, self.seller)
        self.assertEqual(activity.date_deadline, TODAY)
        self.assertEqual(activity.summary, "Spring: Step 1")
        self.assertIn("They hear from us", activity.note)
        self.assertIn("Dear Garage Durand, hello", activity.note)
        self.assertEqual(
            activity.activity_type_id, self.env.ref("mail.mail_activity_data_call")
        )
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.activity_id), ("planned", activity))

    def test_without_card_the_activity_is_on_the_customer(self):
        partner = self.make_partner("Prospect", phone="+33 1 40 00 00 00")
        self.make_order(partner, 10, confirm=False)
        self.refresh()
        campaign = self.make_campaign(
            level_inactive=False, level_very_inactive=False, level_never_bought=True
        )
        self.run_on(campaign)
        self.assertEqual(partner.activity_ids.user_id, self.env.user, "the owner's")

    def test_done_activity_is_a_done_touch(self):
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 7, "condition": "done"})
        self.run_on(campaign)
        with self.at(NOW + timedelta(days=2)):
            self.card(partner).activity_ids.action_done()
            campaign._run()
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.done_on), ("done", date(2027, 3, 17)))
        self.run_on(campaign, 7)
        self.assertEqual(len(self.touches(partner)), 2)

    # -- each step once, in its turn

    def test_steps_in_their_turn(self):
        partner = self.customer()
        campaign = self.make_campaign(
            {}, {"delay_count": 2, "delay_unit": "weeks"}, {"delay_count": 1}
        )
        for day in (0, 0, 1, 13):
            self.run_on(campaign, day)
        self.assertEqual(self.days_of(partner), [TODAY])
        enrollment = self.enrollment(partner)
        self.assertEqual(enrollment.next_step_id, campaign.step_ids[1])
        self.assertEqual(enrollment.next_on, date(2027, 3, 29))
        for day in (14, 14, 15, 15):
            self.run_on(campaign, day)
        expected = [TODAY, date(2027, 3, 29), date(2027, 3, 30)]
        self.assertEqual(self.days_of(partner), expected)
        self.assertEqual(enrollment.state, "running")
        self.run_on(campaign, 16)
        self.assertEqual(
            (enrollment.state, enrollment.next_step_id.id), ("done", False)
        )

    def test_steps_without_delay_follow_at_once(self):
        partner = self.customer()
        campaign = self.make_campaign({}, {}, {})
        self.run_on(campaign)
        self.assertEqual(self.days_of(partner), [TODAY] * 3)

    def test_campaign_starts_on_its_day(self):
        partner = self.customer()
        campaign = self.make_campaign(date_start=date(2027, 3, 20))
        self.run_on(campaign, 4)
        self.assertFalse(campaign.enrollment_ids)
        self.run_on(campaign, 5)
        self.assertEqual(self.days_of(partner), [date(2027, 3, 20)])

    def test_campaign_under_way_keeps_its_start_and_company(self):
        partner = self.customer()
        campaign = self.make_campaign(date_start=date(2027, 3, 20))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= other
        for state in ("running", "paused"):
            campaign.sudo().state = state
            with self.refused(ValidationError, "“Spring” is under way: say since when"):
                campaign.date_start = False
            with self.refused(UserError, "“Spring” was launched for .*Duplicate it"):
                campaign.company_id = other
        campaign.action_resume()
        campaign.company_id = campaign.company_id  # a form may send what it shows
        # as a database of before may have it
        self.env.execute_query(
            SQL(
                "UPDATE reactivation_campaign SET date_start = NULL WHERE id = %s"
                " RETURNING id",
                campaign.id,
            )
        )
        campaign.invalidate_recordset()
        self.run_on(campaign, 5)
        self.assertFalse(self.touches(partner))

    def test_duplicate_is_a_draft(self):
        campaign = self.make_campaign()
        for button in (None, "action_pause", "action_stop"):
            if button:
                getattr(campaign, button)()
            copy = campaign.copy()
            self.assertEqual((copy.state, len(copy.step_ids)), ("draft", 1))
            self.assertFalse(copy.launched_on)
        scenario = self.env.ref("crm_reactivation.scenario_bought_much").copy()
        self.assertEqual((scenario.state, scenario.company_id.id), ("scenario", False))

    def test_newly_matching_customers_come_in(self):
        one = self.customer()
        campaign = self.make_campaign()
        closed = self.make_campaign(keeps_enrolling=False, cool_down_days=0)
        two = self.customer(name="Bakery")
        self.run_on(closed)
        self.run_on(campaign)
        self.assertEqual(campaign.enrollment_ids.partner_id, one | two)
        self.assertFalse(closed.enrollment_ids, msg="who matched at its launch only")

    def test_step_added_while_running(self):
        """Before the steps that were taken it comes too late, after them in time."""
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 5})
        self.run_on(campaign)
        step = campaign.step_ids[0]
        step.copy({"name": "Too late", "sequence": 1})
        step.copy({"name": "In time", "sequence": 15, "delay_count": 1})
        self.run_on(campaign, 1)
        self.assertEqual(
            self.touches(partner).step_id.mapped("name"), ["Step 1", "In time"]
        )
        self.run_on(campaign, 6)
        self.assertEqual(self.touches(partner)[-1].step_id.name, "Step 2")

    def test_archived_step_is_not_taken(self):
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 5})
        self.run_on(campaign)
        campaign.step_ids[1].active = False
        self.run_on(campaign, 9)
        self.assertEqual(len(self.touches(partner)), 1)
        self.assertEqual(self.enrollment(partner).state, "done")

    def test_paused_over_a_due_date(self):
        """The step is taken once, when the campaign is resumed; delays count on."""
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 2}, {"delay_count": 3})
        self.run_on(campaign)
        campaign.action_pause()
        with self.at(NOW + timedelta(days=10)):
            self.Campaign._cron_run()
            self.assertEqual(self.days_of(partner), [TODAY], "nothing while paused")
            campaign.action_resume()
        self.run_on(campaign, 10)
        self.assertEqual(self.days_of(partner), [TODAY, date(2027, 3, 25)])
        self.run_on(campaign, 13)
        self.assertEqual(self.days_of(partner)[-1], date(2027, 3, 28))

    def test_stopped_while_another_company_has_its_turn(self):
        self.customer()
        first = self.make_campaign({})
        other = self.env["res.company"].create({"name": "Later"})
        last = self.make_campaign({"channel": "call"}, launch=False)
        last.company_id = other
        last.write({"state": "running", "date_start": TODAY})

        def stop(campaigns):
            ((first | last) - campaigns).state = "done"

        with patch.object(type(first), "_send_mailings", stop):
            self.Campaign._cron_run()
        self.assertEqual({first.state, last.state}, {"running", "done"})

    def test_snoozed_customers_wait(self):
        partner = self.customer()
        self.env["reactivation.profile"].create(
            {
                "partner_id": partner.id,
                "snoozed_until": date(2027, 3, 25),
                "snooze_reason": "Stock-take",
            }
        )
        campaign = self.make_campaign()
        self.run_on(campaign, 9)
        self.assertFalse(self.touches(partner))
        self.run_on(campaign, 10)
        self.assertEqual(self.days_of(partner), [date(2027, 3, 25)])

    def test_snooze_that_ends_early(self):
        """Taken back, shortened or with its profile gone: the step comes then."""
        for name, end in (
            ("Bakery", lambda profile: profile.write({"snoozed_until": False})),
            ("Cinema", lambda profile: profile.write({"snoozed_until": TODAY})),
            ("Dairy", lambda profile: profile.unlink()),
        ):
            partner = self.customer(name=name)
            profile = self.env["reactivation.profile"].create(
                {
                    "partner_id": partner.id,
                    "snoozed_until": date(2027, 3, 25),
                    "snooze_reason": "Stock-take",
                }
            )
            campaign = self.make_campaign(domain=f"[('partner_id', '=', {partner.id})]")
            self.run_on(campaign, 1)
            self.assertEqual(self.enrollment(partner).next_on, date(2027, 3, 25))
            with self.at(NOW + timedelta(days=2)):
                end(profile)
            self.run_on(campaign, 2)
            self.assertEqual(self.days_of(partner), [date(2027, 3, 17)], name)

    def test_days_are_the_companys(self):
        """23:30 UTC is tomorrow in Paris; also across the change of clocks."""
        partner = self.customer()
        with self.at(datetime(2027, 3, 27, 23, 30)):  # 28 March, 00:30 in Paris
            campaign = self.make_campaign({}, {"delay_count": 1})
            campaign._run()
        with self.at(datetime(2027, 3, 28, 21, 59)):  # still 28 March in summer time
            campaign._run()
            self.assertEqual(self.days_of(partner), [date(2027, 3, 28)])
        with self.at(datetime(2027, 3, 28, 22, 1)):  # 29 March, 00:01
            campaign._run()
        self.assertEqual(self.days_of(partner)[-1], date(2027, 3, 29))

    def test_leap_day(self):
        with self.at(datetime(2028, 1, 31, 12)):
            partner = self.customer(days=date(2027, 6, 1))
            campaign = self.make_campaign(
                {}, {"delay_count": 1, "delay_unit": "months"}
            )
            campaign._run()
        with self.at(datetime(2028, 2, 28, 12)):
            campaign._run()
            self.assertEqual(len(self.touches(partner)), 1)
        with self.at(datetime(2028, 2, 29, 12)):
            campaign._run()
        self.assertEqual(self.days_of(partner)[-1], date(2028, 2, 29))

    # -- conditions, channels, failures

    def test_condition_not_met_is_a_skipped_touch(self):
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 3, "condition": "done"}, {})
        self.run_on(campaign)
        self.run_on(campaign, 3)
        states = self.touches(partner).mapped(lambda t: (t.state, t.refusal))
        self.assertEqual(
            states,
            [("planned", False), ("skipped", "condition"), ("planned", False)],
        )

    def test_refused_channel_is_skipped_and_others_go_on(self):
        partner = self.customer()
        partner.reactivation_refused_channel_ids = self.channel("call")
        campaign = self.make_campaign({}, {"channel": "visit"})
        self.run_on(campaign)
        states = self.touches(partner).mapped(lambda t: (t.state, t.refusal))
        self.assertEqual(states, [("skipped", "refused"), ("planned", False)])

    def texted(self, **person):
        """What became of a text message to somebody of a company with a phone."""
        partner = self.customer(email=False, phone="+33 1 40 00 00 00")
        contact = self.env["res.partner"].create(
            {
                "name": "Jeanne",
                "parent_id": partner.id,
                "email": "jeanne@example.com",
                **person,
            }
        )
        campaign = self.make_campaign({"channel": "sms"}, {"channel": "visit"})
        enrollment = self.enrollment(partner)
        self.assertEqual(enrollment.contact_id, contact)
        return partner, campaign, enrollment

    def refuse_number(self, number):
        number = self.env.user._phone_format(number=number) or number
        self.env["phone.blacklist"].create({"number": number})

    def assert_no_text(self, partner):
        touch = self.touches(partner)[0]
        self.assertEqual((touch.state, touch.refusal), ("skipped", "opted_out"))

    def test_no_text_to_the_companys_number_that_refused(self):
        partner, campaign, enrollment = self.texted()
        self.assertEqual(enrollment.phone, "+33 1 40 00 00 00")
        self.refuse_number(enrollment.phone)
        self.run_on(campaign)
        self.assert_no_text(partner)

    def test_no_text_to_a_corrected_number_that_refused(self):
        partner, campaign, enrollment = self.texted(phone="+33 1 40 00 00 01")
        self.refuse_number("+33 1 40 00 00 02")
        enrollment.phone = "+33 1 40 00 00 02"
        self.run_on(campaign)
        self.assert_no_text(partner)

    def test_text_to_a_person_whose_company_refused(self):
        partner, campaign, __ = self.texted(phone="+33 1 40 00 00 01")
        self.refuse_number("+33 1 40 00 00 00")
        self.run_on(campaign)
        self.assertNotEqual(self.touches(partner)[0].state, "skipped")

    def test_who_refused_every_channel_leaves(self):
        """Also when the number texted is the company's."""
        partner, campaign, enrollment = self.texted()
        campaign.step_ids[1].unlink()
        self.refuse_number(enrollment.phone)
        self.run_on(campaign)
        self.assertEqual(enrollment.left_reason, "opted_out")

    def test_preferred_channel_where_the_step_allows_it(self):
        partner = self.customer()
        partner.reactivation_channel_id = self.channel("visit")
        self.channel("visit").unit_cost = 80
        campaign = self.make_campaign({"prefers_contact": True}, {})
        self.run_on(campaign)
        touches = self.touches(partner)
        self.assertEqual(touches.channel_id.mapped("code"), ["visit", "call"])
        self.assertEqual(touches.mapped("cost"), [80, 0])

    def test_what_fails_is_kept_with_its_error_and_tried_again(self):
        """One bad customer stops nobody else."""
        good, bad = self.customer(), self.customer(name="Bakery")
        campaign = self.make_campaign()
        touches = type(self.Touch)
        original = reactivation_touch_carry.ReactivationTouch._prepare_activity_vals

        def fail(touch, step, facts):
            if touch.partner_id == bad:
                raise ValueError("No words for Bakery")
            return original(touch, step, facts)

        with patch.object(touches, "_prepare_activity_vals", fail):
            self.run_on(campaign)
        self.assertEqual(self.touches(good).state, "planned")
        touch = self.touches(bad)
        self.assertEqual((touch.state, touch.error), ("failed", "No words for Bakery"))
        self.run_on(campaign)
        self.assertEqual((touch.state, touch.error), ("planned", False))
        self.assertEqual(len(self.card(bad).activity_ids), 1)

    def test_failures_are_not_tried_for_ever(self):
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 30})
        broken = patch.object(
            type(self.Touch), "_prepare_activity_vals", side_effect=ValueError("broken")
        )
        with broken as called:
            for day in range(9):
                self.run_on(campaign, day)
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.attempts), ("failed", 3))
        # together and alone: 4 rounds
        self.assertEqual(called.call_count, 8)

    # -- scale

    def test_statements_do_not_grow_with_customers(self):
        counts = {}
        self.company.reactivation_campaign_needs_go = False
        for size in (10, 200):
            partners = self.insert_partners(size, phone="+33 1", user_id=self.seller.id)
            self.insert_orders((partner, 400, 100) for partner in partners)
            self.refresh()
            campaign = self.make_campaign(
                {}, domain=f"[('partner_id', 'in', {partners.ids})]"
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            campaign._advance(self.company)
            self.env.flush_all()
            counts[size] = self.cr.sql_log_count - before
            self.assertEqual(
                self.Touch.search_count([("campaign_id", "=", campaign.id)]), size
            )
        self.assertLess(counts[200], counts[10] + 10, counts)
