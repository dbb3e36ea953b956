from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .assessment_case import AssessmentCase


@tagged("post_install", "-at_install")
class TestReactivationCriterion(AssessmentCase):
    """The grid belongs to the company: checked when it is changed, applied at once."""

    # -- the grid that ships

    def test_five_dimensions_of_three_questions(self):
        groups = self.Criterion._read_group([], ["dimension"], ["__count"])
        dimensions = ("dependency", "habits", "risk", "maturity", "openness")
        self.assertEqual(dict(groups), dict.fromkeys(dimensions, 3))
        self.Criterion.search([])._check_levels()

    def test_shipped_knock_outs(self):
        levels = self.env["reactivation.criterion.level"].search(
            [("min_category_id", "!=", False)]
        )
        found = {
            (level.criterion_id.dimension, level.points, level.min_category_id)
            for level in levels
        }
        self.assertEqual(
            found,
            {
                ("risk", 3, self.over_18),
                ("maturity", 2, self.months_6_18),
                ("maturity", 3, self.months_6_18),
            },
        )
        self.assertEqual(len(levels), 5, "three risks, two ways of deciding together")

    def test_openness_lowers_resistance(self):
        for criterion in self.Criterion.search([]):
            self.assertEqual(criterion.inverse, criterion.dimension == "openness")
            self.assertTrue(criterion.how_to_observe)

    def test_share_of_the_main_supplier_has_a_level(self):
        criterion = self.env.ref("crm_reactivation.criterion_main_share")
        for share, number in (
            (0, 0),
            (1, 0),
            (29, 0),
            (30, 1),
            (49, 1),
            (50, 2),
            (79, 2),
            (80, 3),
            (100, 3),
        ):
            self.assertEqual(
                criterion._level_for_share(share), self.shipped("main_share", number)
            )

    # -- what a grid must be

    def test_a_criterion_needs_two_levels(self):
        for points, message in (
            ((), "“Open\\?” has 0 level\\(s\\)"),
            ((1,), "has 1 level\\(s\\). Give it at least two levels"),
        ):
            with self.refused(ValidationError, message):
                self.make_criterion("Open?", *points)

    def test_points_rise_from_level_to_level(self):
        for points in ((2, 1), (1, 1), (0, 2, 1)):
            wanted = ", ".join(map(str, points))
            with self.refused(
                ValidationError,
                f"points of criterion “Open\\?” are {wanted} .*must rise",
            ):
                self.make_criterion("Open?", *points)
        self.assertTrue(self.make_criterion("Open?", 0, 0, 1))

    def test_points_and_weights_are_not_negative(self):
        levels = self.env["reactivation.criterion.level"]
        for model, points, weight, message in (
            (levels, (-1, 1), 1, "Points of a level cannot be negative"),
            (self.Criterion, (0, 1), -0.1, "A weight cannot be negative"),
        ):
            with self.assertRaises(CheckViolation) as caught:
                with mute_logger("odoo.sql_db"):
                    self.make_criterion("Open?", *points, weight=weight)
            self.assertIn(message, model._sql_error_to_message(caught.exception))

    def test_levels_changed_in_one_save_are_judged_as_a_whole(self):
        criterion = self.make_criterion("Open?", 0, 1)
        low, high = criterion.level_ids
        criterion.level_ids = [
            Command.update(low.id, {"points": 5}),
            Command.update(high.id, {"points": 9}),
        ]
        self.assertEqual(criterion.max_points, 9)
        with self.refused(ValidationError, "must rise"):
            criterion.level_ids = [Command.update(low.id, {"points": 20})]

    def test_levels_written_alone_are_judged_too(self):
        criterion = self.make_criterion("Open?", 0, 1, 2)
        with self.refused(ValidationError, "must rise"):
            criterion.level_ids[0].points = 7
        criterion.level_ids[0].unlink()
        with self.refused(ValidationError, "has 1 level"):
            criterion.level_ids[0].unlink()
        with self.refused(ValidationError, "has 1 level"):
            criterion.level_ids[0].active = False

    def test_shares_cover_everything_without_overlap(self):
        criterion = self.env.ref("crm_reactivation.criterion_main_share")
        for number, share in ((0, 5), (2, 30), (2, 90)):
            with self.refused(ValidationError, "must start at 0 % and each next one"):
                self.shipped("main_share", number).share_from = share
        with self.refused(ValidationError, "must start at 0 %"):
            self.make_criterion("Share?", 0, 1, is_share=True)
        criterion.is_share = False
        self.shipped("main_share", 0).share_from = 5

    def test_a_level_cannot_demand_a_category_without_scores(self):
        with self.refused(ValidationError, "cannot demand the category “To assess”"):
            self.shipped("exposure", 3).min_category_id = self.to_assess

    # -- answers protect what they answer

    def test_used_criteria_and_levels_are_archived_not_deleted(self):
        grid = self.make_grid(0, 100)
        self.assess(self.the_card, [self.level(grid, 100)])
        with self.refused(UserError, "1 assessments ask .*Archive the criterion"):
            grid.unlink()
        with self.refused(UserError, "is the answer in 1 assessments. Archive the"):
            self.level(grid, 100).unlink()
        other = self.make_criterion("Never asked?", 0, 1)
        self.Assessment.search([]).unlink()
        (other | grid).unlink()

    def test_copy_has_its_own_levels(self):
        criterion = self.make_criterion("Open?", 0, 1)
        other = criterion.copy()
        self.assertEqual(other.level_ids.mapped("points"), [0, 1])
        self.assertFalse(other.level_ids & criterion.level_ids)

    # -- rights

    def test_managers_change_the_grid_salespeople_read_it(self):
        criterion = self.env.ref("crm_reactivation.criterion_history")
        criterion.with_user(self.manager).weight = 3
        as_julie = criterion.with_user(self.julie)
        self.assertEqual(as_julie.weight, 3)
        self.assertTrue(as_julie.level_ids.mapped("wording"))
        with self.refused(AccessError, "."):
            as_julie.weight = 1
        with self.refused(AccessError, "."):
            as_julie.level_ids[0].points = 0
        with self.refused(AccessError, "."):
            self.env["reactivation.reason"].with_user(self.julie).create(
                {"name": "Because", "kind": "move"}
            )

    def test_a_manager_adds_a_sixteenth_criterion(self):
        self.assess(self.the_card, [self.shipped("history", 3)])
        criterion = self.Criterion.with_user(self.manager).create(
            {
                "question": "Do they owe us a favour?",
                "dimension": "openness",
                "inverse": True,
                "level_ids": [
                    Command.create({"wording": "No", "points": 0}),
                    Command.create({"wording": "Yes", "points": 1}),
                ],
            }
        )
        assessment = self.the_card.assessment_id
        self.assertEqual(assessment.asked_count, 16)
        self.assertEqual(
            self.answer(assessment, criterion).question, criterion.question
        )
