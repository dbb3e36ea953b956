import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

#: Answered surveys taken over in one run.
BATCH = 200


class ReactivationCampaignStep(models.Model):
    """A feedback step may ask with a survey (app Surveys) instead of the answer page.

    The app is not required, so this is a reference and no many2one.
    """

    _inherit = "reactivation.campaign.step"

    survey_model = fields.Char(default="survey.survey", readonly=True)
    survey_id = fields.Many2oneReference(
        model_field="survey_model",
        index="btree_not_null",
        help="Opened by {answer_link}, instead of the simple page. A choice worded"
        " like a reason, or as customers are offered it, becomes the card's reason.",
    )
    has_surveys = fields.Boolean(
        compute="_compute_has_surveys", help="Whether the app Surveys is installed."
    )

    def _compute_has_surveys(self):
        self.has_surveys = "survey.survey" in self.env

    @api.constrains("survey_id")
    def _check_survey(self):
        for step in self:
            survey = step._survey()
            if survey and (
                survey.users_login_required
                or survey.access_mode not in ("public", "token")
            ):
                raise ValidationError(
                    self.env._(
                        "Customers cannot answer “%(survey)s” without a login. Open it"
                        " to everybody with the link, or choose another survey for step"
                        " “%(step)s”.",
                        survey=survey.title,
                        step=step.name,
                    )
                )

    def _survey(self):
        """The survey this step asks with, or nothing."""
        if "survey.survey" not in self.env or not self:
            return None
        # sudo: whoever plans campaigns need not have the right to read surveys
        survey = self.env["survey.survey"].sudo().browse(self.survey_id).exists()
        return survey if survey.active else None


class ReactivationEnrollment(models.Model):
    """Answers by survey: one invitation each, taken over when it is completed."""

    _inherit = "reactivation.enrollment"

    survey_input_model = fields.Char(default="survey.user_input", readonly=True)
    survey_input_id = fields.Many2oneReference(
        model_field="survey_input_model",
        string="Survey Answer",
        index="btree_not_null",
        readonly=True,
    )
    is_survey_read = fields.Boolean(readonly=True)

    def _survey_link(self):
        """Where the customer answers the survey last asked with, or nothing.

        The invitation is made when its link is followed for the first time, with a
        token of its own.
        """
        self.ensure_one()
        asked = self.touch_ids.sorted("id").step_id.filtered("survey_id")
        survey = asked[-1:]._survey()
        if not survey:
            return None
        # sudo: the caller checked the customer's token; only this invitation is made
        inputs = self.env["survey.user_input"].sudo()
        invitation = inputs.browse(self.survey_input_id).exists()
        if invitation.survey_id != survey:
            try:
                invitation = survey._create_answer(
                    partner=self.contact_id or self.partner_id, check_attempts=False
                )
            except (AccessError, UserError):
                return None  # closed or for members only: the simple page asks
            self.write({"survey_input_id": invitation.id, "is_survey_read": False})
        return invitation.get_start_url()

    @api.model
    def _read_survey_answers(self):
        """Take over completed surveys as answers, each once."""
        if "survey.user_input" not in self.env:
            return
        waiting = self.search(
            [("survey_input_id", ">", 0), ("is_survey_read", "=", False)]
        )
        # sudo: the job reads what these customers answered, and nothing else
        entries = self.env["survey.user_input"].sudo()
        entries = entries.search(
            [("id", "in", waiting.mapped("survey_input_id")), ("state", "=", "done")],
            limit=BATCH,
        )
        by_entry = waiting.grouped("survey_input_id")
        for entry in entries:
            enrollment = by_entry[entry.id]
            enrollment.is_survey_read = True
            try:
                with self.env.cr.savepoint():
                    enrollment._record_answer(*enrollment._answer_of(entry))
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise  # a colleague wrote the card at this moment: read again later
            except Exception as error:
                # it can still be read in the app; the others' answers must come in
                _logger.warning(
                    "Survey answer %s was not noted on enrolment %s: %s",
                    entry.id,
                    enrollment.id,
                    error,
                )

    def _answer_of(self, entry):
        """(reason, text) of a completed survey."""
        return self._reason_chosen(entry), "\n".join(
            f"{line.question_id.title}: {line._get_answer_value()}"
            for line in entry.user_input_line_ids
            if not line.skipped
        )

    def _reason_chosen(self, entry):
        """The reason whose name was chosen as an answer, in any language, or none."""
        chosen = entry.user_input_line_ids.suggested_answer_id
        reasons = self.env["reactivation.reason"]
        reasons = reasons.search([("kind", "=", "inactivity")])
        for code, __ in self.env["res.lang"].get_installed():
            said = {
                value.strip().casefold()
                for value in chosen.with_context(lang=code).mapped("value")
                if value
            }
            named = reasons.with_context(lang=code).filtered(
                lambda reason, said=said: (
                    {
                        name.casefold()
                        for name in (reason.name, reason.customer_wording)
                        if name
                    }
                    & said
                )
            )
            if named:
                return named[0].with_env(self.env)
        return reasons.browse()


class ReactivationCampaign(models.Model):
    """The runner knows what was answered before it looks for who stays silent."""

    _inherit = "reactivation.campaign"

    @api.model
    def _cron_run(self):
        """Take over completed surveys, then take the steps that are due."""
        self.env["reactivation.enrollment"]._read_survey_answers()
        return super()._cron_run()
