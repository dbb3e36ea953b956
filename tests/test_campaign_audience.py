from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestCampaignAudience(CampaignCase):
    """Who is meant, who is left out and why; one reason each."""

    def test_audience_by_level_class_policy_and_category(self):
        partner = self.customer()
        campaign = self.make_campaign(launch=False)
        self.assertEqual((campaign.audience_count, campaign.ready_count), (1, 1))
        row = self.standing(partner)
        others = {"a", "b", "c"} - {row.value_class}
        campaign.write({f"class_{name}": True for name in others})
        self.assertEqual(campaign.audience_count, 0)
        campaign[f"class_{row.value_class}"] = True
        self.assertEqual(campaign.audience_count, 1)
        campaign.policy_ids = row.policy_id
        self.assertEqual(campaign.audience_count, 1)
        campaign.policy_ids = row.policy_id.copy({"min_order_count": 99})
        self.assertEqual(campaign.audience_count, 0)
        campaign.policy_ids = False
        card = self.card(partner)
        campaign.category_ids = card.category_id
        self.assertEqual(campaign.audience_count, 1)
        campaign.category_ids = self.months_0_6 | self.months_6_18
        card.decided_category_id = self.to_assess
        self.assertEqual(campaign.audience_count, 0)
        campaign.category_ids = False
        campaign.level_inactive = campaign.level_very_inactive = False
        campaign.level_at_risk = True
        self.assertEqual(campaign.audience_count, 0)

    def test_saved_filter_is_followed(self):
        """R85: later changes of the filter change the audience."""
        self.customer(name="Garage Durand")
        saved = self.env["ir.filters"].create(
            {
                "name": "Garages",
                "model_id": "reactivation.customer",
                "domain": "[('partner_id.name', 'ilike', 'garage')]",
                "user_ids": False,
            }
        )
        campaign = self.make_campaign(launch=False, filter_id=saved.id)
        self.assertEqual(campaign.audience_count, 1)
        saved.domain = "[('partner_id.name', 'ilike', 'bakery')]"
        campaign.invalidate_recordset()
        self.assertEqual(campaign.audience_count, 0)

    def test_prospects_and_never_bought_customers_are_enrolled_without_card(self):
        partner = self.make_partner("Prospect", email="prospect@example.com")
        self.make_order(partner, 10, confirm=False)
        self.refresh()
        campaign = self.make_campaign(
            {"channel": "email"},
            level_inactive=False,
            level_very_inactive=False,
            level_never_bought=True,
        )
        enrollment = self.enrollment(partner)
        self.assertTrue(enrollment)
        self.assertFalse(enrollment.episode_id)
        self.assertEqual(enrollment.email, "prospect@example.com")
        self.assertEqual(enrollment.email_normalized, "prospect@example.com")
        self.assertEqual(campaign.enrollment_ids, enrollment)

    def test_each_reason_to_leave_out(self):
        """One customer for each, and nobody is counted twice."""
        self.customer(name="Ready")
        no_go = self.env.ref("crm_reactivation.reason_no_go_timing")
        self.card(self.customer(name="Nogo")).write(
            {"decision": "no_go", "decision_reason_id": no_go.id}
        )
        self.customer(name="Undecided", go=False)
        self.card(self.customer(name="Later")).decided_category_id = self.over_18
        card = self.card(self.customer(name="Needy"))
        card.write(
            {
                "decided_category_id": self.over_18.id,
                "critical_need": "Recall",
                "critical_need_date": TODAY,
            }
        )
        self.customer(name="Ancient", days=1200)
        self.customer(name="Mute", email=False, phone=False, street=False)
        self.customer(
            name="Listed", phone=False, street=False, email="listed@example.com"
        )
        self.env["mail.blacklist"]._add("listed@example.com")
        busy = self.customer(name="Busy")
        other = self.make_campaign(domain=f"[('partner_id', '=', {busy.id})]")
        self.assertEqual(other.enrollment_ids.partner_id, busy)
        campaign = self.make_campaign({"channel": "email"}, launch=False)
        expected = {
            "no_go": 1,
            "no_go_yet": 1,
            "over_18": 1,
            "retention": 1,
            "no_address": 1,
            "opted_out": 1,
            "in_campaign": 1,
        }
        self.assertEqual(self.left_out(campaign), expected)
        self.assertEqual(campaign.audience_count, 9)
        self.assertEqual(campaign.ready_count, 2)
        self.assertIn("No-Go", campaign.left_out_table)
        self.assertIn("Decide Go on the cards", campaign.left_out_table)
        campaign.action_launch()
        names = set(campaign.enrollment_ids.partner_id.mapped("name"))
        self.assertEqual(names, {"Ready", "Needy"}, "as many as were counted")

    def test_preferred_channel_counts_where_a_step_allows_it(self):
        """Without e-mail, by the phone that the contact prefers; none goes astray."""
        partner = self.customer(email=False)
        partner.reactivation_channel_id = self.channel("call")
        mails = {"channel": "email", "prefers_contact": True}
        campaign = self.make_campaign({"channel": "email"}, launch=False)
        self.assertEqual(self.left_out(campaign), {"no_address": 1})
        campaign.step_ids.prefers_contact = True
        self.assertEqual(self.left_out(campaign), {})
        campaign.action_launch()
        self.run_on(campaign)
        self.assertEqual(self.touches(partner).channel_id, self.channel("call"))
        self.assertTrue(self.card(partner).activity_ids)
        partner.phone = False
        self.assertEqual(
            self.left_out(self.make_campaign(mails, launch=False)), {"no_address": 1}
        )

    def test_who_has_no_more_mails_stays_by_the_preferred_channel(self):
        partner = self.customer()
        partner.reactivation_channel_id = self.channel("call")
        campaign = self.make_campaign(
            {"channel": "email", "prefers_contact": True}, {"delay_count": 9}
        )
        campaign.step_ids[1].active = False
        self.env["mail.blacklist"]._add(partner.email)
        self.run_on(campaign)
        self.assertEqual(self.enrollment(partner).state, "running")
        self.assertEqual(self.touches(partner).channel_id, self.channel("call"))
        partner.reactivation_refused_channel_ids = self.channel("call")
        self.run_on(campaign, 1)
        self.assertEqual(self.enrollment(partner).left_reason, "opted_out")

    def test_offer_is_written_as_it_is(self):
        for offer in ("15 % for {customer}", "15 % for {typo}"):
            with self.refused(ValidationError, "offer of step “Step 1” .* without {"):
                self.make_campaign({"offer_text": offer}, launch=False)

    def test_company_may_do_without_go(self):
        self.customer(go=False)
        campaign = self.make_campaign(launch=False)
        self.assertEqual(campaign.ready_count, 0)
        self.company.reactivation_campaign_needs_go = False
        campaign.invalidate_recordset()
        self.assertEqual(campaign.ready_count, 1)

    def test_retention_term_to_the_day(self):
        self.company.reactivation_retention_months = 12
        inside = self.customer(name="Inside", days=365)  # 15 March 2026
        self.customer(name="Outside", days=366)
        campaign = self.make_campaign()
        self.assertEqual(campaign.enrollment_ids.partner_id, inside)
        self.assertEqual(self.left_out(campaign), {"in_campaign": 1, "retention": 1})

    def test_a_channel_that_is_open_is_enough(self):
        partner = self.customer(phone=False)
        self.env["mail.blacklist"]._add(partner.email)
        steps = ({"channel": "email"}, {"channel": "call"})
        campaign = self.make_campaign(*steps, launch=False)
        self.assertEqual(self.left_out(campaign), {"opted_out": 1})
        partner.phone = "+33 1 40 00 00 01"
        self.assertFalse(self.left_out(campaign))
        partner.reactivation_refused_channel_ids = self.channel("call")
        self.assertEqual(self.left_out(campaign), {"opted_out": 1})

    def test_who_is_written_to(self):
        """The last orderer with an e-mail, else the company, else anyone."""
        firm = self.make_partner("Firm", user_id=self.seller.id)
        first, buyer, mute = self.env["res.partner"].create(
            [
                {"name": "First", "parent_id": firm.id, "email": "first@example.com"},
                {"name": "Buyer", "parent_id": firm.id, "email": "buyer@example.com"},
                {"name": "Mute", "parent_id": firm.id},
            ]
        )
        self.insert_orders([(buyer, 500, 100), (mute, 400, 100)])
        self.refresh()
        self.card(firm).decision = "go"
        campaign = self.make_campaign({"channel": "email"})
        self.assertEqual(self.enrollment(firm).contact_id, buyer)
        campaign.action_stop()
        firm.email = "firm@example.com"
        buyer.active = False
        second = self.make_campaign({"channel": "email"}, cool_down_days=0)
        self.assertEqual(self.enrollment(firm, second).contact_id, firm)
        second.action_stop()
        firm.email = False
        third = self.make_campaign({"channel": "email"}, cool_down_days=0)
        self.assertEqual(self.enrollment(firm, third).contact_id, first)

    def test_re_entry_and_cool_down(self):
        partner = self.customer()
        once = self.make_campaign()
        once.enrollment_ids._leave("by_hand")
        self.assertEqual(self.left_out(once), {"been_here": 1})
        again = self.make_campaign(
            launch=False, re_entry="cool_down", cool_down_days=30
        )
        self.assertEqual(self.left_out(again), {"cool_down": 1})
        with self.at(self.days(29)):
            self.assertEqual(self.left_out(again), {"cool_down": 1})
        with self.at(self.days(30)):
            self.assertFalse(self.left_out(again))
            again.action_launch()
            again.enrollment_ids._leave("by_hand")
        with self.at(self.days(60)):
            again._enrol_audience()
        waves = again.enrollment_ids.sorted("id").mapped("wave")
        self.assertEqual(waves, [1, 2])
        self.assertEqual(self.enrollment(partner).state, "running")

    def days(self, count):
        return TODAY.fromordinal(TODAY.toordinal() + count)

    def test_removed_customers_come_back_by_hand_or_with_an_order_only(self):
        partner = self.customer()
        self.make_campaign().enrollment_ids._leave("silent")
        self.assertEqual(self.enrollment(partner).state, "removed")
        campaign = self.make_campaign(cool_down_days=0, re_entry="cool_down")
        self.assertFalse(campaign.enrollment_ids)
        self.assertEqual(self.left_out(campaign), {"removed": 1})
        self.card(partner)._add_to(campaign)
        self.assertEqual(self.enrollment(partner).campaign_id, campaign)

    def test_two_campaigns_wanting_one_card(self):
        partner = self.customer()
        one, two = self.make_campaign(), self.make_campaign()
        self.assertEqual(one.enrollment_ids.partner_id, partner)
        self.assertFalse(two.enrollment_ids)
        with self.refused(UserError, "In a campaign already"):
            self.card(partner)._add_to(two)

    def test_control_group_is_drawn_the_same_way_each_time(self):
        self.insert_partners(200, email="x@example.com", email_normalized="x@e.com")
        partners = self.env["res.partner"].search([("name", "like", "Customer ")])
        self.insert_orders((partner, 400, 100) for partner in partners)
        self.refresh()
        self.company.reactivation_campaign_needs_go = False
        campaign = self.make_campaign(
            {"channel": "email"}, control_percent=20, launch=False
        )
        counted = campaign.control_count
        self.assertTrue(20 <= counted <= 60, msg=counted)
        self.assertEqual(campaign.ready_count, 200 - counted)
        campaign.action_launch()
        control = campaign.enrollment_ids.filtered(lambda e: e.state == "control")
        self.assertEqual(len(control), counted)
        twin = self.make_campaign(
            {"channel": "email"},
            control_percent=20,
            control_seed=campaign.control_seed,
            launch=False,
        )
        again = self.env.execute_query_dict(twin._members())
        drawn = {row["id"] for row in again if row["is_control"]}
        self.assertEqual(drawn, set(control.customer_id.ids))

    def test_launch_warns_about_what_is_missing(self):
        """R133"""
        self.customer(name="Garage", email=False)
        self.customer(name="Bakery", phone=False)
        self.customer(name="Florist", street=False, phone=False)
        channels = ("email", "call", "letter", "visit")
        campaign = self.make_campaign(
            *({"channel": code} for code in channels), launch=False
        )
        self.assertEqual(
            campaign.launch_warning,
            "Customers not assessed: 3. Customers without e-mail address: 1."
            " Customers without phone number: 2. Customers without postal address: 1.",
        )
        by_visit = self.make_campaign({"channel": "visit"}, launch=False)
        self.assertEqual(by_visit.launch_warning, "Customers not assessed: 3.")
        by_text = self.make_campaign(
            {"channel": "visit"}, {"channel": "sms"}, launch=False
        )
        self.assertIn("without phone number: 2", by_text.launch_warning)
        self.assertNotIn("address", by_text.launch_warning)

    def test_launch_is_refused_in_words(self):
        campaign = self.make_campaign(launch=False)
        campaign.step_ids.unlink()
        with self.refused(UserError, "has no step"):
            campaign.action_launch()
        campaign = self.make_campaign({"channel": "email", "body": ""}, launch=False)
        with self.refused(UserError, "“Step 1” of campaign “Spring” has nothing"):
            campaign.action_launch()
        campaign = self.make_campaign(
            launch=False, date_start="2027-01-01", date_end="2027-03-14"
        )
        with self.refused(UserError, "would be over already"):
            campaign.action_launch()
        running = self.make_campaign()
        with self.refused(UserError, "is not a draft"):
            running.action_launch()
        with self.refused(UserError, "Spring” is “Running” now"):
            running.action_resume()
        with self.refused(UserError, "is not running"):
            campaign.action_stop()

    def test_definitions_that_cannot_work_are_refused(self):
        with self.refused(ValidationError, "before it starts"):
            self.make_campaign(
                launch=False, date_start="2027-05-01", date_end="2027-04-01"
            )
        with self.refused(ValidationError, "cannot be read"):
            self.make_campaign(launch=False, domain="[('x', '=', uid)]")
        with self.refused(ValidationError, "does not work"):
            self.make_campaign(launch=False, domain="[('nonsense', '=', 1)]")
        with self.refused(ValidationError, "known as {nonsense}"):
            self.make_campaign({"body": "<p>{nonsense}</p>"}, launch=False)
        campaign = self.make_campaign(launch=False)
        with self.refused(ValidationError, "only look at another step"):
            campaign.step_ids.condition_step_id = campaign.step_ids

    def test_history_is_kept(self):
        self.customer()
        campaign = self.make_campaign()
        campaign._run()
        with self.refused(UserError, "history is kept. Stop it"):
            campaign.unlink()
        with self.refused(UserError, "was taken already"):
            campaign.step_ids.unlink()

    def test_nobody_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.silent(user_id=self.seller.id, email="a@example.com")
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.company.reactivation_campaign_needs_go = False
        other.reactivation_campaign_needs_go = False
        campaign = self.make_campaign({"channel": "email"})
        self.assertEqual(campaign.enrollment_ids.company_id, self.company)
        self.assertEqual(campaign.enrollment_ids.customer_id, self.standing(partner))
        abroad = self.make_campaign({"channel": "email"}, company_id=other.id)
        self.assertEqual(abroad.enrollment_ids.company_id, other)
        self.assertEqual(abroad.enrollment_ids.partner_id, partner, "both companies'")
        with self.refused(UserError, "customers of other companies"):
            campaign._enrol_by_hand(self.standing(partner, other))
