from odoo.tests import BaseCase, tagged

from ..engine import priority, resistance
from ..engine.resistance import Answer, Dimension


def grid(*answers):
    """Answers to criteria of one dimension, out of 100 points: points or (points,
    weight[, max points])."""
    found = []
    for number, answer in enumerate(answers):
        points, weight, most = (
            (*answer, 100)[:3] if isinstance(answer, tuple) else (answer, 1, 100)
        )
        found.append(Answer(number, "habits", weight, points, most))
    return found


@tagged("post_install", "-at_install")
class TestEngineResistance(BaseCase):
    """Answers -> score, by hand."""

    def test_score_is_the_weighted_mean_of_what_was_answered(self):
        for answers, expected in (
            (grid(), None),
            (grid(None, None), None),
            (grid(0), 0),
            (grid(100), 100),
            (grid(34), 34),
            (grid(35), 35),
            (grid(64), 64),
            (grid(65), 65),
            (grid(0, 100), 50),
            (grid((0, 1), (100, 3)), 75),
            (grid((0, 0.5), (100, 1.5)), 75),
            (grid((1, 1, 3), (2, 1, 3)), 50),
            (grid((1, 1, 3)), 33),
            (grid((2, 1, 3)), 67),
        ):
            with self.subTest(answers=answers):
                self.assertEqual(resistance.score(answers), expected)

    def test_halves_are_rounded_upwards(self):
        """On a bound the customer belongs to the harder side, without float noise."""
        for answers, expected in (
            (grid(34, 35), 35),
            (grid(64, 65), 65),
            (grid((1, 1, 8)), 13),
            (grid((0, 0.1), (100, 0.1)), 50),
            (grid((69, 0.1), (0, 0.1)), 35),
            (grid((345, 1, 1000)), 35),
            (grid((3449, 1, 10000)), 34),
        ):
            with self.subTest(answers=answers):
                self.assertEqual(resistance.score(answers), expected)

    def test_unanswered_is_unknown_and_never_zero(self):
        self.assertEqual(resistance.score(grid(80, None, None)), 80)
        self.assertEqual(resistance.completeness(grid(80, None, None)), (1, 3))
        self.assertEqual(resistance.completeness(grid(0)), (1, 1))

    def test_weights_that_sum_to_nothing_give_no_score(self):
        for answers in (
            grid((100, 0)),
            grid((100, 0), (0, 0)),
            grid((100, 0), (None, 5)),
            grid((1, 1, 0)),
        ):
            with self.subTest(answers=answers):
                verdict = resistance.assess(answers)
                self.assertIsNone(verdict.value)
                self.assertEqual(verdict.reasons, ())

    def test_weight_zero_counts_as_answered_but_weighs_nothing(self):
        answers = grid((100, 0), (20, 1))
        self.assertEqual(resistance.score(answers), 20)
        self.assertEqual(resistance.completeness(answers), (2, 2))

    def test_inverse_criterion_lowers_resistance(self):
        for points, expected in ((0, 100), (25, 75), (100, 0), (None, None)):
            answer = Answer(1, "openness", 1, points, 100, inverse=True)
            self.assertEqual(resistance.score([answer]), expected)
        mixed = [
            Answer(1, "habits", 1, 3, 3),
            Answer(2, "openness", 1, 3, 3, inverse=True),
        ]
        self.assertEqual(resistance.score(mixed), 50)

    def test_level_archived_since_does_not_exceed_the_maximum(self):
        self.assertEqual(resistance.score([Answer(1, "habits", 1, 5, 3)]), 100)

    def test_dimensions_have_their_own_scores(self):
        answers = [
            Answer(1, "dependency", 1, 3, 3),
            Answer(2, "dependency", 1, None, 3),
            Answer(3, "risk", 1, None, 3),
            Answer(4, "openness", 2, 0, 3, inverse=True),
        ]
        self.assertEqual(
            resistance.by_dimension(answers),
            {
                "dependency": Dimension(100, 1, 2),
                "risk": Dimension(None, 0, 1),
                "openness": Dimension(100, 1, 1),
            },
        )

    def test_strongest_facts_are_named_with_their_pull(self):
        answers = grid(100, 0, 50, 90, None, 20)
        reasons = resistance.assess(answers).reasons
        self.assertEqual(
            [(reason.code, reason.facts["key"]) for reason in reasons],
            [("raises", 0), ("lowers", 1), ("raises", 3)],
        )
        self.assertEqual([reason.facts["pull"] for reason in reasons], [10, -10, 8])

    def test_an_answer_in_the_middle_pulls_nowhere(self):
        self.assertEqual(resistance.assess(grid(50, 50)).reasons, ())


@tagged("post_install", "-at_install")
class TestEnginePriority(BaseCase):
    """The matrix potential x accessibility."""

    def test_nine_positions(self):
        order = sorted(priority.POSITIONS, key=priority.POSITIONS.get)
        self.assertEqual(
            order,
            [
                ("high", "high"),
                ("high", "medium"),
                ("medium", "high"),
                ("medium", "medium"),
                ("high", "low"),
                ("low", "high"),
                ("medium", "low"),
                ("low", "medium"),
                ("low", "low"),
            ],
        )
        self.assertEqual(sorted(priority.POSITIONS.values()), list(range(1, 10)))

    def test_better_in_one_and_not_worse_in_the_other_comes_first(self):
        for (potential, access), position in priority.POSITIONS.items():
            for (other, other_access), its_position in priority.POSITIONS.items():
                worth = priority.WORTH
                if (potential, access) != (other, other_access) and (
                    worth[potential] >= worth[other]
                    and worth[access] >= worth[other_access]
                ):
                    self.assertLess(position, its_position)

    def test_overall_class_of_several_ratings(self):
        for ratings, expected in (
            ([], None),
            ([None, None], None),
            (["high", None], "high"),
            (["high", "medium"], "high"),
            (["high", "low"], "medium"),
            (["medium", "low"], "medium"),
            (["low", "low", "medium"], "low"),
            (["high", "high", "low", "low"], "medium"),
        ):
            self.assertEqual(priority.overall(ratings), expected, ratings)
