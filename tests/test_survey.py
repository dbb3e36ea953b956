from datetime import timedelta

from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import NOW


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestSurvey(AssessmentCase):
    """A survey mapped to criteria fills what is still unknown about a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create({"title": "How do you buy?"})
        cls.question = cls.env["survey.question"].create(
            {
                "title": "Since when?",
                "survey_id": cls.survey.id,
                "question_type": "multiple_choice",
                "suggested_answer_ids": [
                    (0, 0, {"value": "Lately"}),
                    (0, 0, {"value": "For ages"}),
                    (0, 0, {"value": "I prefer not to say"}),
                ],
            }
        )
        lately, ages, __ = cls.question.suggested_answer_ids
        cls.shipped("history", 0).survey_answer_id = lately.id
        cls.shipped("history", 3).survey_answer_id = ages.id

    def answer_survey(self, partner, *numbers, minutes=0, **values):
        """Somebody chose the answers of these numbers, and sent the survey."""
        return self.env["survey.user_input"].create(
            {
                "survey_id": self.survey.id,
                "partner_id": partner.id,
                "state": "done",
                "end_datetime": NOW - timedelta(minutes=minutes),
                "user_input_line_ids": [
                    (
                        0,
                        0,
                        {
                            "question_id": self.question.id,
                            "answer_type": "suggestion",
                            "suggested_answer_id": self.question.suggested_answer_ids[
                                number
                            ].id,
                        },
                    )
                    for number in numbers
                ],
                **values,
            }
        )

    def read_surveys(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_reactivation.ir_cron_read_surveys")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_answers_become_an_assessment_with_evidence(self):
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": self.partner.id}
        )
        self.answer_survey(contact, 1)
        self.read_surveys()
        assessment = self.the_card.assessment_id
        self.assertEqual((assessment.score, assessment.answered_count), (100, 1))
        self.assertEqual(assessment.user_id, self.julie)
        answer = self.answer(assessment, self.shipped("history", 0).criterion_id)
        self.assertEqual(
            answer.evidence,
            "Survey “How do you buy?”, answered by Garage Durand, Jo on 03/15/2027",
        )
        self.assertEqual(assessment.without_evidence_count, 0)
        self.assertEqual(self.the_card.category_id, self.over_18)

    def test_what_people_found_out_stays(self):
        self.assess(
            self.the_card, [self.shipped("history", 1), self.shipped("tests", 0)]
        )
        before = self.the_card.resistance_score
        self.answer_survey(self.partner, 1)
        self.read_surveys()
        self.assertEqual(self.the_card.resistance_score, before)
        self.assertEqual(self.the_card.answered_count, 2)

    def test_the_weightiest_of_several_answers(self):
        self.answer_survey(self.partner, 0, 1)
        self.read_surveys()
        self.assertEqual(self.the_card.resistance_score, 100)

    def test_surveys_that_say_nothing(self):
        stranger = self.make_partner("Stranger")
        self.answer_survey(self.partner, 2, minutes=3)
        self.answer_survey(self.partner, 1, minutes=2, test_entry=True)
        self.answer_survey(self.partner, 1, minutes=1, state="in_progress")
        self.answer_survey(stranger, 1)
        self.read_surveys()
        self.assertFalse(self.Assessment.search([]))

    def test_each_survey_is_read_once(self):
        self.answer_survey(self.partner, 1, minutes=5)
        self.read_surveys()
        self.the_card.assessment_id.answer_ids.level_id = False
        self.read_surveys()
        self.assertFalse(self.the_card.assessment_id, msg="taken back by a person")
        self.answer_survey(self.partner, 0)
        self.read_surveys()
        self.assertEqual(self.the_card.resistance_score, 0)
