from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .campaign_case import CampaignCase
from .common import TODAY

SURVEY = "odoo.addons.crm_reactivation.models.reactivation_enrollment_survey"


class AskCase(CampaignCase, HttpCase):
    """A customer who was asked why they stopped."""

    def asked(self, **values):
        """(enrolment, answer link) of a customer who got the question."""
        partner = self.customer()
        step = {"channel": "call", "kind": "feedback", **values}
        campaign = self.make_campaign(step)
        campaign._run()
        enrollment = self.enrollment(partner)
        return enrollment, enrollment._answer_link()


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestCampaignSurvey(AskCase):
    """With the app Surveys: its own invitation, the answer on the card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())
        cls.reason = cls.env["reactivation.reason"].search(
            [("kind", "=", "inactivity")], limit=1
        )
        cls.survey = cls.env["survey.survey"].create(
            {
                "title": "Your opinion",
                "access_mode": "token",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "Why did you stop?",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                Command.create({"value": cls.reason.name.upper()}),
                                Command.create({"value": "Something else"}),
                            ],
                        }
                    ),
                    Command.create(
                        {
                            "title": "What should we improve?",
                            "question_type": "text_box",
                        }
                    ),
                ],
            }
        )

    def complete(self, enrollment, choice=0, text="Deliver faster, please. " * 5):
        """Fill in the survey the customer was invited to."""
        entry = self.env["survey.user_input"].browse(enrollment.survey_input_id)
        why, what = self.survey.question_ids
        entry._save_lines(why, why.suggested_answer_ids[choice].id)
        entry._save_lines(what, text.strip())
        entry._mark_done()
        return entry

    def test_link_opens_the_survey_with_a_token_of_its_own(self):
        enrollment, link = self.asked(survey_id=self.survey.id)
        page = self.url_open(link)
        self.assertEqual(page.status_code, 200)
        self.assertIn("/survey/", page.url)
        self.assertIn("Your opinion", page.text)
        enrollment.invalidate_recordset()
        entry = self.env["survey.user_input"].browse(enrollment.survey_input_id)
        self.assertEqual(entry.survey_id, self.survey)
        self.assertEqual(entry.partner_id, enrollment.contact_id)
        self.url_open(link)
        enrollment.invalidate_recordset()
        self.assertEqual(enrollment.survey_input_id, entry.id, "the same invitation")

    def test_answer_lands_on_the_card_once(self):
        enrollment, __ = self.asked(survey_id=self.survey.id)
        card = enrollment.episode_id
        card.activity_ids.unlink()
        enrollment._survey_link()
        self.Enrollment._read_survey_answers()
        self.assertFalse(enrollment.answered_on, msg="not completed")
        self.complete(enrollment)
        self.Enrollment._read_survey_answers()
        self.assertEqual(enrollment.answered_on, TODAY)
        self.assertEqual(card.reason_id, self.reason)
        self.assertIn("What should we improve?", enrollment.answer_text)
        self.assertTrue(enrollment.answer_text.endswith("please."), msg="not shortened")
        self.assertIn("Deliver faster", card.message_ids[0].body)
        self.assertEqual(
            card.activity_ids.mapped("summary"), ["Answered in “Spring”: ring now"]
        )
        self.assertEqual(card.activity_ids.user_id, self.seller)
        standing = self.standing(enrollment.partner_id)
        self.assertEqual(standing.last_interaction_date, TODAY)
        self.Enrollment._read_survey_answers()
        self.assertEqual(len(card.activity_ids), 1)

    def test_answer_that_cannot_be_noted_stops_nobody(self):
        stubborn, __ = self.asked(survey_id=self.survey.id)
        partner = self.customer(name="Bakery")
        stubborn.campaign_id._enrol_audience()
        stubborn.campaign_id._run()
        fine = self.enrollment(partner)
        for enrollment in (stubborn, fine):
            enrollment._survey_link()
            self.complete(enrollment)
        stubborn.sudo().answer_count = 10
        for times in (1, 0):  # told once
            with self.assertLogs(SURVEY) if times else self.assertNoLogs(SURVEY):
                self.Enrollment._read_survey_answers()
        self.assertTrue(fine.answered_on)
        self.assertFalse(stubborn.answered_on)

    def test_answer_waits_while_a_colleague_writes_the_card(self):
        enrollment, __ = self.asked(survey_id=self.survey.id)
        enrollment._survey_link()
        self.complete(enrollment)
        busy = patch.object(
            type(enrollment), "_record_answer", side_effect=SerializationFailure
        )
        with busy, self.assertRaises(SerializationFailure), self.env.cr.savepoint():
            self.Enrollment._read_survey_answers()
        self.assertFalse(enrollment.is_survey_read)
        self.Enrollment._read_survey_answers()
        self.assertTrue(enrollment.answered_on)

    def test_reason_that_somebody_found_out_stays(self):
        enrollment, __ = self.asked(survey_id=self.survey.id)
        other = self.env["reactivation.reason"].search(
            [("kind", "=", "inactivity"), ("id", "!=", self.reason.id)], limit=1
        )
        enrollment.episode_id.reason_id = other
        enrollment._survey_link()
        self.complete(enrollment)
        self.Enrollment._read_survey_answers()
        self.assertEqual(enrollment.episode_id.reason_id, other)

    def test_answer_worded_otherwise_is_no_reason(self):
        enrollment, __ = self.asked(survey_id=self.survey.id)
        enrollment._survey_link()
        self.complete(enrollment, choice=1)
        self.Enrollment._read_survey_answers()
        self.assertFalse(enrollment.episode_id.reason_id)
        self.assertIn("Something else", enrollment.answer_text)

    def test_answer_in_the_customers_words_is_the_reason(self):
        enrollment, __ = self.asked(survey_id=self.survey.id)
        self.reason.customer_wording = "something ELSE"
        enrollment._survey_link()
        self.complete(enrollment, choice=1)
        self.Enrollment._read_survey_answers()
        self.assertEqual(enrollment.episode_id.reason_id, self.reason)

    def test_closed_or_deleted_survey_leaves_the_simple_page(self):
        enrollment, link = self.asked(survey_id=self.survey.id)
        self.survey.active = False
        self.assertIn("What should we do better?", self.url_open(link).text)
        self.survey.unlink()
        self.assertIn("What should we do better?", self.url_open(link).text)

    def test_survey_with_a_login_is_refused(self):
        self.survey.users_login_required = True
        with self.refused(ValidationError, "without a login"):
            self.asked(survey_id=self.survey.id)

    def test_without_a_survey_the_simple_page(self):
        __, link = self.asked()
        self.assertIn("What should we do better?", self.url_open(link).text)
