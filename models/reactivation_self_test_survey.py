from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain


class ReactivationSelfTestChoice(models.Model):
    """An answer of the key may have its twin in a survey (app Surveys).

    The app is not required, so this is a reference and no many2one.
    """

    _inherit = "reactivation.self.test.choice"

    survey_model = fields.Char(default="survey.question.answer", readonly=True)
    survey_answer_id = fields.Many2oneReference(
        model_field="survey_model",
        readonly=True,
        index=True,
        copy=False,
        help="Whoever gives this answer in the survey gives it in the self-test.",
    )


class ReactivationSelfTest(models.Model):
    """The self-test as a scored survey: sent to many, results in the same place."""

    _inherit = "reactivation.self.test"

    survey_model = fields.Char(default="survey.user_input", readonly=True)
    survey_input_id = fields.Many2oneReference(
        model_field="survey_model",
        readonly=True,
        copy=False,
        help="The answered survey that this test was taken over from.",
    )

    _survey_input_uniq = models.UniqueIndex(
        "(survey_input_id) WHERE survey_input_id > 0"
    )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if "survey.survey" not in self.env:
            for button in arch.xpath("//button[@name='action_share_survey']"):
                button.getparent().remove(button)
        return arch, view

    # ------------------------------------------------------------------
    # KEY -> SURVEY
    # ------------------------------------------------------------------

    def action_share_survey(self):
        """Open the survey that asks the self-test; make it when the key is new.

        :raise UserError: the app Surveys is not installed
        :raise AccessError: the user may not make surveys
        """
        self.check_access("read")
        if "survey.survey" not in self.env:
            raise UserError(
                self.env._("Install the app Surveys to send the self-test as a survey.")
            )
        surveys = self.env["survey.survey"]
        if not surveys.has_access("create"):
            raise AccessError(
                self.env._(
                    "You have no right to create surveys. Ask your administrator for"
                    " “Surveys: User”, or let your managers take the self-test here."
                )
            )
        survey = self._current_survey() or self._create_survey()
        return {
            "type": "ir.actions.act_window",
            "name": survey.title,
            "res_model": "survey.survey",
            "res_id": survey.id,
            "views": [(False, "form")],
        }

    @api.model
    def _current_survey(self):
        """The survey made from the key as it is now, or nothing."""
        surveys = self.env["survey.survey"]
        for choice in self._questions().choice_ids:
            twin = self.env["survey.question.answer"].browse(choice.survey_answer_id)
            if not twin.exists() or (
                (twin.question_id.title, twin.value, twin.answer_score)
                != (choice.question_id.question, choice.wording, choice.points)
            ):
                return surveys.browse()
            surveys |= twin.question_id.survey_id
        return surveys if len(surveys) == 1 and surveys.active else surveys.browse()

    @api.model
    def _create_survey(self):
        """A scored survey with the questions of the key, in all installed languages."""
        # in English first: its terms are what other languages translate
        english = self.with_context(lang="en_US")
        survey = english.env["survey.survey"].create(english._prepare_survey_vals())
        questions = self._questions()
        for question, twin in zip(questions, survey.question_ids, strict=True):
            self._copy_words(question, "question", twin, "title")
            choices = question.choice_ids.sorted()
            for choice, answer in zip(choices, twin.suggested_answer_ids, strict=True):
                self._copy_words(choice, "wording", answer, "value")
                # sudo: where the survey keeps its answers is no change of the key
                choice.sudo().survey_answer_id = answer.id
        for code in self._languages():
            self._translate_words(survey, self._survey_words(code), code)
        return survey.with_env(self.env)

    @api.model
    def _translate_words(self, survey, words, code):
        """Write title and texts in one language, without touching the others."""
        for name, text in words.items():
            terms = survey._fields[name].get_trans_terms(survey[name])
            by_term = callable(survey._fields[name].translate)
            survey.update_field_translations(
                name, {code: {terms[0]: text} if by_term else text}
            )

    @api.model
    def _prepare_survey_vals(self):
        """Values of the survey; an answer is given by tapping it, none is left out."""
        return {
            **self._survey_words("en_US"),
            "scoring_type": "scoring_without_answers",
            "access_mode": "public",
            "users_login_required": True,
            "users_can_go_back": True,
            "questions_layout": "page_per_question",
            "question_and_page_ids": [
                Command.create(
                    {
                        "title": question.question,
                        "question_type": "simple_choice",
                        "constr_mandatory": True,
                        "sequence": number,
                        "suggested_answer_ids": [
                            Command.create(
                                {
                                    "value": choice.wording,
                                    "answer_score": choice.points,
                                    "is_correct": choice.points == question.max_points,
                                    "sequence": place,
                                }
                            )
                            for place, choice in enumerate(question.choice_ids.sorted())
                        ],
                    }
                )
                for number, question in enumerate(self._questions())
            ],
        }

    @api.model
    def _languages(self):
        return [code for code, __ in self.env["res.lang"].get_installed()]

    @api.model
    def _survey_words(self, code):
        """Title, description and closing words of the survey in one language."""
        env = self.with_context(lang=code).env
        return {
            "title": env._("Self-test: winning back inactive customers"),
            "description": env._(
                "Fifteen questions about how your team treats inactive customers."
                " Answer for the team as it is; there is one answer to each question."
            ),
            "description_done": env._(
                "Thank you. The result is in CRM: Reporting, Reactivation self-test."
            ),
        }

    @api.model
    def _copy_words(self, source, source_field, target, target_field):
        """One translated text into another record, in all installed languages."""
        target.update_field_translations(
            target_field,
            {
                code: source.with_context(lang=code)[source_field]
                for code in self._languages()
            },
        )

    # ------------------------------------------------------------------
    # ANSWERED SURVEYS -> RESULTS
    # ------------------------------------------------------------------

    def action_results(self):
        """Open the results, those of surveys answered a moment ago included."""
        self.check_access("read")
        self._read_surveys()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_self_test_action"
        )

    @api.model
    def _read_surveys(self):
        """Take over each answered survey once, as a submitted self-test."""
        if "survey.user_input" not in self.env:
            return
        # sudo: whoever reads the results need not have the right to read surveys; only
        # the survey made from the key is read
        self = self.sudo()
        choices = self.env["reactivation.self.test.choice"].search(
            [("survey_answer_id", ">", 0)]
        )
        twins = {choice.survey_answer_id: choice for choice in choices}
        answers = self.env["survey.question.answer"].browse(twins).exists()
        taken = self.search([("survey_input_id", ">", 0)]).mapped("survey_input_id")
        entries = self.env["survey.user_input"].search(
            Domain("survey_id", "in", answers.question_id.survey_id.ids)
            & Domain("state", "=", "done")
            & Domain("test_entry", "=", False)
            & Domain("id", "not in", taken)
        )
        for entry in entries:
            chosen = [
                twins[answer.id]
                for answer in entry.user_input_line_ids.suggested_answer_id
                if answer.id in twins
            ]
            self._take_over(entry, chosen)

    @api.model
    def _take_over(self, entry, choices):
        """Submit the self-test that somebody took as a survey.

        Left out: people who do not work here, and surveys in which the key's present
        questions were not all asked.

        :param entry: a ``survey.user_input`` record
        :param choices: list of the key's answers that were given
        """
        user = entry.partner_id.user_ids.filtered(lambda user: not user.share)[:1]
        asked = {choice.question_id for choice in choices}
        if not user or set(self._questions()) - asked:
            return
        company = user.company_id
        tests = self.with_company(company)
        zone = self.with_context(tz=company._reactivation_tz())
        tests.create(
            {
                "user_id": user.id,
                "company_id": company.id,
                "team_id": tests._team_of(user).id,
                "date": fields.Datetime.context_timestamp(zone, entry.end_datetime),
                "survey_input_id": entry.id,
                "state": "done",
                "answer_ids": [
                    Command.create(
                        {"question_id": choice.question_id.id, "choice_id": choice.id}
                    )
                    for choice in choices
                ],
            }
        )


class ReactivationAssessment(models.Model):
    """The job that reads surveys reads those of the self-test, too."""

    _inherit = "reactivation.assessment"

    @api.model
    def _cron_read_surveys(self):
        """Fill assessments and self-tests from answered surveys."""
        result = super()._cron_read_surveys()
        self.env["reactivation.self.test"]._read_surveys()
        return result
