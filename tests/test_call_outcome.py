from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .call_case import CallCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestCallOutcome(CallCase):
    """What each outcome does, once."""

    def profile(self):
        return self.the_card.profile_id

    # -- no current need

    def test_no_need_puts_the_card_aside(self):
        wake_up = self.day(30)
        self.log("no_need", next_date=wake_up, user=self.manager)
        self.assertEqual(self.profile().snoozed_until, wake_up)
        self.assertEqual(self.profile().snooze_reason, "No current need")
        self.assertEqual(self.the_card.state, "open")
        self.assertEqual(self.the_card.next_step, "activity")
        [(day, __, user)] = self.planned()
        self.assertEqual((day, user), (wake_up, self.julie), "the owner is reminded")
        self.assertEqual(
            self.the_card.reason_id,
            self.env.ref("crm_reactivation.reason_inactivity_no_need"),
        )

    def test_a_second_log_moves_the_reminder(self):
        for days in (30, 60):
            self.log("no_need", next_date=self.day(days))
        self.assertEqual([day for day, *__ in self.planned()], [self.day(60)])
        self.assertEqual(self.profile().snoozed_until, self.day(60))

    # -- not reached, call back

    def test_another_try_is_planned_once(self):
        for code in ("unreachable", "call_back", "unreachable"):
            self.log(code)
        self.assertEqual(self.planned(), [(self.day(1), "Call again", self.julie)])
        self.log("call_back", next_date=self.day(9))
        self.assertEqual(
            self.planned(), [(self.day(9), "Call back, as agreed", self.julie)]
        )

    def test_the_planned_call_is_done_with_the_outcome(self):
        self.the_card.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.julie.id
        )
        activity = self.the_card.activity_ids
        call = self.log("need_now", note="Two pallets")
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "Call: Needs it now. Two pallets")
        self.assertEqual(call.activity_id, activity)
        self.assertFalse(self.planned())

    def test_other_activities_stay(self):
        self.the_card.activity_schedule("mail.mail_activity_data_todo")
        meeting = self.the_card.activity_schedule("mail.mail_activity_data_meeting")
        self.log("need_now", channel="visit")
        self.assertEqual(len(self.planned()), 2, "a visit ends the one it is logged on")
        call = self.log("need_now", channel="visit", activity_id=meeting.id)
        self.assertEqual(len(self.planned()), 1)
        self.assertEqual(call.activity_id, meeting)

    def test_marking_the_activity_done_still_works(self):
        activity = self.the_card.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.julie.id
        )
        activity.with_user(self.julie).action_feedback("Talked")
        self.assertFalse(activity.active)
        self.assertFalse(self.the_card.call_ids)

    # -- another solution

    def test_another_solution_is_a_supplier(self):
        self.the_card.with_user(self.julie)._ensure_profile().write(
            {"snoozed_until": self.day(90), "snooze_reason": "Later"}
        )
        self.log("other_solution")
        incumbent = self.profile().incumbent_ids
        self.assertEqual((incumbent.name, incumbent.share), ("Dupont SA", 0))
        self.assertEqual(incumbent.verified_by, self.julie)
        self.assertEqual(
            incumbent.note,
            "Better there: They order on a phone. Missing there: Advice and service,"
            " Nobody comes when a machine stands still.",
        )
        self.assertFalse(self.the_card.snoozed_until)
        self.assertEqual(
            self.the_card.reason_id,
            self.env.ref("crm_reactivation.reason_inactivity_other_solution"),
        )
        incumbent.share = 60
        self.log("other_solution", solution_name="DUPONT SA", better="The price")
        self.assertEqual(self.profile().incumbent_ids, incumbent)
        self.assertIn("The price", incumbent.note)
        self.assertEqual(incumbent.share, 60)

    def test_a_reason_that_is_known_stays(self):
        disappointed = self.env.ref("crm_reactivation.reason_inactivity_disappointed")
        self.the_card.reason_id = disappointed
        self.log("other_solution")
        self.assertEqual(self.the_card.reason_id, disappointed)
        unknown = self.env.ref("crm_reactivation.reason_inactivity_unknown")
        self.log("need_now", inactivity_reason_id=unknown.id)
        self.assertEqual(self.the_card.reason_id, unknown, "said now, by a person")

    def test_the_answers_pre_fill_the_next_assessment(self):
        self.log("other_solution")
        action = self.the_card.with_user(self.julie).action_assess()
        assessments = self.env["reactivation.assessment"].with_user(self.julie)
        with Form(assessments.with_context(**action["context"])) as form:
            pass
        assessment = form.record
        evidence = {
            a.criterion_id.call_fact: a.evidence
            for a in assessment.answer_ids
            if a.evidence
        }
        self.assertEqual(
            evidence,
            {
                fact: f"{words} (said on 03/15/2027 to Julie Dupont)"
                for fact, words in {
                    "solution": "Dupont SA",
                    "change_reason": "Delivered within a day",
                    "better": "They order on a phone.",
                    "missing": "Advice and service, Nobody comes when a machine stands"
                    " still",
                }.items()
            },
        )
        self.assertFalse(assessment.answered_count, msg="evidence is no answer")

    def test_the_answers_pre_fill_a_half_done_assessment(self):
        assessment = self.env["reactivation.assessment"].create(
            {"episode_id": self.the_card.id}
        )
        problem = self.env.ref("crm_reactivation.criterion_problem")
        stability = self.env.ref("crm_reactivation.criterion_questioning")
        answers = {a.criterion_id: a for a in assessment.answer_ids}
        answers[problem].level_id = problem.level_ids[0]
        answers[stability].evidence = "Their own words"
        self.log("other_solution")
        main_share = self.env.ref("crm_reactivation.criterion_main_share")
        self.assertRegex(answers[main_share].evidence, "^Dupont SA ")
        self.assertFalse(answers[problem].evidence, msg="answered already")
        self.assertEqual(answers[stability].evidence, "Their own words")

    def test_what_was_said_in_an_earlier_silence_is_history(self):
        self.log("other_solution")
        self.make_order(self.partner, 0)
        with self.at(TODAY + timedelta(days=600)):
            self.refresh()
            card = self.card(self.partner)
            self.assertNotEqual(card, self.the_card)
            assessment = self.env["reactivation.assessment"].create(
                {"episode_id": card.id}
            )
        share = self.env.ref("crm_reactivation.criterion_main_share")
        answer = assessment.answer_ids.filtered(lambda a: a.criterion_id == share)
        self.assertFalse(answer.evidence)

    def test_a_trial_order_is_next(self):
        self.log("other_solution")
        card = self.the_card.with_user(self.julie)
        self.assertEqual(card.next_step_text, "Offer a trial order")
        action = card.action_start_next_step()
        order = self.quotation(action)
        self.assertTrue(order.reactivation_is_trial)
        self.assertEqual(order.reactivation_episode_id, card)
        self.env.invalidate_all()
        self.assertEqual(card.next_step, "follow_up")
        self.assertEqual(card.action_start_next_step()["res_id"], order.id)

    # -- needs it now

    def quotation(self, action):
        """The quotation that a salesperson saves out of an action."""
        orders = self.env["sale.order"].with_user(self.julie)
        with Form(orders.with_context(**action["context"])) as form:
            pass
        return form.record

    def test_a_need_opens_an_opportunity_and_a_quotation(self):
        call = self.log("need_now", contact_id=self.contact.id, note="Two pallets")
        lead = call.lead_id
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(lead.partner_id, self.contact)
        self.assertEqual(lead.user_id, self.julie)
        self.assertEqual(lead.reactivation_episode_id, self.the_card)
        self.assertEqual(self.the_card.next_step, "quote")
        order = self.quotation(call.action_quote())
        self.assertEqual(order.opportunity_id, lead)
        self.assertEqual(order.partner_id, self.contact)
        self.assertEqual(order.reactivation_episode_id, self.the_card)
        self.assertFalse(order.reactivation_is_trial)
        order.order_line = [
            (0, 0, {"product_id": self.product.id, "product_uom_qty": 1})
        ]
        order.action_confirm()
        self.assertEqual(self.the_card.state, "reactivated")
        self.assertEqual(self.the_card.order_id, order)

    def test_the_open_opportunity_goes_on(self):
        leads = self.env["crm.lead"].with_user(self.julie)
        campaign = self.env["utm.campaign"].create({"name": "Spring"})
        common = {"type": "opportunity", "partner_id": self.contact.id}
        lead = leads.create({"name": "Old", "campaign_id": campaign.id, **common})
        lost = leads.create({"name": "Lost", **common})
        lost.action_set_lost()
        self.env["crm.lead"].create(
            {"name": "Marc's", "user_id": self.marc.id, **common}
        )
        for __ in range(2):
            call = self.log("need_now")
            self.assertEqual(call.lead_id, lead)
        self.assertEqual(lead.reactivation_episode_id, self.the_card)
        order = self.quotation(call.action_quote())
        self.assertEqual(order.campaign_id, campaign)
        # a quotation made on the opportunity belongs to the card, too
        action = lead.action_new_quotation()
        self.assertEqual(self.quotation(action).reactivation_episode_id, self.the_card)

    def test_opportunities_of_other_companies_stay_there(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.julie.company_ids |= elsewhere
        theirs = self.env["crm.lead"].create(
            {
                "name": "Abroad",
                "type": "opportunity",
                "partner_id": self.partner.id,
                "company_id": elsewhere.id,
                "user_id": self.julie.id,
            }
        )
        call = self.log("need_now")
        self.assertNotEqual(call.lead_id, theirs)
        self.assertEqual(call.lead_id.company_id, self.company)

    def test_a_quotation_for_somebody_else_leaves_the_card(self):
        other = self.make_partner("Other")
        order = self.quotation(self.the_card.action_new_quotation())
        self.assertEqual(order.reactivation_episode_id, self.the_card)
        order.partner_id = self.contact
        self.assertEqual(order.reactivation_episode_id, self.the_card)
        order.partner_id = other
        self.assertFalse(order.reactivation_episode_id)
        with self.refused(
            ValidationError, "is for Other and cannot come out of the ca"
        ):
            order.reactivation_episode_id = self.the_card

    # -- closed down

    def test_closed_down_ends_the_pursuit(self):
        closed_down = self.env.ref("crm_reactivation.reason_inactivity_closed_down")
        self.the_card.activity_schedule("mail.mail_activity_data_todo")
        self.log("unreachable", inactivity_reason_id=closed_down.id)
        self.assertEqual(self.the_card.state, "released")
        self.assertEqual(self.the_card.reason_id, closed_down)
        self.assertFalse(self.the_card.closed_as_moot)
        self.assertFalse(self.planned())
        for days in (1, 400):
            with self.at(self.day(days)):
                self.refresh()
                self.assertFalse(self.card(self.partner))

    def test_the_card_itself_may_say_so(self):
        closed_down = self.env.ref("crm_reactivation.reason_inactivity_closed_down")
        with self.assertRaises(AccessError):
            self.the_card.with_user(self.marc).reason_id = closed_down
        self.assertEqual(self.the_card.state, "open")
        self.the_card.with_user(self.julie).reason_id = closed_down
        self.assertEqual(self.the_card.state, "released")

    # -- signals

    def test_who_was_reached_was_in_touch(self):
        row = self.the_card.customer_id
        self.the_card.activity_schedule("mail.mail_activity_data_call")
        self.log("unreachable")
        self.refresh()
        self.assertEqual(row.last_interaction_kind, "order")
        call = self.log("no_need")
        self.refresh()
        self.assertEqual(row.last_interaction_kind, "call")
        self.assertEqual(row.last_interaction_date, TODAY)
        self.assertEqual(row.action_open_interaction()["res_id"], call.id)
        self.assertFalse(row.still_reacts)
        self.log("need_now")
        self.refresh()
        self.assertTrue(row.still_reacts)
        self.assertEqual(row.last_signal_kind, "need")

    def test_a_called_card_is_a_worked_card(self):
        """A policy that changes does not close it."""
        self.log("need_now")
        self.policy.write({"method": "fixed", "inactive_after": 20})
        self.refresh()
        self.assertEqual(self.the_card.state, "open")
