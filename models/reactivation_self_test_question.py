from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine import self_test


class ReactivationSelfTestQuestion(models.Model):
    """One question of the managers' self-test, with its answers and their points.

    Questions and answers together are the *answer key*.  It is ours, and managers
    change it; a submitted test keeps the points it was made with.
    """

    _name = "reactivation.self.test.question"
    _description = "Question of the Self-test"
    _order = "sequence, id"
    _rec_name = "question"

    question = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    choice_ids = fields.One2many(
        "reactivation.self.test.choice", "question_id", string="Answers", copy=True
    )
    max_points = fields.Integer(
        string="Best Answer",
        compute="_compute_max_points",
        help="Points of the best answer.",
    )
    fact = fields.Selection(
        selection="_selection_fact",
        string="Fact Shown beside It",
        help="What Odoo knows about this question is shown beside the answers.",
    )

    @api.model
    def _selection_fact(self):
        return list(self._fact_labels().items())

    @api.depends("choice_ids.points")
    def _compute_max_points(self):
        for question in self:
            question.max_points = max(question.choice_ids.mapped("points"), default=0)

    # ------------------------------------------------------------------
    # ONE CHANGE OF THE KEY, CHECKED AS A WHOLE
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        questions = super(
            ReactivationSelfTestQuestion,
            self.with_context(reactivation_in_self_test_key=True),
        ).create(vals_list)
        questions = questions.with_env(self.env)
        questions._check_key()
        return questions

    def write(self, vals):
        result = super(
            ReactivationSelfTestQuestion,
            self.with_context(reactivation_in_self_test_key=True),
        ).write(vals)
        if {"choice_ids", "active"} & set(vals):
            self._check_key()
        return result

    def unlink(self):
        result = super().unlink()
        self.browse()._check_key()
        return result

    def _check_key(self):
        """The key must be answerable and lead to every band.

        Answers written from the form of their question wait for it, and records of a
        data file for the last one: only the whole can be judged.

        :raise ValidationError: fewer than two answers, or a band nobody can reach
        """
        context = self.env.context
        if context.get("reactivation_in_self_test_key") or context.get("install_mode"):
            return
        for question in self.filtered("active"):
            if len(question.choice_ids) < 2:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” needs at least two answers to choose from.",
                        question=question.question,
                    )
                )
        questions = self.search(Domain.TRUE)
        lost = self_test.unreachable(
            [question.choice_ids.mapped("points") for question in questions]
        )
        if lost:
            labels = dict(self.env["reactivation.self.test"]._band_labels())
            raise ValidationError(
                self.env._(
                    "With these points nobody could reach the result “%(band)s”: the"
                    " best answers give %(best)s points together. Results are read"
                    " from fewer than 25, 25 to 55, and more than 55 points.",
                    band=labels[lost[0].key],
                    best=sum(questions.mapped("max_points")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for question in self:
            # sudo: tests of other companies count too; only counted
            answers = self.env["reactivation.self.test.answer"].sudo()
            used = answers.search_count([("question_id", "=", question.id)])
            if used:
                raise UserError(
                    self.env._(
                        "%(count)s self-tests ask “%(question)s”. Archive the question"
                        " instead: new tests leave it out, old ones keep it.",
                        count=used,
                        question=question.question,
                    )
                )
