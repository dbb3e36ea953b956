from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .campaign_case import CampaignCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestCampaignFigures(CampaignCase):
    """Figures, forecast, health, preview: what the campaign's screens say."""

    def test_figures_of_steps_and_campaign(self):
        one, two = self.customer(), self.customer(name="Bakery")
        self.channel("call").unit_cost = 12
        campaign = self.make_campaign({}, {"delay_count": 7}, budget=100)
        campaign._run()
        self.card(one).activity_ids.filtered(
            lambda a: "Spring" in a.summary
        ).action_done()
        campaign._follow_up()
        self.confirm(one, 500)
        step = campaign.step_ids[0]
        self.assertEqual((step.planned_count, step.done_count), (1, 1))
        self.assertEqual((step.order_count, step.order_amount), (1, 500))
        self.assertEqual(step.cost, 12)
        figures = ("enrolled_count", "reached_count", "ordered_count", "running_count")
        self.assertEqual([campaign[name] for name in figures], [2, 1, 1, 1])
        self.assertEqual((campaign.order_amount, campaign.spent_amount), (500, 12))
        self.assertEqual(campaign.forecast_amount, 12 + 2 * 12)
        self.assertFalse(campaign.is_over_budget)
        self.assertIn("Came Back", campaign.funnel)
        self.assertEqual(self.enrollment(two).state, "running")

    def test_who_entered_twice_came_back_once(self):
        """The comeback is that of the last round; plan and form say the same."""
        partner = self.customer()
        campaign = self.make_campaign()

        def figures():
            self.env.flush_all()
            self.env.invalidate_all()
            plan = self.env["reactivation.plan"].search([("kind", "=", "campaign")])
            plan = plan.filtered(lambda line: line.res_id == campaign.id)
            self.assertEqual(plan.done, campaign.ordered_count)
            return campaign.ordered_count, campaign.order_amount

        def touch_and_leave():
            campaign._run()
            self.card(partner).activity_ids.action_done()
            campaign._follow_up()
            self.enrollment(partner)._leave("by_hand")

        touch_and_leave()
        with self.at(NOW + timedelta(days=3)):
            campaign._enrol_by_hand(self.standing(partner))
            touch_and_leave()
            self.assertEqual(len(campaign.enrollment_ids), 2)
        with self.at(NOW + timedelta(days=5)):
            self.confirm(partner, 1000)  # a credit proves it, the round was over
            self.assertEqual(figures(), (1, 1000))
        rounds = campaign.enrollment_ids.sorted("id")
        rounds[1].order_id = self.order_of(partner)
        rounds[1].order_amount = 1000
        self.assertEqual(figures(), (1, 1000))

    def test_steps_are_columns_even_with_nobody_enrolled(self):
        campaign = self.make_campaign({}, {"delay_count": 7})
        self.assertFalse(campaign.enrollment_ids)
        action = campaign.action_open_enrollments()
        enrolled = self.env["reactivation.enrollment"].with_context(
            **action["context"], read_group_expand=True
        )
        groups = enrolled.web_read_group(
            action["domain"], ["next_step_id"], ["__count"]
        )["groups"]
        self.assertEqual(
            [group["next_step_id"][0] for group in groups], campaign.step_ids.ids
        )

    def order_of(self, partner):
        orders = self.env["sale.order"]
        return orders.search([("partner_id", "=", partner.id)], limit=1)

    def test_forecast_before_launch_and_over_budget(self):
        self.customer()
        self.channel("call").unit_cost = 12
        campaign = self.make_campaign({}, {}, launch=False, budget=20)
        self.assertEqual(campaign.forecast_amount, 24)
        self.assertTrue(campaign.is_over_budget)
        self.assertIn("Over budget", campaign.budget_text)
        campaign.budget = 0
        self.assertIn("no budget set", campaign.budget_text)

    def test_health(self):
        campaign = self.make_campaign()
        self.assertFalse(campaign.health_text)
        with self.at(TODAY.fromordinal(TODAY.toordinal() + 13)):
            campaign.invalidate_recordset()
            self.assertFalse(campaign.health_text)
        with self.at(TODAY.fromordinal(TODAY.toordinal() + 14)):
            campaign.invalidate_recordset()
            self.assertIn("Nobody enrolled for 14 days", campaign.health_text)
        campaign.action_pause()
        self.assertIn("Paused", campaign.health_text)

    def test_lift_needs_a_control_group(self):
        self.customer()
        campaign = self.make_campaign()
        self.assertFalse(campaign.lift_text)
        self.customer(name="Control")
        campaign.control_percent = 90
        campaign.control_seed = next(
            seed for seed in range(1, 500) if self._draws(campaign, seed)
        )
        campaign._enrol_audience()
        campaign.invalidate_recordset()
        self.assertIn("left alone", campaign.lift_text)
        self.assertIn("may be chance", campaign.lift_text)

    def _draws(self, campaign, seed):
        campaign.control_seed = seed
        self.env.flush_all()
        rows = self.env.execute_query_dict(campaign._members())
        return any(row["is_control"] and not row["reason"] for row in rows)

    def test_empty_placeholders_are_flagged_before_launch(self):
        """R92"""
        self.customer()
        campaign = self.make_campaign(
            {"channel": "email", "body": "<p>{quotation} and {last_order}</p>"},
            launch=False,
        )
        action = campaign.action_open_launch()
        wizard = self.env[action["res_model"]].create({"campaign_id": campaign.id})
        self.assertEqual(
            wizard.empty_text,
            "{quotation} of step “Step 1” is unknown for 1 customers.",
        )
        wizard.action_launch()
        self.assertEqual(campaign.state, "running")

    def test_preview_for_a_customer(self):
        partner = self.customer()
        campaign = self.make_campaign(
            {"subject": "Hello {customer}", "body": "<p>{last_order} {quotation}</p>"},
            launch=False,
        )
        preview = self.env["reactivation.campaign.preview"].create(
            {"campaign_id": campaign.id}
        )
        self.assertEqual(preview.partner_id, partner)
        self.assertIn("Hello Garage Durand", preview.messages)
        self.assertIn("02/08/2026", preview.messages)
        self.assertIn("Unknown for this customer", preview.messages)
        self.assertIn("{quotation}", preview.messages)

    def test_words_are_escaped(self):
        partner = self.customer(name="<b>Durand</b>")
        campaign = self.make_campaign({"body": "<p>{customer}</p>"}, launch=False)
        facts = campaign.step_ids._message_facts(self.standing(partner))
        body = campaign.step_ids._render(facts[self.standing(partner).id])[1]
        self.assertIn("&lt;b&gt;Durand", body)

    def test_when_in_words(self):
        campaign = self.make_campaign(
            {},
            {
                "delay_count": 2,
                "delay_unit": "weeks",
                "condition": "not_opened",
                "condition_days": 5,
            },
            launch=False,
        )
        self.assertEqual(
            campaign.step_ids.mapped("when_text"),
            ["at once", "after 2 weeks, only if: it was not opened within 5 days"],
        )

    def test_letters_are_printed_together(self):
        """R98: one document, and an activity for each letter to be posted."""
        one, two = self.customer(), self.customer(name="Bakery")
        campaign = self.make_campaign(
            {"channel": "letter", "subject": "A word", "body": "<p>Dear {contact}</p>"}
        )
        campaign._run()
        self.assertEqual(campaign.letters_to_print, 2)
        action = campaign.action_print_letters()
        self.assertEqual(action["report_name"], "crm_reactivation.report_letters")
        letters = self.touches(one) | self.touches(two)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "crm_reactivation.report_letters", letters.ids
        )[0]
        for words in ("Garage Durand", "Bakery", "1 rue de la Paix", "Dear"):
            self.assertIn(words, html.decode())
        self.card(one).activity_ids.action_done()
        campaign._follow_up()
        campaign.invalidate_recordset()
        self.assertEqual(campaign.letters_to_print, 1)


