from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import TODAY
from .security_case import MANAGER, SALESMAN
from .self_test_case import SelfTestCase


@tagged("post_install", "-at_install")
class TestSelfTest(SelfTestCase):
    """Fifteen answers, complete or refused, and what their points say."""

    def test_key_as_shipped(self):
        """Best 5, middle 2, worst 0; 75 at most."""
        questions = self.Test._questions()
        self.assertEqual(len(questions), 15)
        key = [tuple(q.choice_ids.sorted().mapped("points")) for q in questions]
        expected = "520 250 502 520 520 520 052 025 520 205 205 052 052 250 502".split()
        self.assertEqual(key, [tuple(map(int, points)) for points in expected])

    def test_bands_at_their_bounds(self):
        """24 is low, 25 and 55 are middle, 56 is high: by real answers."""
        for points, band, text in (
            (0, "low", "Fewer than 25 points"),
            (24, "low", "Fewer than 25 points"),
            (25, "middle", "25 to 55 points"),
            (55, "middle", "25 to 55 points"),
            (56, "high", "More than 55 points"),
            (75, "high", "More than 55 points"),
        ):
            test = self.take(points)
            self.assertEqual((test.points, test.max_points), (points, 75))
            self.assertEqual(test.band, band, points)
            self.assertEqual(test.band_text, text)
            self.assertEqual(test.points_text, f"{points} of 75 points")

    def test_reading_of_each_band(self):
        readings = [self.take(points).reading for points in (10, 40, 70)]
        self.assertEqual(len(set(readings)), 3)
        self.assertIn("farmers", readings[0])
        self.assertIn("hunters", readings[0])

    def test_incomplete_test_is_refused(self):
        test = self.begin(75)
        for number in (4, 7, 12):
            test.answer_ids.sorted()[number - 1].choice_id = False
        self.assertEqual(test.answered_text, "12 of 15 answered")
        with self.refused(
            ValidationError, "3 of 15 questions are not answered yet: number 4, 7, 12"
        ):
            test.action_submit()
        test.invalidate_recordset()
        self.assertEqual(test.state, "draft")
        self.assertFalse(test.points)
        self.assertFalse(test.band)
        self.assertFalse(test.points_text)

    def test_incomplete_values_are_refused(self):
        """A script that creates or writes cannot step over it either."""
        first = self.Test._questions()[0]
        answer = Command.create(
            {"question_id": first.id, "choice_id": first.choice_ids[0].id}
        )
        for answers in ([], [answer], [Command.clear()]):
            with self.refused(ValidationError, "of 15 questions are not answered"):
                self.Test.create({"state": "done", "answer_ids": answers})
        test = self.Test.create({})
        with self.refused(ValidationError, "15 of 15 questions are not answered"):
            test.state = "done"
        with self.refused(ValidationError, "15 of 15 questions are not answered"):
            test.write({"answer_ids": [Command.clear()], "state": "done"})

    def test_submitted_test_stays_as_it_was(self):
        test = self.take(40)
        answer = test.answer_ids[0]
        others = answer.question_id.choice_ids - answer.choice_id
        with self.refused(UserError, "was submitted and stays as it was"):
            test.date = TODAY
        with self.refused(UserError, "was submitted and stays as it was"):
            test.state = "draft"
        with self.refused(UserError, "was submitted and stays as it was"):
            answer.choice_id = others[0]
        with self.refused(UserError, "was submitted and stays as it was"):
            answer.unlink()
        other = self.begin(20)
        with self.refused(UserError, "was submitted and stays as it was"):
            other.answer_ids[0].test_id = test
        self.assertEqual(test.points, 40)

    def test_result_keeps_the_points_it_was_made_with(self):
        test, draft = self.take(75), self.begin(75)
        question = self.Test._questions()[0]
        best = question.choice_ids.sorted()[0]
        best.points = 9
        self.assertEqual((test.points, test.max_points), (75, 75))
        draft.action_submit()
        self.assertEqual((draft.points, draft.max_points), (79, 79))

    def test_key_must_lead_to_every_band(self):
        questions = self.Test._questions()
        with self.refused(
            ValidationError, "nobody could reach the result “Fully engaged”.* give 55"
        ):
            questions[:4].active = False  # eleven are left
        question = questions[5]
        with self.refused(ValidationError, "needs at least two answers"):
            question.choice_ids = [Command.clear()]

    def test_question_added_to_a_test_under_way(self):
        test = self.begin(75)
        question = self.env["reactivation.self.test.question"].create(
            {
                "question": "One more?",
                "sequence": 999,
                "choice_ids": [
                    Command.create({"wording": "Yes", "points": 5}),
                    Command.create({"wording": "No"}),
                ],
            }
        )
        with self.refused(ValidationError, "1 of 16 .* number 16"):
            test.action_submit()
        action = test.browse().action_take()
        self.assertEqual(action["res_id"], test.id)
        self.assertEqual(test.answer_ids[-1].question_id, question)
        test.answer_ids[-1].choice_id = question.choice_ids[0]
        test.action_submit()
        self.assertEqual((test.points, test.max_points), (80, 80))

    def test_archived_question_is_not_asked(self):
        question = self.Test._questions()[0]
        question.active = False
        test = self.Test.create({})
        self.assertNotIn(question, test.answer_ids.question_id)
        self.assertEqual(len(test.answer_ids), 14)

    def test_what_was_answered_is_not_deleted(self):
        test = self.take(75)
        answer = test.answer_ids[0]
        with self.refused(UserError, "1 self-tests ask .* Archive the question"):
            answer.question_id.unlink()
        with self.refused(UserError, "was chosen in 1 self-tests"):
            answer.choice_id.unlink()

    def test_answer_of_another_question_is_refused(self):
        test = self.begin(0)
        first, second = test.answer_ids[:2]
        with self.refused(ValidationError, "is no answer to"):
            first.choice_id = second.question_id.choice_ids[0]

    def test_no_test_from_the_future(self):
        with self.refused(ValidationError, "cannot be dated in the future"):
            self.Test.create({"date": "2027-03-16"})

    def test_team_is_the_one_that_is_led(self):
        boss = self.make_user("boss", MANAGER)
        team = self.env["crm.team"].create({"name": "North", "user_id": boss.id})
        test = self.Test.with_user(boss).create({})
        self.assertEqual(test.team_id, team)
        self.assertEqual(test.display_name, "North, 03/15/2027")

    def test_trend_of_the_team(self):
        north, south = self.env["crm.team"].create([{"name": "N"}, {"name": "S"}])
        self.take(10, team_id=north.id, date="2026-03-01")
        self.take(70, team_id=south.id, date="2026-06-01")
        last = self.take(30, team_id=north.id, date="2027-03-01")
        self.assertEqual(
            [(each["points"], each["percent"]) for each in last.trend],
            [(10, 13), (30, 40)],
        )
        action = last.action_trend()
        self.assertEqual(action["views"][0][1], "graph")
        self.assertEqual(len(self.Test.search(action["domain"])), 2)

    def test_facts_beside_the_answers(self):
        def fact(code):
            test = self.Test.create({})
            answer = test.answer_ids.filtered(lambda a: a.question_id.fact == code)
            return answer.fact

        self.env["reactivation.run"].search([]).unlink()
        self.assertEqual(
            fact("refresh"), "No figures of this company have been computed yet."
        )
        self.assertFalse(fact("next_steps"), msg="no cards: nothing to say")
        partners = [self.make_partner(), self.make_partner()]
        self.insert_orders([(partner, 400, 100) for partner in partners])
        self.refresh()
        self.assertEqual(fact("refresh"), "List of 03/15/2027: 2 inactive customers.")
        self.assertEqual(fact("next_steps"), "0 of 2 open cards have a next activity.")
        self.card(partners[0]).activity_schedule("mail.mail_activity_data_call")
        self.assertEqual(fact("next_steps"), "1 of 2 open cards have a next activity.")
        self.assertIn("in touch with 0 of 2", fact("contacts"))
        self.assertEqual(fact("objectives"), "No current objective is agreed on.")
        objective = self.env["reactivation.objective"].create({"owner_type": "company"})
        objective.action_agree()
        self.assertEqual(
            fact("objectives"), "Current objectives that are agreed on: 1."
        )
        self.company.reactivation_time_share = 15
        self.assertEqual(fact("time_share"), "The settings of your company say 15 %.")
        self.assertFalse(fact("visits"), msg="none logged: nothing to say")
        self.env["reactivation.call"].create(
            [
                {
                    "episode_id": self.card(partners[0]).id,
                    "channel": "visit",
                    "outcome_id": self.env.ref("crm_reactivation.outcome_call_back").id,
                    "accompanied_by_ids": companions,
                }
                for companions in ([], self.env.user.ids)
            ]
        )
        self.assertIn("Of 2 visits logged in the last 12 months, 1", fact("visits"))
        self.make_user("one_more", SALESMAN)
        self.assertRegex(fact("access"), r"\d+ people can look up")

    def test_fact_stays_as_it_was_told(self):
        self.refresh()
        test = self.take(75)
        answer = test.answer_ids.filtered(lambda a: a.question_id.fact == "refresh")
        before = answer.fact
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100)])
        self.refresh()
        self.env.invalidate_all()
        self.assertEqual(answer.fact, before)
