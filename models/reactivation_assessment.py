from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..engine import horizon, resistance
from .fields import KnownInteger

RATINGS = [
    ("1", "Very low"),
    ("2", "Low"),
    ("3", "Medium"),
    ("4", "High"),
    ("5", "Very high"),
]


class ReactivationAssessment(models.Model):
    """One dated, signed grid of answers about one customer: how hard a change is there.

    It can be left half-done: what is not answered is unknown and counts neither way.
    The newest one with an answer is the customer's *current* assessment; it follows
    changes of the grid and places the open card.  Older ones are history and keep the
    grid they were made with.
    """

    _name = "reactivation.assessment"
    _description = "Resistance Assessment"
    _order = "date desc, id desc"

    customer_id = fields.Many2one(
        "reactivation.customer",
        string="Customer Figures",
        required=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        related="customer_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="customer_id.company_id", store=True)
    episode_id = fields.Many2one(
        "reactivation.episode",
        string="Card",
        ondelete="set null",
        index="btree_not_null",
        help="The card that was open when the assessment was made.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assessed By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    date = fields.Date(
        string="Assessed On", required=True, default=fields.Date.context_today
    )
    answer_ids = fields.One2many(
        "reactivation.assessment.answer",
        "assessment_id",
        string="Answers",
        domain=[("is_asked", "=", True)],
    )
    cost_of_change = fields.Selection(
        RATINGS, help="What a change would cost the customer, as the customer sees it."
    )
    expected_benefit = fields.Selection(
        RATINGS, help="What a change would bring the customer, as the customer sees it."
    )
    note = fields.Text()
    is_current = fields.Boolean(
        string="Current",
        readonly=True,
        help="The newest assessment of the customer; older ones are history.",
    )

    score = KnownInteger(
        string="Resistance Score",
        compute="_compute_result",
        store=True,
        aggregator="avg",
        help="0 to 100, higher = harder to win back. Empty: nothing answered yet.",
    )
    category_id = fields.Many2one(
        "reactivation.category",
        string="Category Proposed",
        compute="_compute_result",
        store=True,
    )
    answered_count = fields.Integer(
        string="Answered", compute="_compute_result", store=True, aggregator=None
    )
    asked_count = fields.Integer(
        string="Asked", compute="_compute_result", store=True, aggregator=None
    )
    completeness = fields.Float(
        compute="_compute_result",
        store=True,
        aggregator="avg",
        help="Answered criteria out of those asked, 0 to 1.",
    )
    breakdown = fields.Json(compute="_compute_result", store=True)
    reasons = fields.Json(compute="_compute_result", store=True)
    without_evidence_count = fields.Integer(
        string="Without Evidence",
        compute="_compute_result",
        store=True,
        aggregator=None,
        help="Answers given without a text or a link that shows where they come from.",
    )

    _current = models.Index("(customer_id) WHERE is_current")

    # ------------------------------------------------------------------
    # SCORE AND CATEGORY
    # ------------------------------------------------------------------

    @api.depends(
        "answer_ids.level_id",
        "answer_ids.points",
        "answer_ids.weight",
        "answer_ids.evidence",
        "answer_ids.is_asked",
        "cost_of_change",
        "expected_benefit",
    )
    def _compute_result(self):
        bands = self.env["reactivation.category"]._bands()
        for assessment in self:
            answers = [answer._grid_row() for answer in assessment.answer_ids]
            ratings = assessment.cost_of_change, assessment.expected_benefit
            assessment.update(self._result(answers, *ratings, bands))

    @api.model
    def _result(self, answers, cost, benefit, bands):
        """Values of the columns of ``queries.assessments.RESULTS``.

        :param answers: rows as in ``queries.assessments.grids``
        """
        grid = [resistance.Answer(*answer[:6]) for answer in answers]
        demands = [
            horizon.KnockOut(answer[0], answer[6])
            for answer in answers
            if answer[3] is not None and answer[6]
        ]
        verdict = resistance.assess(grid)
        category = horizon.category(
            verdict.value,
            bands,
            demands,
            cost=int(cost) if cost else None,
            benefit=int(benefit) if benefit else None,
        )
        answered, asked = resistance.completeness(grid)
        return {
            "score": verdict.value,
            "answered_count": answered,
            "asked_count": asked,
            "completeness": answered / asked if asked else 0.0,
            "without_evidence_count": sum(
                answer[3] is not None and not answer[7] for answer in answers
            ),
            "category_id": category.value,
            "breakdown": [
                {"dimension": dimension, **part._asdict()}
                for dimension, part in resistance.by_dimension(grid).items()
            ]
            or None,
            "reasons": [
                {"code": reason.code, **reason.facts}
                for reason in (*category.reasons, *verdict.reasons)
            ]
            or None,
        }

    @api.depends("partner_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = self.env._(
                "%(customer)s, %(date)s",
                customer=assessment.partner_id.display_name or "",
                date=format_date(self.env, assessment.date),
            )

    @api.constrains("date")
    def _check_date(self):
        for assessment in self:
            # whoever sits further east may write tomorrow's date already
            today = max(
                assessment.company_id._reactivation_today(),
                fields.Date.context_today(self),
            )
            if assessment.date > today:
                raise ValidationError(
                    self.env._(
                        "The assessment of %(customer)s cannot be dated in the future"
                        " (%(date)s).",
                        customer=assessment.partner_id.display_name,
                        date=format_date(self.env, assessment.date),
                    )
                )

    @api.constrains("customer_id", "episode_id")
    def _check_episode(self):
        for assessment in self:
            card = assessment.episode_id
            if card and card.customer_id != assessment.customer_id:
                raise ValidationError(
                    self.env._(
                        "The card of %(other)s cannot hold an assessment of"
                        " %(customer)s.",
                        other=card.partner_id.display_name,
                        customer=assessment.partner_id.display_name,
                    )
                )