@tagged("post_install", "-at_install")
class TestCampaignScenarios(CampaignCase):
    """The campaigns that come with the module."""

    def scenario(self, name):
        return self.env.ref(f"crm_reactivation.scenario_{name}")

    def test_each_can_be_used_and_launched(self):
        for scenario in self.Campaign.search([("state", "=", "scenario")]):
            with self.subTest(scenario=scenario.name):
                action = scenario.action_use_scenario()
                campaign = self.Campaign.browse(action["res_id"])
                self.assertEqual(campaign.company_id, self.company)
                self.assertEqual(len(campaign.step_ids), len(scenario.step_ids))
                self.assertEqual(
                    len(campaign.step_ids.message_ids),
                    len(scenario.step_ids.message_ids),
                )
                campaign.action_launch()
        with self.refused(UserError, "has to be used as a copy"):
            scenario.action_launch()

    def test_keep_in_touch(self):
        """R100, R102: news, offer, invitation, last question, then removal."""
        scenario = self.scenario("keep_in_touch")
        mails = scenario.step_ids.filtered(lambda s: s.carrier == "email")
        self.assertEqual(
            mails.mapped("name"),
            ["News from us", "Special offer", "Invitation", "Last question"],
        )
        self.assertFalse(mails[0].offer_kind)
        self.assertTrue(mails[1].offer_kind)
        self.assertEqual(mails[3].condition, "silent")
        self.assertTrue(scenario.removes_silent)

    def test_no_price_before_a_proof(self):
        """R3"""
        steps = self.scenario("secure_and_prove").step_ids
        names = steps.mapped("name")
        offers = [i for i, step in enumerate(steps) if step.offer_kind]
        proofs = [i for i, name in enumerate(names) if "Proof" in name]
        self.assertLess(proofs[0], offers[0])

    def test_categories_propose_them(self):
        self.assertEqual(self.months_0_6.scenario_id, self.scenario("keep_in_touch"))
        self.assertEqual(
            self.months_6_18.scenario_id, self.scenario("secure_and_prove")
        )
        self.assertFalse(self.over_18.scenario_id)

    def test_never_bought_and_bought_much_do_not_overlap(self):
        """R86"""
        self.customer()
        prospect = self.make_partner("Prospect", email="p@example.com")
        self.make_order(prospect, 10, confirm=False)
        self.refresh()
        found = {}
        for name in ("never_bought", "bought_much"):
            domain = self.scenario(name)._audience_domain()
            found[name] = self.Customer.search(domain)
            self.assertTrue(found[name], msg=name)
        self.assertFalse(found["never_bought"] & found["bought_much"])


