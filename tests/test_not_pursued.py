from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY
from .pursuit_case import PursuitCase

TOMORROW = TODAY + timedelta(days=1)


@tagged("post_install", "-at_install")
class TestNotPursued(PursuitCase):
    """What a decision not to pursue does to cards, and what takes it back."""

    def test_decision_closes_the_card_and_cancels_its_activities(self):
        partner, card = self.silent_with_card()
        card.activity_schedule(
            "mail.mail_activity_data_call", TOMORROW, summary="Call again"
        )
        renunciation = self.propose(partner, reason_id=self.reason.id)
        self.assertEqual(self.profile(partner).pursuit, "proposed")
        self.assertEqual(card.state, "open", "a proposal changes nothing yet")
        renunciation.with_user(self.claire).action_decide()
        self.assertEqual(self.profile(partner).pursuit, "not_pursued")
        self.assertEqual((card.state, card.closed_on), ("not_pursued", TODAY))
        self.assertFalse(card.activity_ids)
        self.assertIn("Call again", card.message_ids[0].body)
        self.assertFalse(self.standing(partner).episode_id)
        self.assertTrue(self.standing(partner).do_not_pursue)
        self.assertEqual(renunciation.decided_by, self.claire)
        self.assertEqual(renunciation.decided_on, TODAY)

    def test_an_order_that_comes_anyway_is_nobodys_result(self):
        partner, card = self.silent_with_card()
        renunciation = self.decide(partner)
        self.confirm(partner)
        self.refresh()
        self.assertEqual(card.state, "not_pursued")
        self.assertFalse(
            self.env["reactivation.credit"].search([("partner_id", "=", partner.id)])
        )
        self.assertFalse(card.recovered_amount)
        self.assertEqual(renunciation.state, "decided")

    def test_no_card_opens_while_it_holds(self):
        partner, card = self.silent_with_card()
        self.decide(partner)
        for days in (0, 1, 300):
            with self.at(TODAY + timedelta(days=days)):
                self.refresh()
        self.assertEqual(self.cards_of(partner), card)
        self.assertEqual(card.state, "not_pursued")

    def test_active_customer_who_falls_silent_later(self):
        partner = self.silent(10, 40, 70, 100)
        self.refresh()
        self.assertEqual(self.standing(partner).inactivity_level, "active")
        self.decide(partner)
        with self.at(TODAY + timedelta(days=700)):
            self.refresh()
            self.assertIn(
                self.standing(partner).inactivity_level, ("inactive", "very_inactive")
            )
            self.assertFalse(self.cards_of(partner))

    def test_prospect_and_stranger(self):
        prospect = self.make_partner("Prospect")
        self.make_order(prospect, 3, confirm=False)
        stranger = self.make_partner("Stranger")
        self.refresh()
        for partner in (prospect, stranger):
            self.decide(partner)
            self.assertTrue(self.standing(partner).do_not_pursue, msg=partner.name)
        self.assertEqual(self.standing(prospect).lifecycle_status, "prospect")
        self.assertEqual(self.standing(stranger).lifecycle_status, "lead")

    def test_search_and_group_by_the_field(self):
        partner, other = self.silent(), self.silent()
        self.refresh()
        self.decide(partner)
        of_both = [("partner_id", "in", (partner | other).ids)]
        for value, found in ((True, partner), (False, other)):
            rows = self.Customer.search([*of_both, ("do_not_pursue", "=", value)])
            self.assertEqual(rows.partner_id, found)
            rows = self.Customer.search([*of_both, ("do_not_pursue", "!=", not value)])
            self.assertEqual(rows.partner_id, found)
        groups = self.Customer._read_group(of_both, ["do_not_pursue"], ["__count"])
        self.assertEqual(dict(groups), {True: 1, False: 1})

    def test_a_contact_stands_for_its_company(self):
        partner, __ = self.silent_with_card()
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": partner.id}
        )
        renunciation = self.propose(contact)
        self.assertEqual(renunciation.partner_id, partner)

    def test_order_is_served_and_changes_nothing(self):
        partner, card = self.silent_with_card()
        renunciation = self.decide(partner)
        order = self.confirm(partner)
        self.assertEqual(order.state, "sale")
        self.assertEqual((card.state, card.order_id.id), ("not_pursued", False))
        self.assertFalse(card.recovered_amount)
        self.assertEqual(renunciation.state, "decided")
        self.assertEqual(self.standing(partner).last_order_date, TODAY)
        self.refresh()
        self.assertEqual(self.cards_of(partner), card)

    def test_comeback_withdrawn_after_the_decision(self):
        """The card must not come back by the back door."""
        partner, card = self.silent_with_card()
        order = self.confirm(partner)
        self.assertEqual(card.state, "reactivated")
        self.decide(partner)
        order._action_cancel()
        self.assertEqual(card.state, "not_pursued")

    # ------------------------------------------------------------------
    # REFUSED, REINSTATED, REVIEWED
    # ------------------------------------------------------------------

    def test_refused(self):
        partner, card = self.silent_with_card()
        renunciation = self.propose(partner, reason_id=self.reason.id)
        self.end(renunciation, "refuse", "They pay again")
        self.assertEqual(renunciation.state, "refused")
        self.assertEqual(renunciation.end_reason, "They pay again")
        self.assertEqual(renunciation.ended_by, self.claire)
        self.assertEqual(self.profile(partner).pursuit, "pursued")
        self.assertEqual(card.state, "open")
        self.assertTrue(self.propose(partner), msg="can be proposed again")

    def test_reinstated_opens_a_new_card(self):
        partner, card = self.silent_with_card()
        renunciation = self.decide(partner)
        self.end(renunciation, "reinstate")
        self.assertEqual(renunciation.state, "reinstated")
        self.assertFalse(renunciation.activity_ids)
        self.assertEqual(card.state, "not_pursued", "history stays")
        new = self.card(partner)
        self.assertTrue(new)
        self.assertNotEqual(new, card)
        self.refresh()
        self.assertEqual(len(self.cards_of(partner)), 2, "once only")

    def test_reinstated_after_another_release(self):
        """Reinstating frees what came before it, not what comes after."""
        partner, __ = self.silent_with_card()
        self.end(self.decide(partner), "reinstate")
        self.card(partner)._close_released(TODAY)
        self.refresh()
        self.assertFalse(self.card(partner))

    def test_reinstated_while_active_waits_for_the_next_silence(self):
        partner = self.silent(10, 40, 70, 100)
        self.refresh()
        self.end(self.decide(partner), "reinstate")
        self.assertFalse(self.cards_of(partner))
        with self.at(TODAY + timedelta(days=700)):
            self.refresh()
            self.assertTrue(self.card(partner))

    def test_review_day_and_activity(self):
        partner, __ = self.silent_with_card()
        renunciation = self.decide(partner)
        self.assertEqual(renunciation.review_on, date(2028, 3, 15), "12 months")
        self.assertEqual(renunciation.reviewer_id, self.claire)
        activity = renunciation.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.date_deadline, renunciation.review_on)
        self.assertEqual(activity.user_id, self.claire)
        renunciation.with_user(self.claire).write(
            {"review_on": TODAY + timedelta(days=30), "reviewer_id": self.julie.id}
        )
        activity = renunciation.activity_ids
        self.assertEqual(len(activity), 1, "moved, not added")
        self.assertEqual(activity.date_deadline, TODAY + timedelta(days=30))
        self.assertEqual(activity.user_id, self.julie)

    def test_kept_at_the_review(self):
        partner, __ = self.silent_with_card()
        renunciation = self.decide(partner, review_on=TODAY + timedelta(days=30))
        with self.at(TODAY + timedelta(days=31)):
            self.end(renunciation, "keep", "Still unpaid")
        self.assertEqual(renunciation.state, "decided")
        self.assertEqual(renunciation.reviewed_on, date(2027, 4, 15))
        self.assertEqual(renunciation.review_on, date(2028, 4, 15))
        self.assertEqual(len(renunciation.activity_ids), 1)
        self.assertIn("Still unpaid", "".join(renunciation.message_ids.mapped("body")))

    def test_review_months_of_the_company(self):
        self.company.reactivation_review_months = 6
        partner = self.silent()
        self.assertEqual(self.decide(partner).review_on, date(2027, 9, 15))

    def test_review_due_exactly_today(self):
        partner = self.silent()
        renunciation = self.decide(partner, review_on=TODAY + timedelta(days=30))
        expected = {29: "decided", 30: "review_due", 31: "review_due"}
        for days, situation in expected.items():
            with self.at(TODAY + timedelta(days=days)):
                renunciation.invalidate_recordset(["situation"])
                self.assertEqual(renunciation.situation, situation, days)
                found = self.Renunciation.search([("situation", "=", situation)])
                self.assertEqual(found, renunciation, days)
                [(group, count)] = self.Renunciation._read_group(
                    [], ["situation"], ["__count"]
                )
                self.assertEqual((group, count), (situation, 1))

    # ------------------------------------------------------------------
    # WHAT IS REFUSED
    # ------------------------------------------------------------------

    def test_refusals_name_what_is_missing(self):
        partner, __ = self.silent_with_card()
        renunciation = self.propose(partner)
        mine = renunciation.with_user(self.claire)
        with self.refused(UserError, "Garage Durand.*the reason is missing"):
            mine.action_decide()
        with self.refused(UserError, "Say why"):
            self.end(renunciation, "refuse", " ")
        with self.refused(UserError, "for “Not pursued” only, but it is “Proposed”"):
            self.end(renunciation, "reinstate")
        with self.refused(UserError, "Proposed not to pursue already"):
            self.propose(partner)
        with self.refused(Exception, "is no reason for not pursuing"):
            mine.reason_id = self.env.ref("crm_reactivation.reason_move_talked")
        mine.reason_id = self.reason
        with self.refused(Exception, "must be after the decision: choose a day after"):
            mine.review_on = TODAY
            mine.action_decide()
        mine.action_decide()
        with self.refused(UserError, "Not pursued already"):
            self.propose(partner)
        with self.refused(UserError, "was decided: it stays as it was"):
            mine.note = "Another story"
        with self.refused(UserError, "was decided: it stays as it was"):
            mine.answer_ids[0].fits = "yes"
        self.end(renunciation, "reinstate")
        with self.refused(UserError, "is history"):
            mine.told_on = TODAY

    def test_reviewer(self):
        partner = self.silent(user_id=self.julie.id)
        clerk = self.make_user("clerk", name="Cleo Clerk")
        renunciation = self.propose(partner, reason_id=self.reason.id)
        mine = renunciation.with_user(self.claire)
        with self.refused(UserError, "Cleo Clerk cannot review.*sales rights"):
            mine.reviewer_id = clerk
            mine.action_decide()
        mine.reviewer_id = self.julie
        self.company.reactivation_reviewer_differs = True
        with self.refused(UserError, "Julie Dupont is the salesperson of"):
            mine.action_decide()
        mine.reviewer_id = self.marc
        mine.action_decide()
        self.assertTrue(
            renunciation.with_user(self.marc).has_access("read"),
            msg="the reviewer reads what is to be reviewed",
        )
        with self.refused(UserError, "Julie Dupont is the salesperson of"):
            mine.reviewer_id = self.julie

    def test_knock_outs_and_estimate(self):
        self.company.reactivation_customer_hours = 8
        self.company.reactivation_hour_cost = 50
        renunciation = self.propose(self.silent())
        self.assertEqual(len(renunciation.answer_ids), 4, "all questions are asked")
        self.assertFalse(renunciation.knock_out_text)
        renunciation.answer_ids.fits = "no"
        self.assertEqual(renunciation.knock_out_text, "Do they pay, and on time?")
        self.assertEqual(renunciation.hours_a_year, 8)
        self.assertEqual(renunciation.freed_amount, 400)

    # ------------------------------------------------------------------
    # COMPANIES, MERGED, ARCHIVED AND DELETED
    # ------------------------------------------------------------------

    def test_two_companies_decide_for_themselves(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.silent()
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.decide(partner)
        self.assertFalse(self.standing(partner).episode_id)
        self.assertTrue(self.standing(partner, other).episode_id)
        self.assertFalse(self.standing(partner, other).do_not_pursue)

    def merge(self, sources, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((sources | target).ids, target)
        self.env.invalidate_all()

    def test_merged_into_a_pursued_customer(self):
        one, two = self.silent(), self.silent(name="Same firm")
        self.refresh()
        renunciation = self.decide(two)
        self.merge(two, one)
        self.assertEqual(renunciation.partner_id, one)
        self.assertTrue(self.standing(one).do_not_pursue)
        self.assertEqual(set(self.cards_of(one).mapped("state")), {"not_pursued"})

    def test_merged_two_decisions(self):
        one, two = self.silent(), self.silent(name="Same firm")
        self.refresh()
        proposed, decided = self.propose(one, self.claire), self.decide(two)
        self.merge(two, one)
        self.assertEqual(decided.state, "decided", "the weightier one holds")
        self.assertEqual(proposed.state, "refused")
        self.assertIn("merged", proposed.end_reason)
        self.assertEqual((proposed | decided).profile_id, self.profile(one))
        self.assertEqual(self.profile(one).pursuit, "not_pursued")

    def test_archived_partner_and_back(self):
        partner, __ = self.silent_with_card()
        self.decide(partner)
        partner.active = False
        self.refresh()
        partner.active = True
        self.refresh()
        self.assertFalse(self.card(partner))

    def test_deleted_salesperson(self):
        partner = self.silent(user_id=self.julie.id)
        self.refresh()
        renunciation = self.propose(partner, reason_id=self.reason.id)
        renunciation.with_user(self.claire).action_decide()
        self.julie.unlink()
        self.assertFalse(renunciation.proposer_id)
        self.end(renunciation, "reinstate")
        self.assertTrue(self.card(partner))

    def test_profile_with_decisions_stays(self):
        renunciation = self.decide(self.silent())
        with self.refused(UserError, "decisions not to pursue.*cannot be deleted"):
            renunciation.profile_id.with_user(self.claire).unlink()

    def test_at_risk_warning_leaves_them_alone(self):
        self.company.reactivation_warn_at_risk = True
        self.policy.at_risk_percent = 20
        partner = self.silent(*range(100, 1000, 60), user_id=self.julie.id)
        other = self.silent(*range(100, 1000, 60), user_id=self.julie.id)
        self.refresh()
        both = partner | other
        both.activity_ids.unlink()
        self.standing(partner).warned_for = False
        self.standing(other).warned_for = False
        self.assertEqual(self.standing(other).inactivity_level, "at_risk")
        self.decide(partner)
        self.Customer._warn_at_risk(self.company)
        self.assertTrue(other.activity_ids)
        self.assertFalse(partner.activity_ids)

    def test_profile_does_not_decide(self):
        """... nor does a context, nor a nested write."""
        partner, __ = self.silent_with_card()
        profile = self.env["reactivation.profile"].with_user(self.claire)
        with self.refused(AccessError, "follows from the decisions"):
            profile.create({"partner_id": partner.id, "pursuit": "not_pursued"})
        renunciation = self.Renunciation.with_user(self.claire)
        renunciation = renunciation.with_context(
            default_state="decided", default_decided_on=TODAY
        ).create({"partner_id": partner.id})
        self.assertEqual(renunciation.state, "proposed")
        self.assertFalse(renunciation.decided_on)
