from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date

#: Until when answered surveys were read, as a system parameter.
READ_UNTIL = "crm_reactivation.surveys_read_until"
#: Surveys read in one committed step.
BATCH = 100


class ReactivationCriterion(models.Model):
    """Screens ask whether there are surveys at all."""

    _inherit = "reactivation.criterion"

    has_surveys = fields.Boolean(
        compute="_compute_has_surveys", help="Whether the app Surveys is installed."
    )

    def _compute_has_surveys(self):
        self.has_surveys = "survey.user_input" in self.env


class ReactivationCriterionLevel(models.Model):
    """A level may stand for an answer of a survey (app Surveys).

    The app is not required, so this is a reference and no many2one.
    """

    _inherit = "reactivation.criterion.level"

    survey_model = fields.Char(default="survey.question.answer", readonly=True)
    survey_answer_id = fields.Many2oneReference(
        model_field="survey_model",
        index=True,
        help="Whoever gives this answer in a survey answers the criterion with this"
        " level. Needs the app Surveys.",
    )


class ReactivationAssessment(models.Model):
    """Surveys as evidence: what a customer answered fills what is still unknown."""

    _inherit = "reactivation.assessment"

    @api.model
    def _cron_read_surveys(self):
        """Fill assessments from the surveys that were answered since the last time."""
        if "survey.user_input" not in self.env:
            return
        # sudo: how far the job has read
        parameters = self.env["ir.config_parameter"].sudo()
        until = parameters.get_param(READ_UNTIL) or "1970-01-01 00:00:00"
        domain = [
            ("state", "=", "done"),
            ("test_entry", "=", False),
            ("partner_id", "!=", False),
            ("end_datetime", ">", until),
        ]
        # sudo: the job reads surveys of everybody; only mapped answers are taken
        inputs = self.env["survey.user_input"].sudo()
        remaining = inputs.search_count(domain)
        for entry in inputs.search(domain, order="end_datetime, id", limit=BATCH):
            self._read_survey(entry)
            parameters.set_param(READ_UNTIL, str(entry.end_datetime))
            remaining -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _read_survey(self, entry):
        """Take over one filled-in survey, in each company with an open card.

        :param entry: a ``survey.user_input`` record
        """
        chosen = entry.user_input_line_ids.suggested_answer_id
        levels = self.env["reactivation.criterion.level"].search(
            [("survey_answer_id", "in", chosen.ids), ("criterion_id.active", "=", True)]
        )
        if not levels:
            return
        # of several answers to one criterion, the weightiest
        levels = {level.criterion_id: level for level in levels.sorted("points")}
        cards = self.env["reactivation.episode"].search(
            [
                ("partner_id", "=", entry.partner_id.commercial_partner_id.id),
                ("state", "=", "open"),
            ]
        )
        for card in cards:
            assessment = card.assessment_id or self.create(
                {
                    "episode_id": card.id,
                    "user_id": (card._active_owner() or self.env.user).id,
                    "note": self.env._(
                        "From the survey %(title)s", title=entry.survey_id.title
                    ),
                }
            )
            assessment._fill_unknown(levels, self._survey_in_words(entry))

    @api.model
    def _survey_in_words(self, entry):
        """Evidence: which survey, who answered it, when."""
        return self.env._(
            "Survey “%(title)s”, answered by %(contact)s on %(date)s",
            title=entry.survey_id.title,
            contact=entry.partner_id.display_name,
            date=format_date(self.env, entry.end_datetime),
        )

    def _fill_unknown(self, levels, evidence):
        """Answer what nobody has answered yet; what people found out stays.

        :param levels: dict criterion -> level
        """
        self.ensure_one()
        self.write(
            {
                "answer_ids": [
                    Command.update(
                        answer.id,
                        {
                            "level_id": levels[answer.criterion_id].id,
                            "evidence": evidence,
                        },
                    )
                    for answer in self.answer_ids
                    if not answer.level_id and answer.criterion_id in levels
                ]
            }
        )
