from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ReactivationCategory(models.Model):
    """One column of the board: how long it takes to bring such customers back.

    A category says at which resistance score it begins and ends where the next one
    begins, so the scores 0..100 are covered without hole or overlap by construction.
    *To assess* is the category without a score: a record like the others, so that its
    column is always there.
    """

    _name = "reactivation.category"
    _description = "Activation Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_scored = fields.Boolean(
        string="Has a Score Range",
        default=True,
        help="Unticked for To assess only: customers whose resistance is not known.",
    )
    score_from = fields.Integer(
        string="From Score",
        help="Lowest resistance score (0 to 100) of this category. It ends where the"
        " next category begins.",
    )
    score_to = fields.Integer(string="To Score", compute="_compute_score_to")
    horizon_from = fields.Integer(
        string="Horizon From (months)",
        help="Months before such a customer can be won back: shortest.",
    )
    horizon_to = fields.Integer(
        string="Horizon To (months)", help="Longest, in months; 0 means open."
    )
    critical_need_only = fields.Boolean(
        help="Campaigns and objectives leave such customers alone unless a critical"
        " need is recorded on the card.",
    )
    requirements = fields.Text(
        string="Column Tooltip",
        translate=True,
        help="Two lines shown when hovering the column title on the board.",
    )
    playbook = fields.Html(
        translate=True, help="How to work these customers; shown on their cards."
    )

    @api.depends("score_from", "is_scored", "active")
    def _compute_score_to(self):
        scored = self.search([("is_scored", "=", True)], order="score_from, id")
        starts = [category.score_from for category in scored]
        for category in self:
            later = [start for start in starts if start > category.score_from]
            category.score_to = (
                (min(later) - 1 if later else 100) if category.is_scored else 0
            )

    @api.constrains("is_scored", "score_from", "active")
    def _check_ranges(self):
        scored = self.search([("is_scored", "=", True)], order="score_from, sequence")
        for category in scored:
            if not 0 <= category.score_from <= 100:
                raise ValidationError(
                    self.env._(
                        "Category “%(name)s” starts at score %(score)s. Scores go from"
                        " 0 to 100: choose a start in between.",
                        name=category.name,
                        score=category.score_from,
                    )
                )
        for lower, upper in zip(scored, scored[1:], strict=False):
            if lower.score_from == upper.score_from:
                raise ValidationError(
                    self.env._(
                        "Categories “%(one)s” and “%(other)s” both start at score"
                        " %(score)s. Give each its own start.",
                        one=lower.name,
                        other=upper.name,
                        score=lower.score_from,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if {"active", "is_scored", "score_from"} & set(vals):
            self._check_complete()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        self._check_complete(without=self)

    @api.model
    def _check_complete(self, without=()):
        """Every customer must have a column.

        :raise ValidationError: no category for score 0, or none without a score
        """
        categories = self.search([("id", "not in", [c.id for c in without])])
        scored = categories.filtered("is_scored")
        if 0 not in scored.mapped("score_from"):
            raise ValidationError(
                self.env._(
                    "No category starts at score 0: customers with the lowest"
                    " resistance would have no column. Let one category start at 0."
                )
            )
        if scored == categories:
            raise ValidationError(
                self.env._(
                    "A category without a score range is needed for customers nobody"
                    " has assessed yet."
                )
            )

    @api.constrains("horizon_from", "horizon_to")
    def _check_horizon(self):
        for category in self:
            if category.horizon_from < 0 or (
                category.horizon_to and category.horizon_to <= category.horizon_from
            ):
                raise ValidationError(
                    self.env._(
                        "The horizon of category “%(name)s” goes from %(start)s to"
                        " %(end)s months. It must end after it starts; 0 as end means"
                        " open.",
                        name=category.name,
                        start=category.horizon_from,
                        end=category.horizon_to,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for category in self:
            cards = self.env["reactivation.episode"].sudo()
            # sudo: cards of other companies hold the category too; only counted
            used = cards.search_count([("category_id", "=", category.id)])
            levels = self.env["reactivation.criterion.level"].search(
                [("min_category_id", "=", category.id)], limit=1
            )
            if levels:
                raise UserError(
                    self.env._(
                        "An answer of criterion “%(criterion)s” sends customers to"
                        " category “%(name)s”. Choose another category there first.",
                        criterion=levels.criterion_id.display_name,
                        name=category.name,
                    )
                )
            if used:
                raise UserError(
                    self.env._(
                        "%(count)s cards are in category “%(name)s”. Archive it, or"
                        " move the cards first.",
                        count=used,
                        name=category.name,
                    )
                )

    @api.model
    def _to_assess(self):
        """The column of customers whose resistance nobody knows."""
        return self.search([("is_scored", "=", False)], limit=1)

    @api.model
    def _score_bounds(self):
        """List of (lowest score, category id) of the scored categories."""
        return [
            (category.score_from, category.id)
            for category in self.search([("is_scored", "=", True)])
        ]
