from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .fields import KnownInteger


class ReactivationSelfTestAnswer(models.Model):
    """One question of a self-test and the answer that was chosen.

    Points and fact are copies of the moment: what the key gave and what Odoo knew when
    the test was submitted.
    """

    _name = "reactivation.self.test.answer"
    _description = "Answer of a Self-test"
    _order = "sequence, id"
    _rec_name = "question"

    test_id = fields.Many2one(
        "reactivation.self.test", required=True, ondelete="cascade", index=True
    )
    question_id = fields.Many2one(
        "reactivation.self.test.question",
        required=True,
        ondelete="restrict",
        index=True,
    )
    choice_id = fields.Many2one(
        "reactivation.self.test.choice",
        string="Answer",
        domain="[('question_id', '=', question_id)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    question = fields.Char(string="Asked", related="question_id.question")
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    points = KnownInteger(compute="_compute_points", store=True, aggregator="avg")
    max_points = fields.Integer(
        string="At Best", compute="_compute_points", store=True, aggregator="avg"
    )
    fact = fields.Char(
        string="What Odoo Knows",
        compute="_compute_fact",
        store=True,
        help="What the figures said about this question when the test was taken.",
    )
    choices = fields.Json(
        compute="_compute_choices",
        help="One entry per answer that can be chosen: id, letter and words.",
    )

    _question_uniq = models.Constraint(
        "UNIQUE (test_id, question_id)", "A self-test asks each question once."
    )

    @api.depends("question_id")
    def _compute_sequence(self):
        for answer in self:
            answer.sequence = answer.question_id.sequence

    # not of the points in the key: a submitted test keeps those it was made with
    @api.depends("choice_id", "question_id", "test_id.state")
    def _compute_points(self):
        for answer in self:
            choice = answer.choice_id
            answer.points = choice.points if choice else None
            answer.max_points = answer.question_id.max_points

    @api.depends("question_id", "test_id.state", "test_id.company_id")
    def _compute_fact(self):
        for company, answers in self.grouped(lambda a: a.test_id.company_id).items():
            facts = answers.question_id._facts(company or self.env.company)
            for answer in answers:
                answer.fact = facts.get(answer.question_id.fact)

    @api.depends("question_id.choice_ids.wording")
    @api.depends_context("lang")
    def _compute_choices(self):
        for answer in self:
            choices = answer.question_id.choice_ids.sorted()
            answer.choices = [
                {"id": choice.id, "letter": chr(65 + place), "wording": choice.wording}
                for place, choice in enumerate(choices)
            ]

    @api.constrains("choice_id", "question_id")
    def _check_choice(self):
        for answer in self:
            if answer.choice_id and answer.choice_id.question_id != answer.question_id:
                raise ValidationError(
                    self.env._(
                        "“%(choice)s” is no answer to “%(question)s”. Choose one of"
                        " that question's answers.",
                        choice=answer.choice_id.wording,
                        question=answer.question,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.test_id._check_not_submitted()
        return answers

    def write(self, vals):
        self.test_id._check_not_submitted()
        result = super().write(vals)
        self.test_id._check_not_submitted()
        return result

    def unlink(self):
        self.test_id._check_not_submitted()
        return super().unlink()
