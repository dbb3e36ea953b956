from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

DIMENSIONS = [
    ("dependency", "Supplier dependency"),
    ("habits", "Age and solidity of habits"),
    ("risk", "Risk perceived by the decision-maker"),
    ("maturity", "Decision maturity"),
    ("openness", "Openness to change"),
]

#: Fields of a criterion or a level by which answers are graded or worded: a change of
#: one of them has the current assessments recomputed.
GRADED = {
    "question",
    "dimension",
    "weight",
    "inverse",
    "sequence",
    "active",
    "level_ids",
    "wording",
    "points",
    "min_category_id",
}


class ReactivationCriterion(models.Model):
    """One observable question of the resistance grid, with its worded levels.

    Nobody rates a feeling: a level says what can be seen or heard.  Whoever changes the
    grid has the current assessments recomputed at once; older ones keep the grid they
    were made with, because their answers carry a copy of it.
    """

    _name = "reactivation.criterion"
    _description = "Assessment Criterion"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _rec_name = "question"

    question = fields.Char(required=True, translate=True, tracking=True)
    dimension = fields.Selection(DIMENSIONS, required=True, tracking=True)
    weight = fields.Float(
        default=1.0,
        digits=(6, 2),
        tracking=True,
        help="How much this criterion counts beside the others. 0: asked, but without"
        " influence on the score.",
    )
    inverse = fields.Boolean(
        string="Lowers Resistance",
        tracking=True,
        help="Points lower the resistance score instead of raising it: openness to"
        " change.",
    )
    how_to_observe = fields.Text(
        translate=True, help="Where the answer can be seen or heard; shown when asked."
    )
    is_share = fields.Boolean(
        string="About the Main Supplier's Share",
        help="The answer is proposed from the share of the main supplier that is"
        " recorded for the customer.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    level_ids = fields.One2many(
        "reactivation.criterion.level", "criterion_id", string="Levels", copy=True
    )
    max_points = fields.Integer(
        compute="_compute_max_points", help="Points of the highest level."
    )

    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)",
        "A weight cannot be negative; 0 takes the criterion out of the score.",
    )

    @api.depends("level_ids.points", "level_ids.active")
    def _compute_max_points(self):
        for criterion in self:
            criterion.max_points = max(criterion.level_ids.mapped("points"), default=0)

    # ------------------------------------------------------------------
    # ONE CHANGE OF THE GRID, CHECKED AND APPLIED ONCE
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super(
            ReactivationCriterion, self.with_context(reactivation_in_grid=True)
        ).create(vals_list)
        criteria = criteria.with_env(self.env)
        criteria._grid_changed()
        return criteria

    def write(self, vals):
        result = super(
            ReactivationCriterion, self.with_context(reactivation_in_grid=True)
        ).write(vals)
        if (GRADED | {"is_share"}) & set(vals):
            self._grid_changed()
        return result

    def _grid_changed(self):
        """Check the criteria as they are now, and recompute current assessments.

        Levels written from the form of their criterion wait for it: only the whole can
        be judged.
        """
        if self.env.context.get("reactivation_in_grid"):
            return
        # records of a data file come one by one: a criterion before its levels
        if not self.env.context.get("install_mode"):
            self.filtered("active")._check_levels()
        self.env["reactivation.assessment"]._grid_changed(self)

    def _check_levels(self):
        """A criterion must be answerable, and its levels must be in order.

        :raise ValidationError: too few levels, or points that do not rise with them
        """
        for criterion in self:
            levels = criterion.level_ids.sorted()
            points = levels.mapped("points")
            if len(levels) < 2:
                raise ValidationError(
                    self.env._(
                        "Criterion “%(question)s” has %(count)s level(s). Give it at"
                        " least two levels to choose from.",
                        question=criterion.question,
                        count=len(levels),
                    )
                )
            if points != sorted(points) or points[0] == points[-1]:
                raise ValidationError(
                    self.env._(
                        "The points of criterion “%(question)s” are %(points)s from the"
                        " first level to the last. They must rise: order the levels, or"
                        " correct their points.",
                        question=criterion.question,
                        points=", ".join(map(str, points)),
                    )
                )
            criterion._check_shares(levels)

    def _check_shares(self, levels):
        """The bounds of a criterion about a share cover 0 to 100 % without overlap.

        :raise ValidationError: they do not start at 0 or do not rise
        """
        self.ensure_one()
        shares = levels.mapped("share_from")
        if self.is_share and (
            shares[0] != 0
            or any(b <= a for a, b in zip(shares, shares[1:], strict=False))
        ):
            raise ValidationError(
                self.env._(
                    "The levels of criterion “%(question)s” start at a share of"
                    " %(shares)s %%. The first must start at 0 %% and each next one"
                    " higher.",
                    question=self.question,
                    shares=", ".join(map(str, shares)),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for criterion in self:
            # sudo: answers of other companies count too; only counted
            answers = self.env["reactivation.assessment.answer"].sudo()
            used = answers.search_count([("criterion_id", "=", criterion.id)])
            if used:
                raise UserError(
                    self.env._(
                        "%(count)s assessments ask “%(question)s”. Archive the"
                        " criterion instead: new assessments leave it out, old ones"
                        " keep it.",
                        count=used,
                        question=criterion.question,
                    )
                )

    # ------------------------------------------------------------------
    # SHARE OF THE MAIN SUPPLIER
    # ------------------------------------------------------------------

    def _level_for_share(self, share):
        """The level that a share of purchases in percent stands for."""
        self.ensure_one()
        reached = self.level_ids.filtered(lambda level: share >= level.share_from)
        return reached.sorted("share_from")[-1:]


class ReactivationCriterionLevel(models.Model):
    """One answer to choose: what is seen, in words, and the points it gives."""

    _name = "reactivation.criterion.level"
    _description = "Level of an Assessment Criterion"
    _order = "sequence, points, id"
    _rec_name = "wording"

    criterion_id = fields.Many2one(
        "reactivation.criterion", required=True, ondelete="cascade", index=True
    )
    wording = fields.Char(required=True, translate=True)
    points = fields.Integer(default=0)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    min_category_id = fields.Many2one(
        "reactivation.category",
        string="At Least Category",
        domain="[('is_scored', '=', True)]",
        ondelete="restrict",
        help="Knock-out: whoever answers this is proposed in this category or a later"
        " one, whatever the score.",
    )
    share_from = fields.Integer(
        string="From Share (%)",
        help="For the criterion about the main supplier's share: the level stands for"
        " shares from here up to the next level.",
    )

    _points_positive = models.Constraint(
        "CHECK (points >= 0)",
        "Points of a level cannot be negative; let the criterion lower resistance"
        " instead.",
    )
    _share_percent = models.Constraint(
        "CHECK (share_from BETWEEN 0 AND 100)", "A share goes from 0 to 100 %."
    )

    @api.constrains("min_category_id")
    def _check_min_category(self):
        for level in self:
            if level.min_category_id and not level.min_category_id.is_scored:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” cannot demand the category “%(category)s”: it has"
                        " no score range. Choose a category with one.",
                        level=level.wording,
                        category=level.min_category_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels.criterion_id._grid_changed()
        return levels

    def write(self, vals):
        criteria = self.criterion_id
        result = super().write(vals)
        if (GRADED | {"share_from", "criterion_id"}) & set(vals):
            (criteria | self.criterion_id)._grid_changed()
        return result

    def unlink(self):
        criteria = self.criterion_id
        result = super().unlink()
        # an uninstallation deletes the grid and whatever would follow it
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            criteria._grid_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for level in self:
            # sudo: answers of other companies count too; only counted
            answers = self.env["reactivation.assessment.answer"].sudo()
            used = answers.search_count([("level_id", "=", level.id)])
            if used:
                raise UserError(
                    self.env._(
                        "“%(level)s” is the answer in %(count)s assessments. Archive"
                        " the level instead: it is not offered any more, the answers"
                        " keep it.",
                        level=level.wording,
                        count=used,
                    )
                )
