from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestReactivationAssessment(AssessmentCase):
    """From answers to the column of the card."""

    # -- a grid to fill

    def test_one_answer_per_criterion_is_waiting(self):
        assessment = self.assess(self.the_card)
        criteria = self.Criterion.search([])
        self.assertEqual(len(criteria), 15)
        self.assertEqual(assessment.answer_ids.criterion_id, criteria)
        self.assertEqual(assessment.customer_id, self.the_card.customer_id)
        self.assertEqual(assessment.partner_id, self.partner)
        self.assertEqual(assessment.company_id, self.company)
        self.assertEqual((assessment.answered_count, assessment.asked_count), (0, 15))
        self.assertIs(assessment.score, False, "unknown, not zero")
        self.assertFalse(assessment.category_id or assessment.reasons)

    def test_the_form_shows_score_and_column_while_it_is_filled(self):
        """Nothing is saved yet: the dialog answers each tap."""
        action = self.the_card.with_user(self.julie).action_assess()
        self.assertFalse(action["res_id"])
        records = self.Assessment.with_user(self.julie)
        form = Form(records.with_context(**action["context"]))
        self.assertEqual(form.customer_id, self.the_card.customer_id)
        self.assertEqual((form.answered_count, len(form.answer_ids)), (0, 15))
        with form.answer_ids.edit(3) as line:
            self.assertTrue(line.question)
            line.level_id = self.shipped("history", 3)
        self.assertEqual(form.answered_count, 1)
        self.assertEqual(form.category_id, self.over_18)
        with form.answer_ids.edit(14) as line:
            line.level_id = self.shipped("will", 3)
        self.assertEqual(form.category_id, self.months_6_18)
        assessment = form.save()
        self.assertEqual((assessment.score, assessment.without_evidence_count), (50, 2))
        self.assertEqual(assessment.user_id, self.julie)
        self.assertEqual(self.the_card.resistance_score, 50)
        self.assertEqual(len(assessment.answer_ids), 15)

    def test_half_done_is_gone_on_with(self):
        assessment = self.assess(self.the_card, [self.shipped("history", 3)])
        self.assertEqual(self.the_card.action_assess()["res_id"], assessment.id)
        grid = self.make_grid(0, 100)
        full = self.assess(self.the_card, [self.level(grid, 100)])
        self.assertEqual(full.completeness, 1)
        self.assertFalse(self.the_card.action_assess()["res_id"])

    def test_answers_are_signed_and_show_what_lacks_evidence(self):
        assessment = self.assess(self.the_card.with_user(self.julie))
        first, second = assessment.answer_ids[:2]
        for answer in (first, second):
            level = answer.criterion_id.level_ids[1]
            answer.with_user(self.julie).level_id = level
        second.with_user(self.manager).write(
            {"level_id": second.criterion_id.level_ids[2].id, "evidence": "Their buyer"}
        )
        self.assertEqual(first.user_id, self.julie)
        self.assertEqual(first.answered_on, TODAY)
        self.assertEqual(second.user_id, self.manager)
        self.assertEqual(assessment.without_evidence_count, 1)
        self.assertEqual(
            assessment.answered_text, "2 of 15 answered, 1 without evidence"
        )
        first.level_id = False
        self.assertFalse(first.user_id or first.answered_on or first.wording)
        self.assertIs(first.points, False)
        self.assertEqual(assessment.answered_text, "1 of 15 answered")

    def test_a_level_must_be_one_of_its_criterion(self):
        assessment = self.assess(self.the_card)
        answer = assessment.answer_ids[0]
        with self.refused(ValidationError, "is no answer to “What share"):
            answer.level_id = self.shipped("history", 1)

    def test_the_future_is_not_known(self):
        with self.refused(ValidationError, "Garage Durand cannot be dated in the futu"):
            self.assess(self.the_card, date=TODAY + timedelta(days=1))

    def test_card_of_another_customer(self):
        other = self.make_partner("Other")
        self.insert_orders([(other, 400, 100)])
        self.refresh()
        with self.refused(
            ValidationError, "card of Other cannot hold an assessment of"
        ):
            self.assess(self.card(other), customer_id=self.the_card.customer_id.id)

    def test_what_is_known_about_the_main_supplier_is_answered(self):
        self.env["reactivation.profile"].create(
            {
                "partner_id": self.partner.id,
                "incumbent_ids": [
                    Command.create({"name": "Small one", "share": 20}),
                    Command.create({"name": "Big one", "share": 55}),
                ],
            }
        )
        assessment = self.assess(self.the_card)
        answer = assessment.answer_ids[0]
        self.assertEqual(answer.level_id, self.shipped("main_share", 2))
        self.assertRegex(answer.evidence, "Big one: 55 % of the purchases, verified on")
        self.assertEqual(assessment.answered_count, 1)

    # -- score, category and reasons

    def test_every_bound_on_a_card(self):
        grid = self.make_grid(0, 34, 35, 64, 65, 100)
        for points, category in (
            (0, self.months_0_6),
            (34, self.months_0_6),
            (35, self.months_6_18),
            (64, self.months_6_18),
            (65, self.over_18),
            (100, self.over_18),
        ):
            assessment = self.assess(self.the_card, [self.level(grid, points)])
            self.assertEqual(assessment.score, points)
            self.assertEqual(self.the_card.resistance_score, points)
            self.assertEqual(self.the_card.computed_category_id, category, points)
            self.assertEqual(self.the_card.category_id, category, points)

    def test_score_zero_is_a_score(self):
        grid = self.make_grid(0, 100)
        self.assess(self.the_card, [self.level(grid, 0)])
        self.assertIs(self.the_card.resistance_score, 0)
        self.assertEqual(
            self.the_card.resistance_text,
            "0 of 100 (1 of 1 answered, 1 without evidence)",
        )
        found = self.Episode.search([("resistance_score", "=", 0)])
        self.assertEqual(found, self.the_card)
        self.assertFalse(self.Episode.search([("resistance_score", "=", False)]))

    def test_shipped_knock_outs_demand_their_category(self):
        easy = [self.shipped(code, 0) for code in ("history", "stability", "problem")]
        for code, number, category in (
            ("exposure", 2, self.months_0_6),
            ("exposure", 3, self.over_18),
            ("disruption", 3, self.over_18),
            ("pressure", 3, self.over_18),
            ("decision", 1, self.months_0_6),
            ("decision", 2, self.months_6_18),
            ("decision", 3, self.months_6_18),
        ):
            assessment = self.assess(self.the_card, [*easy, self.shipped(code, number)])
            self.assertLess(assessment.score, 35)
            self.assertEqual(self.the_card.category_id, category, (code, number))

    def test_reasons_are_sentences_with_facts(self):
        assessment = self.assess(
            self.the_card,
            [self.shipped("history", 0), self.shipped("pressure", 3)],
        )
        self.assertEqual(
            self.the_card.reasons_text.split("\n"),
            [
                "Score 50: “6-18 months” goes from 35 to 64.",
                "Does somebody above them decide: management, group, principal? – The"
                " supplier is imposed from above. This alone demands “Over 18 months”"
                " at least.",
                "How long have they bought from their present suppliers? – Less than a"
                " year: lowers the score by 25.",
                "Does somebody above them decide: management, group, principal? – The"
                " supplier is imposed from above: raises the score by 25.",
            ],
        )
        lines = {line["dimension"]: line for line in assessment.breakdown_lines}
        self.assertEqual(list(lines), [code for code, __ in self.dimensions()])
        self.assertEqual(lines["habits"]["score"], 0)
        self.assertEqual(lines["habits"]["text"], "0 of 100, by 1 of 3 answers")
        self.assertIsNone(lines["openness"]["score"])
        self.assertEqual(lines["openness"]["text"], "not known: nothing answered")
        self.assertEqual(lines["openness"]["label"], "Openness to change")

    def dimensions(self):
        return self.Criterion._fields["dimension"].selection

    def test_a_change_that_costs_too_much_is_not_proposed_first(self):
        assessment = self.assess(self.the_card, [self.shipped("history", 0)])
        self.assertEqual(self.the_card.category_id, self.months_0_6)
        assessment.write({"cost_of_change": "4", "expected_benefit": "4"})
        self.assertEqual(self.the_card.category_id, self.months_6_18)
        self.assertIn(
            "costs them at least as much as it br", self.the_card.reasons_text
        )
        assessment.expected_benefit = "5"
        self.assertEqual(self.the_card.category_id, self.months_0_6)
        assessment.expected_benefit = False
        self.assertEqual(self.the_card.category_id, self.months_0_6)

    def test_answers_without_weight_leave_the_customer_to_assess(self):
        grid = self.make_grid(0, 100)
        grid.weight = 0
        self.assess(self.the_card, [self.level(grid, 100)])
        self.assertIs(self.the_card.resistance_score, False)
        self.assertEqual(self.the_card.category_id, self.to_assess)
        self.assertFalse(self.the_card.category_is_provisional)
        self.assertEqual(
            self.the_card.resistance_text,
            "No score (1 of 1 answered, 1 without evidence)",
        )

    def test_interest_changes_nothing(self):
        """Opens, clicks, visits and quotations make no customer easier to win."""
        answers = [self.shipped("history", 2), self.shipped("tests", 1)]
        assessment = self.assess(self.the_card, answers)
        before = assessment.read(["score", "category_id", "reasons", "breakdown"])
        self.partner.email = "garage@example.com"
        moment = TODAY - timedelta(days=1)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env.ref("base.model_res_partner").id,
            }
        )
        self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": self.partner.id,
                "email": self.partner.email,
                "trace_status": "reply",
                "sent_datetime": moment,
                "open_datetime": moment,
                "links_click_datetime": moment,
                "reply_datetime": moment,
            }
        )
        self.make_order(self.partner, 0, confirm=False).action_quotation_sent()
        self.env["reactivation.observation"].create(
            {"partner_id": self.partner.id, "user_id": self.julie.id, "date": moment}
        )
        self.refresh()
        self.assertTrue(self.the_card.still_reacts, msg="the signals were seen")
        self.assertEqual(
            assessment.read(["score", "category_id", "reasons", "breakdown"]), before
        )
        self.assertEqual(self.the_card.resistance_score, assessment.score)
        self.assertEqual(self.the_card.category_id, assessment.category_id)

    def test_the_age_of_the_last_order_moves_no_column(self):
        """The horizon counts from the assessment: time to activate, not silence."""
        self.assess(self.the_card, [self.shipped("history", 2)])
        window = self.the_card.expected_activation_from
        column = self.the_card.category_id
        self.assertEqual(column, self.over_18)
        self.env.cr.execute(
            "UPDATE sale_order SET date_order = date_order - interval '200 days'"
            " WHERE partner_id = %s",
            [self.partner.id],
        )
        self.refresh()
        self.assertEqual(self.the_card.silence_days, 600)
        self.assertEqual(self.the_card.category_id, column)
        self.assertEqual(self.the_card.expected_activation_from, window)

    # -- the first answer takes over, the last one gives back

    def test_no_answer_leaves_the_provisional_category(self):
        card = self.provisional_card()
        assessment = self.assess(card)
        self.assertTrue(card.category_is_provisional)
        self.assertEqual(card.category_id, self.months_6_18)
        self.assertFalse(card.assessment_id)
        self.assertEqual(card.resistance_text, "Not assessed")
        answer = assessment.answer_ids[3]
        answer.level_id = self.shipped("history", 0)
        self.assertFalse(card.category_is_provisional)
        self.assertEqual(card.category_id, self.months_0_6)
        self.assertEqual(card.assessment_id, assessment)
        self.assertEqual(card.assessed_on, TODAY)
        answer.level_id = False
        self.assertTrue(card.category_is_provisional)
        self.assertEqual(card.category_id, self.months_6_18)
        self.assertIs(card.resistance_score, False)
        self.assertFalse(card.assessed_on)

    def provisional_card(self):
        self.the_card.write(
            {
                "opening_category_id": self.months_6_18.id,
                "computed_category_id": self.months_6_18.id,
                "category_is_provisional": True,
                "provisional_score": 41,
            }
        )
        return self.the_card

    def test_the_newest_with_an_answer_is_current(self):
        grid = self.make_grid(0, 50, 100)
        old = self.assess(
            self.the_card, [self.level(grid, 100)], date=TODAY - timedelta(days=30)
        )
        empty = self.assess(self.the_card)
        self.assertTrue(old.is_current)
        self.assertFalse(empty.is_current)
        self.assertEqual(self.the_card.resistance_score, 100)
        empty.answer_ids.level_id = self.level(grid, 50)
        self.assertTrue(empty.is_current)
        self.assertFalse(old.is_current)
        self.assertEqual(self.the_card.resistance_score, 50)
        late = self.assess(
            self.the_card, [self.level(grid, 0)], date=TODAY - timedelta(days=60)
        )
        self.assertFalse(late.is_current, msg="entered late, about an earlier day")
        self.assertEqual(self.the_card.resistance_score, 50)
        empty.unlink()
        self.assertTrue(old.is_current)
        self.assertEqual(self.the_card.resistance_score, 100)

    def test_history_stays_as_it_was(self):
        grid = self.make_grid(0, 100)
        old = self.assess(
            self.the_card, [self.level(grid, 100)], date=TODAY - timedelta(days=30)
        )
        self.assess(self.the_card, [self.level(grid, 0)])
        for change in (
            lambda: old.write({"note": "?"}),
            lambda: old.answer_ids.write({"level_id": self.level(grid, 0).id}),
            lambda: old.answer_ids.unlink(),
        ):
            with self.refused(UserError, "of Garage Durand of .* is history. Correct"):
                change()

    # -- spells

    def test_assessed_before_the_silence_tells_nothing_about_it(self):
        grid = self.make_grid(0, 100)
        self.assess(self.the_card, [self.level(grid, 100)])
        self.make_order(self.partner, 0, confirm=False).action_confirm()
        self.assertEqual(self.the_card.state, "reactivated")
        with self.at(TODAY + timedelta(days=600)):
            self.refresh()
            card = self.card(self.partner)
            self.assertNotEqual(card, self.the_card)
            self.assertFalse(card.assessment_id)
            self.assertIs(card.resistance_score, False)
            self.assertEqual(card.category_id, card.opening_category_id)

    def test_assessed_in_this_silence_before_the_card_was_opened(self):
        """A salesperson assessed the customer at risk: the card starts there."""
        partner = self.make_partner("At risk")
        self.insert_orders((partner, day, 100) for day in (60, 120, 180))
        self.refresh()
        row = self.standing(partner)
        grid = self.make_grid(0, 100)
        self.assertFalse(row.episode_id)
        assessment = self.Assessment.create(
            {
                "customer_id": row.id,
                "answer_ids": [
                    Command.create(
                        {
                            "criterion_id": grid.id,
                            "level_id": self.level(grid, 100).id,
                        }
                    )
                ],
            }
        )
        with self.at(TODAY + timedelta(days=900)):
            self.refresh()
            card = self.card(partner)
            self.assertEqual(card.assessment_id, assessment)
            self.assertEqual(card.resistance_score, 100)
            self.assertEqual(card.category_id, self.over_18)
            self.assertFalse(card.category_is_provisional)
            self.assertTrue(card.to_reassess)

    def test_assessed_card_outlives_a_backdated_order(self):
        """Somebody has worked on it: the refresh does not throw it away."""
        self.assess(self.the_card, [self.shipped("history", 2)])
        self.insert_orders([(self.partner, 3, 100)])
        self.refresh()
        self.assertEqual(self.the_card.state, "open")

    def test_assessments_are_valid_for_a_year(self):
        self.assess(self.the_card, [self.shipped("history", 2)])
        outdated = [("to_reassess", "=", True)]
        for days, expected in ((367, True), (366, False), (0, False)):
            with self.at(TODAY + timedelta(days=days)):
                self.env.invalidate_all()
                self.assertEqual(self.the_card.to_reassess, expected, days)
                self.assertEqual(bool(self.Episode.search(outdated)), expected, days)
        self.company.reactivation_assessment_months = 1
        with self.at(TODAY + timedelta(days=32)):
            self.env.invalidate_all()
            self.assertTrue(self.the_card.to_reassess)
            self.assertFalse(self.the_card.action_assess()["res_id"], msg="a new one")
            [group] = self.Episode._read_group(outdated, ["to_reassess"], ["__count"])
            self.assertEqual(group, (True, 1))

    def test_expected_window_is_the_assessment_plus_the_horizon(self):
        grid = self.make_grid(0, 50, 100)
        day = TODAY - timedelta(days=14)  # 1 March
        for points, first, last in (
            (0, "2027-03-01", "2027-09-01"),
            (50, "2027-09-01", "2028-09-01"),
            (100, "2028-09-01", "None"),
        ):
            self.assess(self.the_card, [self.level(grid, points)], date=day)
            self.assertEqual(str(self.the_card.expected_activation_from), first)
            self.assertEqual(str(self.the_card.expected_activation_to or None), last)
        self.assertEqual(
            self.Episode.search([("expected_activation_from", "=", "2028-09-01")]),
            self.the_card,
        )

    def test_provisional_cards_promise_no_month(self):
        card = self.provisional_card()
        self.assertFalse(card.expected_activation_from or card.expected_activation_to)

    # -- rights and companies

    def test_salespeople_assess_their_own_customers(self):
        mine = self.assess(self.the_card.with_user(self.julie))
        self.assertTrue(mine)
        for user in (self.julie, self.manager):
            records = self.Assessment.with_user(user)
            self.assertTrue(records.create({"episode_id": self.the_card.id}))
        with self.refused(
            AccessError, "belongs to Julie Dupont: only that person or a sales manager"
        ):
            self.Assessment.with_user(self.marc).create(
                {"episode_id": self.the_card.id}
            )
        self.assertFalse(self.Assessment.with_user(self.marc).search([]))
        with self.assertRaises(AccessError):
            mine.answer_ids.with_user(self.marc).write({"evidence": "?"})
        with self.assertRaises(AccessError):
            mine.with_user(self.marc).write({"note": "?"})

    def test_nobodys_customer_is_read_and_not_assessed(self):
        nobodys = self.make_partner("Nobody's")
        self.insert_orders([(nobodys, 400, 100)])
        self.refresh()
        assessment = self.assess(self.card(nobodys), [self.shipped("history", 1)])
        self.assertEqual(assessment.with_user(self.julie).score, 33)
        with self.refused(
            AccessError, "Nobody's has no salesperson yet. Ask your sales"
        ):
            self.Assessment.with_user(self.julie).create(
                {"episode_id": self.card(nobodys).id}
            )

    def test_who_signs_is_who_writes(self):
        assessment = self.Assessment.with_user(self.julie).create(
            {"episode_id": self.the_card.id, "user_id": self.marc.id}
        )
        self.assertEqual(assessment.user_id, self.julie)

    def test_users_without_sales_rights(self):
        clerk = self.make_user("clerk")
        for model in (
            "reactivation.assessment",
            "reactivation.assessment.answer",
            "reactivation.criterion",
            "reactivation.incumbent",
        ):
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(clerk).search_count([])

    def test_the_card_cannot_be_given_a_score_by_hand(self):
        for values in ({"resistance_score": 3}, {"assessment_id": False}):
            with self.refused(AccessError, "is written by the refresh only"):
                self.the_card.with_user(self.julie).write(values)

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.insert_orders([(self.partner, 420, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        abroad = self.standing(self.partner, other).episode_id
        grid = self.make_grid(0, 100)
        here = self.assess(self.the_card, [self.level(grid, 100)])
        there = self.assess(abroad, [self.level(grid, 0)])
        self.assertTrue(here.is_current and there.is_current)
        self.assertEqual((here.company_id, there.company_id), (self.company, other))
        self.assertEqual(self.the_card.category_id, self.over_18)
        self.assertEqual(abroad.category_id, self.months_0_6)
        as_manager = self.Assessment.with_user(self.manager)
        self.assertEqual(as_manager.search([]), here)
        self.assertEqual(self.partner.with_company(self.company).resistance_score, 100)
        self.assertIs(self.partner.with_company(other).resistance_score, 0)

    def test_merged_customers_keep_both_histories(self):
        grid = self.make_grid(0, 50, 100)
        twin = self.make_partner("Twin")
        self.insert_orders([(twin, 300, 100)])
        self.refresh()
        one = self.assess(
            self.the_card, [self.level(grid, 100)], date=TODAY - timedelta(days=9)
        )
        two = self.assess(self.card(twin), [self.level(grid, 50)])
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.partner | twin).ids, self.partner)
        self.env.invalidate_all()
        self.assertEqual((one | two).partner_id, self.partner)
        self.assertEqual((one | two).filtered("is_current"), two)
        self.assertEqual(self.card(self.partner).resistance_score, 50)

    def test_contact_shows_the_score(self):
        grid = self.make_grid(0, 35, 100)
        self.assess(self.the_card, [self.level(grid, 35)])
        partners = self.env["res.partner"].with_user(self.julie)
        mine = [("id", "=", self.partner.id)]
        self.assertEqual(self.partner.with_user(self.julie).resistance_score, 35)
        self.assertTrue(partners.search([*mine, ("resistance_score", ">=", 35)]))
        self.assertFalse(partners.search([*mine, ("resistance_score", "<", 35)]))
        [group] = partners._read_group(mine, ["resistance_score"], ["__count"])
        self.assertEqual(group, (35, 1))
        self.assertIs(self.make_partner().resistance_score, False)
