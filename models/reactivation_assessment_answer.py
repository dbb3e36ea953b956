from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..queries import assessments
from .fields import KnownInteger
from .reactivation_criterion import DIMENSIONS


class ReactivationAssessmentAnswer(models.Model):
    """One criterion of an assessment: the level that was chosen and where it was seen.

    Question, weight, points and wording are copies: they follow the grid as long as the
    assessment is the current one, and stay when it is history.
    """

    _name = "reactivation.assessment.answer"
    _description = "Answer of a Resistance Assessment"
    _order = "sequence, id"
    _rec_name = "question"

    assessment_id = fields.Many2one(
        "reactivation.assessment", required=True, ondelete="cascade", index=True
    )
    criterion_id = fields.Many2one(
        "reactivation.criterion", required=True, ondelete="restrict", index=True
    )
    level_id = fields.Many2one(
        "reactivation.criterion.level",
        string="Answer",
        domain="[('criterion_id', '=', criterion_id)]",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: not known. Unknown counts neither way.",
    )
    evidence = fields.Char(help="What was seen or heard, or a link to it.")
    user_id = fields.Many2one(
        "res.users", string="Answered By", compute="_compute_given", store=True
    )
    answered_on = fields.Date(compute="_compute_given", store=True)

    question = fields.Char(compute="_compute_asked", store=True, translate=True)
    dimension = fields.Selection(DIMENSIONS, compute="_compute_asked", store=True)
    weight = fields.Float(digits=(6, 2), compute="_compute_asked", store=True)
    inverse = fields.Boolean(compute="_compute_asked", store=True)
    max_points = fields.Integer(compute="_compute_asked", store=True)
    sequence = fields.Integer(compute="_compute_asked", store=True)
    is_asked = fields.Boolean(
        string="Asked",
        compute="_compute_asked",
        store=True,
        help="Unticked when the criterion was archived while the assessment was the"
        " current one.",
    )
    wording = fields.Char(compute="_compute_given", store=True, translate=True)
    points = KnownInteger(compute="_compute_given", store=True, aggregator=None)
    min_category_id = fields.Many2one(
        "reactivation.category",
        string="At Least Category",
        compute="_compute_given",
        store=True,
    )
    how_to_observe = fields.Text(related="criterion_id.how_to_observe")
    is_current = fields.Boolean(related="assessment_id.is_current")

    _criterion_uniq = models.Constraint(
        "UNIQUE (assessment_id, criterion_id)",
        "An assessment asks each criterion once.",
    )

    # copies, not related fields: they depend on which criterion or level was chosen,
    # not on what that says today
    @api.depends("criterion_id")
    def _compute_asked(self):
        for answer in self:
            criterion = answer.criterion_id
            answer.question = criterion.question
            answer.dimension = criterion.dimension
            answer.weight = criterion.weight
            answer.inverse = criterion.inverse
            answer.max_points = criterion.max_points
            answer.sequence = criterion.sequence
            answer.is_asked = criterion.active

    @api.depends("level_id")
    def _compute_given(self):
        today = fields.Date.context_today(self)
        for answer in self:
            level = answer.level_id
            answer.wording = level.wording
            answer.points = level.points if level else False
            answer.min_category_id = level.min_category_id
            answer.user_id = self.env.user if level else False
            answer.answered_on = today if level else False

    def _grid_row(self):
        """The answer as the engine reads it, see ``queries.assessments.grids``."""
        self.ensure_one()
        return (
            self.criterion_id.id,
            self.dimension,
            self.weight,
            self.points if self.level_id else None,
            self.max_points,
            self.inverse,
            self.min_category_id.id,
            bool(self.evidence),
        )

    @api.constrains("level_id", "criterion_id")
    def _check_level(self):
        for answer in self:
            if answer.level_id and answer.level_id.criterion_id != answer.criterion_id:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is no answer to “%(question)s”. Choose one of that"
                        " criterion's levels.",
                        level=answer.level_id.wording,
                        question=answer.criterion_id.question,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._copy_words()
        answers.assessment_id._answers_changed()
        return answers

    def write(self, vals):
        self.assessment_id._check_not_history()
        result = super().write(vals)
        if {"level_id", "criterion_id"} & set(vals):
            self._copy_words()
        self.assessment_id._answers_changed()
        return result

    def unlink(self):
        changed = self.assessment_id
        changed._check_not_history()
        result = super().unlink()
        changed.exists()._answers_changed()
        return result

    def _copy_words(self):
        """Question and wording in all languages, not only the user's."""
        self.flush_recordset()
        self.env.execute_query(
            assessments.copy_grid(SQL("answer.id = ANY(%s)", self.ids))
        )
        self.invalidate_recordset(["question", "wording"], flush=False)