@tagged("post_install", "-at_install")
class TestCampaignAnswer(CampaignCase, HttpCase):
    """R95: why did you stop, what should we improve."""

    def setUp(self):
        super().setUp()
        self.partner = self.customer()
        self.campaign = self.make_campaign({"kind": "feedback"})
        self.answered = self.enrollment(self.partner)
        self.reason = self.env.ref("crm_reactivation.reason_inactivity_disappointed")
        self.path = f"/reactivation/answer/{self.answered.id}/{self.answered._token()}"

    def answer(self, text="Faster delivery"):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            self.path,
            data={
                "csrf_token": token,
                "sent": "1",
                "reason": self.reason.id,
                "text": text,
            },
        )

    def test_answer_is_kept_told_and_counted_as_interaction(self):
        self.env["reactivation.run"].search([]).flush_recordset()
        page = self.answer()
        self.assertIn("Thank you", page.text)
        self.env.invalidate_all()
        self.assertEqual(self.answered.answer_text, "Faster delivery")
        card = self.card(self.partner)
        self.assertEqual(card.reason_id, self.reason)
        told = card.activity_ids.filtered(lambda a: "Answered in" in (a.summary or ""))
        self.assertEqual(told.user_id, self.seller)
        self.assertIn("Faster delivery", told.note)
        self.assertIn("Faster delivery", "".join(card.message_ids.mapped("body")))
        row = self.standing(self.partner)
        self.assertEqual(row.last_interaction_date, TODAY)
        self.assertEqual(card.rank, 0)

    def test_answers_are_read_together(self):
        self.assertFalse(self.campaign.answered_count)
        self.customer(name="Bakery")
        self.campaign._enrol_audience()
        self.answered._record_answer(self.reason, "Faster delivery")
        self.campaign.invalidate_recordset()
        self.assertEqual(self.campaign.answered_count, 1)
        self.assertEqual(self.campaign.enrolled_count, 2)
        action = self.campaign.action_open_answers()
        found = self.Enrollment.search(action["domain"])
        self.assertEqual(found, self.answered)

    def test_sent_twice_it_is_one_answer(self):
        self.answer()
        self.answer()
        self.answer("And lower prices")
        self.env.invalidate_all()
        card = self.card(self.partner)
        told = card.activity_ids.filtered(lambda a: "Answered in" in (a.summary or ""))
        self.assertEqual(len(told), 1)
        self.assertEqual(self.answered.answer_text, "And lower prices")

    def test_reason_that_is_known_stays(self):
        known = self.env.ref("crm_reactivation.reason_inactivity_forgot")
        self.card(self.partner).reason_id = known
        self.answer()
        self.assertEqual(self.card(self.partner).reason_id, known)

    def test_only_what_a_customer_would_say_is_offered(self):
        """In the customer's words; what the house thinks of it stays in the house."""
        offered = self.env["reactivation.reason"]._offered()
        prefix = "crm_reactivation.reason_inactivity_"
        for code in ("own_decision", "closed_down", "unknown"):
            self.assertNotIn(self.env.ref(f"{prefix}{code}"), offered)
        self.reason.customer_wording = "You let us down"
        own = self.env.ref(f"{prefix}own_decision")
        page = self.url_open(self.path).text
        self.assertIn("You let us down", page)
        self.assertNotIn(own.name, page)
        self.reason.customer_wording = False
        self.assertIn(self.reason.name, self.url_open(self.path).text)
        self.reason = own
        self.answer()
        self.env.invalidate_all()
        self.assertTrue(self.answered.answered_on)
        self.assertFalse(self.answered.answer_reason_id, msg="it was not offered")
        offered.is_offered = False
        page = self.url_open(self.path).text
        self.assertNotIn("What was the reason", page)
        self.assertIn("What should we do better", page)

    def test_the_page_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["crm_reactivation"], ["fr_FR"])
        self.answered.contact_id.lang = "fr_FR"
        page = self.url_open(self.path, headers={"Accept-Language": "en-US"}).text
        self.assertIn("Que devrions-nous", page)
        self.assertNotIn("What should we do better", page)

    def test_forged_links_open_nothing(self):
        for path in (
            f"/reactivation/answer/{self.answered.id}/nonsense",
            f"/reactivation/answer/{self.answered.id + 999}/{self.answered._token()}",
            self.path.replace(str(self.answered.id), "0"),
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        with self.refused(AccessError, "link is not valid"):
            self.answered._check_token("nonsense")

    def test_answers_are_not_taken_without_end(self):
        for number in range(10):
            self.answered._record_answer(self.reason, str(number))
        with self.refused(UserError, "changed many times"):
            self.answered._record_answer(self.reason, "again")
        self.assertIn("changed many times", self.answer().text)
        self.assertEqual(self.answered.answer_text, "9", NOW)
