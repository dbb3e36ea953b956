from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestCampaignLeaving(CampaignCase):
    """Campaigns stop by themselves; what was planned is cancelled with a note."""

    def under_way(self, **values):
        """A customer whose first call is planned: (partner, campaign, enrolment)."""
        partner = self.customer()
        campaign = self.make_campaign({}, {"delay_count": 7}, **values)
        campaign._run()
        self.assertTrue(self.card(partner).activity_ids)
        return partner, campaign, self.enrollment(partner)

    def assert_left(self, enrollment, reason, state="left"):
        self.assertEqual((enrollment.state, enrollment.left_reason), (state, reason))
        self.assertEqual(enrollment.touch_ids.mapped("state"), ["cancelled"])
        self.assertFalse(enrollment.touch_ids.activity_id)
        self.assertFalse(enrollment.next_on)

    def test_order(self):
        """At once, with what it brought; not only at night."""
        partner, campaign, enrollment = self.under_way()
        card = self.card(partner)
        order = self.confirm(partner, 250)
        self.assert_left(enrollment, "ordered")
        self.assertEqual((enrollment.order_id, enrollment.order_amount), (order, 250))
        self.assertFalse(card.activity_ids)
        notes = "".join(card.message_ids.mapped("body"))
        self.assertIn("Left campaign “Spring”: Ordered again", notes)
        self.assertIn("Spring: Step 1", notes)

    def test_cards_are_found_by_the_campaign_under_way(self):
        partner, __, enrollment = self.under_way()
        card, other = self.card(partner), self.card(self.customer(name="Bakery"))
        cards = self.env["reactivation.episode"]
        ours = [("id", "in", (card | other).ids)]

        def found(*values):
            return cards.search([("enrollment_id", "in", values), *ours])

        self.assertEqual(found(enrollment.id), card)
        self.assertEqual(found(False), other)
        self.assertEqual(found(False, enrollment.id), card | other)
        self.assertEqual(cards.search([("enrollment_id", "!=", False), *ours]), card)
        enrollment._leave("by_hand")
        self.assertFalse(found(enrollment.id), msg="as the field says")
        self.assertEqual(found(False), card | other)

    def test_order_just_after_midnight(self):
        """Days are the company's: it is 15 March in Paris, 14 March in UTC."""
        partner = self.customer()
        with self.at(datetime(2027, 3, 14, 23, 10)):
            campaign = self.make_campaign({}, {"delay_count": 7})
        enrollment = self.enrollment(partner)
        self.assertEqual(enrollment.entered_on, TODAY)
        with self.at(datetime(2027, 3, 14, 23, 30)):
            order = self.confirm(partner, 250)
        self.assertEqual(
            (enrollment.left_reason, enrollment.order_id, enrollment.order_amount),
            ("ordered", order, 250),
        )
        self.assertEqual(campaign.order_amount, 250)

    def test_order_of_a_prospect_without_card(self):
        partner = self.make_partner("Prospect", phone="+33 1 40 00 00 00")
        quotation = self.make_order(partner, 10, confirm=False)
        self.refresh()
        campaign = self.make_campaign(
            level_inactive=False, level_very_inactive=False, level_never_bought=True
        )
        campaign._run()
        self.assertTrue(partner.activity_ids)
        quotation.action_confirm()
        self.assert_left(self.enrollment(partner), "ordered")
        self.assertFalse(partner.activity_ids)

    def test_no_go(self):
        partner, campaign, enrollment = self.under_way()
        reason = self.env["reactivation.reason"].search(
            [("kind", "=", "no_go")], limit=1
        )
        self.card(partner).write({"decision": "no_go", "decision_reason_id": reason.id})
        self.assert_left(enrollment, "no_go")

    def test_call_outcomes(self):
        """A need or another solution ends the campaign, an unanswered call does not."""
        for outcome, ends in (("unreachable", False), ("no_need", True)):
            partner, campaign, enrollment = self.under_way()
            reason = self.env["reactivation.reason"].search(
                [("kind", "=", "outcome"), ("effect", "=", outcome)], limit=1
            )
            self.env["reactivation.call"].with_user(self.seller).create(
                {
                    "episode_id": self.card(partner).id,
                    "outcome_id": reason.id,
                    "activity_id": enrollment.touch_ids.activity_id.id,
                    "next_date": date(2027, 9, 1),
                }
            )
            with self.subTest(outcome=outcome):
                self.assertEqual(enrollment.state, "left" if ends else "running")
                campaign._follow_up()
                self.assertEqual(self.touches(partner)[0].state, "done")
                step = campaign.step_ids[0]
                step.invalidate_recordset()
                self.assertEqual(step.outcome_count, 1)
            campaign.action_stop()

    def test_move_to_be_left_alone(self):
        """R135: the steps are named before and cancelled after the move."""
        partner, campaign, enrollment = self.under_way()
        card = self.card(partner)
        self.assertIn(
            "Spring: Step 2 on 03/22/2027", card.move_warning(self.over_18.id)
        )
        card.decided_category_id = self.months_6_18
        self.assertEqual(enrollment.state, "running")
        card.category_id = self.over_18
        self.assert_left(enrollment, "over_18")

    def test_critical_need_keeps_the_campaign(self):
        partner, campaign, enrollment = self.under_way()
        card = self.card(partner)
        card.write({"critical_need": "Recall", "critical_need_date": TODAY})
        card.category_id = self.over_18
        self.run_on(campaign)
        self.assertEqual(enrollment.state, "running")

    def test_opting_out_of_every_channel(self):
        partner, campaign, enrollment = self.under_way()
        campaign.step_ids[1].channel_id = self.channel("email")
        partner.reactivation_refused_channel_ids = self.channel("call")
        campaign._run()
        self.assertEqual(enrollment.state, "running", "an e-mail can still be sent")
        self.env["mail.blacklist"]._add(partner.email)
        campaign._run()
        self.assert_left(enrollment, "opted_out")

    def test_end_of_the_campaign(self):
        partner, campaign, enrollment = self.under_way(date_end=date(2027, 3, 20))
        self.run_on(campaign, 5)
        self.assertEqual(campaign.state, "running", "its last day")
        self.run_on(campaign, 6)
        self.assertEqual(campaign.state, "done")
        self.assert_left(enrollment, "ended")

    def test_stopped_by_hand(self):
        partner, campaign, enrollment = self.under_way()
        campaign.action_stop()
        self.assert_left(enrollment, "ended")

    def test_taken_out_by_hand(self):
        partner, campaign, enrollment = self.under_way()
        self.card(partner).action_leave_campaign()
        self.assert_left(enrollment, "by_hand")

    def test_card_closed_and_partner_archived(self):
        partner, campaign, enrollment = self.under_way()
        partner.active = False
        self.refresh()
        self.assertIn(enrollment.left_reason, ("closed", "archived"))
        self.assertEqual(enrollment.state, "left")

    def test_retention_term_reached_under_way(self):
        partner, campaign, enrollment = self.under_way()
        with self.at(NOW + timedelta(days=3 * 365)):
            campaign._run()
        self.assert_left(enrollment, "retention")

    def test_do_not_pursue(self):
        partner, campaign, enrollment = self.under_way()
        profile = self.env["reactivation.profile"].create({"partner_id": partner.id})
        profile.sudo().pursuit = "not_pursued"
        campaign._run()
        self.assertEqual(enrollment.state, "left")

    def test_who_never_reacts_is_removed(self):
        """R102: comes back by hand or with a new order only."""
        partner, campaign, enrollment = self.under_way(
            removes_silent=True, silent_days=14
        )
        for day in (7, 8, 20):
            self.run_on(campaign, day)
        self.assertEqual(enrollment.state, "running")
        self.run_on(campaign, 21)
        self.assertEqual(
            (enrollment.state, enrollment.left_reason), ("removed", "silent")
        )

    def test_who_reacted_is_not_removed(self):
        partner, campaign, enrollment = self.under_way(removes_silent=True)
        enrollment.touch_ids.replied_on = TODAY
        for day in (7, 8):
            self.run_on(campaign, day)
        self.assertEqual(enrollment.state, "done")

    def test_merged_prospects(self):
        """Without cards, too, one of two campaigns goes on: that of who stays."""
        never_bought = {
            "level_inactive": False,
            "level_very_inactive": False,
            "level_never_bought": True,
        }
        enrollments = self.Enrollment
        for name in ("Prospect", "Twin"):
            partner = self.make_partner(name, phone="+33 1 40 00 00 00")
            self.make_order(partner, 10, confirm=False)
            self.refresh()
            self.make_campaign(**never_bought)._run()
            enrollments |= self.enrollment(partner)
        self.assertEqual(len(enrollments.campaign_id), 2)
        gone, kept = enrollments.sorted("id")
        partner = kept.partner_id
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            enrollments.partner_id.ids, partner
        )
        self.assertEqual(kept.state, "running")
        self.assert_left(gone, "merged")
        self.assertEqual(gone.partner_id, partner, "its history moved along")

    def test_new_salesperson_takes_over(self):
        partner, campaign, enrollment = self.under_way()
        other = self.make_user("other", "sales_team.group_sale_salesman")
        self.card(partner).user_id = other
        self.run_on(campaign, 7)
        self.assertEqual(enrollment.user_id, other)
        self.assertEqual(self.touches(partner)[-1].activity_id.user_id, other)

    def test_card_proposes_by_column_and_level(self):
        """R15, R84"""
        scenario, special = self.Campaign.create(
            [
                {"name": name, "state": "scenario", "company_id": False}
                for name in ("Keep in touch", "Special")
            ]
        )
        card = self.card(self.customer())
        card.decided_category_id = self.months_0_6
        self.months_0_6.scenario_id = scenario
        self.months_0_6.very_inactive_scenario_id = special
        self.assertFalse(card.proposed_campaign_id)
        self.assertIs(card.campaign_text, False)
        campaign = self.make_campaign(scenario_id=scenario.id, level_inactive=False)
        card.invalidate_recordset()
        self.assertEqual(card.proposed_campaign_id, campaign)
        card.with_user(self.seller).action_add_to_proposed()
        self.assertEqual(card.campaign_id, campaign)
        self.assertEqual(card.campaign_text, "Spring: Step 1 on 03/15/2027")
        self.assertFalse(card.proposed_campaign_id)

    def test_comeback_is_attributed_to_the_campaign_that_spoke_last(self):
        """Within the attribution window; what was only planned does not count."""
        self.company.reactivation_credit_days = 30
        for days, done, attributed in (
            (30, True, True),
            (31, True, False),
            (5, False, False),
        ):
            partner, campaign, enrollment = self.under_way(keeps_enrolling=False)
            card = self.card(partner)
            if done:
                enrollment.touch_ids.activity_id.action_done()
            with self.at(NOW + timedelta(days=days)):
                self.confirm(partner)
            with self.subTest(days=days, done=done):
                expected = campaign if attributed else self.Campaign
                self.assertEqual(card.credit_ids.campaign_id, expected)
