from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .security_case import MANAGER
from .self_test_case import SelfTestCase


@tagged("post_install", "-at_install")
class TestSelfTestWithoutSurvey(SelfTestCase):
    """Without the app Surveys nothing offers a survey."""

    def test_no_button_and_a_plain_refusal(self):
        if "survey.survey" in self.env:
            self.skipTest("Surveys is installed here.")
        arch = self.Test.get_view(view_type="list")["arch"]
        self.assertIn("action_take", arch)
        self.assertNotIn("action_share_survey", arch)
        with self.refused(UserError, "Install the app Surveys"):
            self.Test.action_share_survey()
        self.assertEqual(
            self.Test.action_results()["res_model"], "reactivation.self.test"
        )


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestSelfTestSurvey(SelfTestCase):
    """One click makes the key a scored survey; its answers become self-tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.respondent = cls.make_user("respondent", MANAGER)
        cls.north = cls.env["crm.team"].create(
            {"name": "North", "user_id": cls.respondent.id}
        )

    def share(self):
        action = self.Test.action_share_survey()
        return self.env["survey.survey"].browse(action["res_id"])

    def answer_survey(self, survey, points, partner, **values):
        """Somebody answered the survey with so many points, and sent it."""
        answers = self.env["survey.question.answer"].browse(
            choice.survey_answer_id for choice in self.choices(points)
        )
        return self.env["survey.user_input"].create(
            {
                "survey_id": survey.id,
                "partner_id": partner.id,
                "state": "done",
                "end_datetime": datetime(2027, 3, 14, 23, 30),
                "user_input_line_ids": [
                    (
                        0,
                        0,
                        {
                            "question_id": answer.question_id.id,
                            "answer_type": "suggestion",
                            "suggested_answer_id": answer.id,
                        },
                    )
                    for answer in answers
                ],
                **values,
            }
        )

    def test_survey_is_the_key(self):
        arch = self.Test.get_view(view_type="list")["arch"]
        self.assertIn("action_share_survey", arch)
        survey = self.share()
        self.assertEqual(survey.scoring_type, "scoring_without_answers")
        self.assertEqual(len(survey.question_ids), 15)
        self.assertTrue(all(survey.question_ids.mapped("constr_mandatory")))
        self.assertTrue(all(survey.question_ids.mapped("is_scored_question")))
        key = [
            (question.question, choice.wording, choice.points)
            for question in self.Test._questions()
            for choice in question.choice_ids.sorted()
        ]
        asked = [
            (question.title, answer.value, answer.answer_score)
            for question in survey.question_ids
            for answer in question.suggested_answer_ids
        ]
        self.assertEqual(asked, key)

    def test_survey_speaks_the_languages_of_the_database(self):
        question = self.Test._questions()[0]
        question.with_context(lang="fr_FR").question = "Comment accèdent-ils ?"
        choice = question.choice_ids.sorted()[0]
        choice.with_context(lang="fr_FR").wording = "Directement"
        for lang in ("en_US", "fr_FR"):
            # whatever the language of the one who clicks
            first = self.Test.with_context(lang=lang).action_share_survey()
            survey = self.env["survey.survey"].browse(first["res_id"])
            asked = survey.question_ids[0]
            answer = asked.suggested_answer_ids[0]
            french = {"lang": "fr_FR"}
            self.assertEqual(asked.title, question.question)
            self.assertEqual(
                asked.with_context(**french).title, "Comment accèdent-ils ?"
            )
            self.assertEqual(answer.value, choice.wording)
            self.assertEqual(answer.with_context(**french).value, "Directement")
            self.assertIn("Fifteen questions", str(survey.description))
            self.assertIn("Reporting", str(survey.description_done))
            survey.active = False  # the next click makes another one

    def test_second_click_opens_the_same_survey(self):
        survey = self.share()
        self.assertEqual(self.share(), survey)
        self.Test._questions()[0].choice_ids[0].points = 4
        self.assertNotEqual(self.share(), survey, msg="the key is another one")

    def test_answers_become_self_tests(self):
        survey = self.share()
        self.answer_survey(survey, 41, self.respondent.partner_id)
        self.Test.action_results()
        test = self.Test.search([("user_id", "=", self.respondent.id)])
        self.assertEqual((test.points, test.band, test.state), (41, "middle", "done"))
        self.assertEqual(test.team_id, self.north)
        self.assertEqual(test.company_id, self.respondent.company_id)
        # half past eleven at night in UTC is the next day in Paris
        self.assertEqual(str(test.date), "2027-03-15")
        self.Test.action_results()
        self.assertEqual(self.Test.search_count([]), 1, msg="taken over once")

    def test_scores_agree(self):
        survey = self.share()
        for points in (24, 25, 55, 56):
            entry = self.answer_survey(survey, points, self.respondent.partner_id)
            self.assertEqual(entry.scoring_total, points)
            self.Test._read_surveys()
            test = self.Test.search([("survey_input_id", "=", entry.id)])
            self.assertEqual(test.points, points)

    def test_surveys_that_are_not_taken_over(self):
        survey = self.share()
        partner = self.respondent.partner_id
        self.answer_survey(survey, 41, partner, state="in_progress")
        self.answer_survey(survey, 41, partner, test_entry=True)
        self.answer_survey(survey, 41, self.make_partner("Outsider"))
        incomplete = self.answer_survey(survey, 41, partner)
        incomplete.user_input_line_ids[0].unlink()
        self.Test._read_surveys()
        self.assertFalse(self.Test.search([]))

    def test_the_job_reads_them_too(self):
        survey = self.share()
        self.answer_survey(survey, 60, self.respondent.partner_id)
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_reactivation.ir_cron_read_surveys")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.Test.search([]).band, "high")

    def test_who_may_make_the_survey(self):
        with self.refused(AccessError, "Ask your administrator"):
            self.Test.with_user(self.respondent).action_share_survey()
        self.respondent.group_ids += self.env.ref("survey.group_survey_user")
        action = self.Test.with_user(self.respondent).action_share_survey()
        self.assertEqual(action["res_model"], "survey.survey")
        # results of surveys are read without that right
        survey = self.env["survey.survey"].browse(action["res_id"])
        self.answer_survey(survey, 41, self.respondent.partner_id)
        self.respondent.group_ids -= self.env.ref("survey.group_survey_user")
        self.Test.with_user(self.respondent).action_results()
        found = self.Test.with_user(self.respondent).search([])
        self.assertEqual(found.points, 41)
