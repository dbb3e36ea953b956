from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestGridChange(AssessmentCase):
    """A manager changes the grid: current assessments follow once, history does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grid = cls.make_grid(0, 34, 35, 100)
        cls.more = cls.make_criterion("Anything else?", 0, 100)

    def assess_by(self, *points, **values):
        levels = zip((self.grid, self.more), points, strict=False)
        return self.assess(
            self.the_card, [self.level(c, p) for c, p in levels], **values
        )

    def state(self, assessment):
        return assessment.read(
            ["score", "category_id", "answered_count", "asked_count", "reasons"]
        ) + assessment.answer_ids.read(
            ["question", "weight", "wording", "points", "max_points", "is_asked"]
        )

    def test_weight(self):
        old = self.assess_by(0, 100, date=TODAY - timedelta(days=9))
        history = self.state(old)
        current = self.assess_by(0, 100)
        self.assertEqual(current.score, 50)
        self.more.weight = 3
        self.assertEqual(current.score, 75)
        self.assertEqual(current.answer_ids.mapped("weight"), [1, 3])
        self.assertEqual(self.the_card.resistance_score, 75)
        self.assertEqual(self.the_card.category_id, self.over_18)
        old.invalidate_recordset()
        self.assertEqual(self.state(old), history)
        (self.grid | self.more).weight = 0
        self.assertIs(current.score, False)
        self.assertEqual(self.the_card.category_id, self.to_assess)

    def test_levels_and_wording(self):
        old = self.assess_by(35, date=TODAY - timedelta(days=9))
        current = self.assess_by(35)
        level = self.level(self.grid, 35)
        level.write({"points": 70, "wording": "Rather settled"})
        self.grid.question = "How settled, really?"
        answer = self.answer(current, self.grid)
        self.assertEqual((answer.points, answer.wording), (70, "Rather settled"))
        self.assertEqual(answer.question, "How settled, really?")
        self.assertEqual(current.score, 70)
        answer = self.answer(old, self.grid)
        self.assertEqual((answer.points, answer.wording), (35, "35 points"))
        self.assertEqual(answer.question, "How settled are they?")
        self.assertEqual(old.score, 35)
        # the maximum changes: the same answer weighs more
        self.level(self.grid, 100).points = 80
        self.assertEqual(current.score, 88)

    def test_criterion_added_and_archived(self):
        current = self.assess_by(35, 100)
        self.assertEqual(current.score, 68)
        third = self.make_criterion("A third?", 0, 1)
        self.assertEqual((current.answered_count, current.asked_count), (2, 3))
        self.assertEqual(current.score, 68, "unknown counts neither way")
        self.more.active = False
        self.assertEqual((current.answered_count, current.asked_count), (1, 2))
        self.assertEqual(current.score, 35)
        self.assertEqual(len(current.answer_ids), 2)
        self.more.active = True
        self.assertEqual(current.score, 68, "the answer was kept")
        answer = current.answer_ids.filtered(lambda a: a.criterion_id == third)
        answer.level_id = self.level(third, 1)
        self.assertEqual(current.score, 78)

    def test_inverse(self):
        current = self.assess_by(34)
        self.grid.inverse = True
        self.assertEqual(current.score, 66)
        self.assertEqual(self.the_card.category_id, self.over_18)

    def test_knock_out_added_and_removed(self):
        self.assess_by(0)
        level = self.level(self.grid, 0)
        level.min_category_id = self.over_18
        self.assertEqual(self.the_card.category_id, self.over_18)
        level.min_category_id = False
        self.assertEqual(self.the_card.category_id, self.months_0_6)

    def test_bounds_of_categories(self):
        current = self.assess_by(35)
        self.assertEqual(self.the_card.category_id, self.months_6_18)
        self.months_6_18.score_from = 36
        self.assertEqual(current.category_id, self.months_0_6)
        self.assertEqual(self.the_card.category_id, self.months_0_6)
        self.assertIn("goes from 0 to 35", self.the_card.reasons_text)
        between = self.env["reactivation.category"].create(
            {"name": "12-18 months", "score_from": 30}
        )
        self.assertEqual(self.the_card.category_id, between)
        between.active = False
        self.assertEqual(self.the_card.category_id, self.months_0_6)

    def test_decided_category_stays_and_differs(self):
        self.assess_by(0)
        self.the_card.category_id = self.months_0_6
        self.grid.inverse = True
        self.assertEqual(self.the_card.computed_category_id, self.over_18)
        self.assertEqual(self.the_card.category_id, self.months_0_6)
        self.assertTrue(self.the_card.category_differs)
        self.the_card.action_follow_score()
        self.assertEqual(self.the_card.category_id, self.over_18)

    def test_history_that_is_current_again_catches_up(self):
        old = self.assess_by(0, 100, date=TODAY - timedelta(days=9))
        new = self.assess_by(0, 0)
        self.more.weight = 3
        self.assertEqual(old.score, 50)
        new.unlink()
        self.assertTrue(old.is_current)
        self.assertEqual(old.score, 75)
        self.assertEqual(self.the_card.resistance_score, 75)

    def test_words_in_every_language(self):
        """History keeps the words of its time, whoever reads it."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.grid.with_context(lang="fr_FR").question = "Quelle habitude ?"
        level = self.level(self.grid, 35)
        level.with_context(lang="fr_FR").wording = "Plutôt ancrée"
        current = self.assess_by(35)
        answer = self.answer(current, self.grid)
        self.assertEqual(answer.question, "How settled are they?")
        french = answer.with_context(lang="fr_FR")
        self.assertEqual(french.question, "Quelle habitude ?")
        self.assertEqual(french.wording, "Plutôt ancrée")
        level.with_context(lang="fr_FR").wording = "Ancrée"
        self.assertEqual(french.wording, "Ancrée")
        self.assertEqual(answer.wording, "35 points")

    # -- cost

    def make_assessed(self, count, level):
        """So many more customers with a card, each assessed by one answer."""
        partners = self.insert_partners(count)
        self.insert_orders((partner, 400, 100) for partner in partners)
        self.refresh()
        cards = self.Episode.search([("partner_id", "in", partners.ids)])
        self.Assessment.create(
            [
                {
                    "episode_id": card.id,
                    "answer_ids": [
                        Command.create(
                            {
                                "criterion_id": self.grid.id,
                                "level_id": level.id,
                            }
                        )
                    ],
                }
                for card in cards
            ]
        )
        return cards

    def statements(self, change):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        change()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_cost_does_not_depend_on_how_many_were_assessed(self):
        """Weight, bounds and a new criterion: the same few statements."""
        level = self.level(self.grid, 35)

        def changes():
            level.points = 36 if level.points == 35 else 35
            yield
            self.months_6_18.score_from = (
                36 if self.months_6_18.score_from == 35 else 35
            )
            yield
            self.make_criterion("One more?", 0, 1)
            yield

        counts = []
        total = 0
        for number in (1, 3, 60):  # the first round fills Odoo's own caches
            total += number
            cards = self.make_assessed(number, level)
            round_of = changes()
            counts.append(
                [self.statements(lambda it=round_of: next(it)) for __ in range(3)]
            )
            points = level.points
            self.assertEqual(set(cards.mapped("resistance_score")), {points})
        __, few, many = counts
        self.assertEqual(few, many)

    def test_one_save_recomputes_once(self):
        """Several levels changed in one form: the engine reads each grid once."""
        current = self.assess_by(35)
        calls = []
        assessment = type(self.Assessment)
        original = assessment._grade

        def counted(records, scope):
            calls.append(scope)
            return original(records, scope)

        self.patch(assessment, "_grade", counted)
        self.grid.write(
            {
                "weight": 2,
                "level_ids": [
                    Command.update(self.level(self.grid, 35).id, {"points": 40}),
                    Command.update(self.level(self.grid, 34).id, {"points": 30}),
                ],
            }
        )
        self.assertEqual(len(calls), 1)
        self.assertEqual(current.score, 40)
        self.grid.how_to_observe = "Look around."
        self.assertEqual(len(calls), 1, "what does not grade recomputes nothing")
