from odoo.tests import BaseCase, tagged

from ..engine import horizon
from ..engine.horizon import Band, KnockOut
from ..engine.verdict import Verdict

#: The bounds that ship, in another order than by score.
BANDS = [Band("middle", 35), Band("soon", 0), Band("late", 65)]


def category(score, *knock_outs, **ratings):
    demands = [KnockOut(*knock_out) for knock_out in knock_outs]
    return horizon.category(score, BANDS, demands, **ratings)


@tagged("post_install", "-at_install")
class TestEngineHorizon(BaseCase):
    """Score and knock-outs -> category."""

    def test_every_bound(self):
        for score, expected in (
            (0, "soon"),
            (34, "soon"),
            (35, "middle"),
            (64, "middle"),
            (65, "late"),
            (100, "late"),
        ):
            self.assertEqual(category(score).value, expected, score)

    def test_no_score_is_unknown(self):
        self.assertEqual(category(None), Verdict(None))
        self.assertEqual(category(None, cost=5, benefit=1), Verdict(None))

    def test_the_reason_names_the_range(self):
        for score, band, lowest, highest in (
            (0, "soon", 0, 34),
            (50, "middle", 35, 64),
            (100, "late", 65, 100),
        ):
            [reason] = category(score).reasons
            self.assertEqual(reason.code, "score")
            self.assertEqual(
                reason.facts,
                {"score": score, "band": band, "lowest": lowest, "highest": highest},
            )

    def test_knock_outs_move_later_only(self):
        for score, demanded, expected in (
            (0, "late", "late"),
            (0, "middle", "middle"),
            (34, "middle", "middle"),
            (50, "late", "late"),
            (80, "middle", "late"),
            (50, "soon", "middle"),
            (None, "late", "late"),
        ):
            verdict = category(score, ("risk", demanded))
            self.assertEqual(verdict.value, expected, (score, demanded))

    def test_the_latest_of_several_knock_outs(self):
        verdict = category(10, ("collective", "middle"), ("risk", "late"))
        self.assertEqual(verdict.value, "late")
        codes = [(r.code, r.facts.get("key")) for r in verdict.reasons]
        self.assertEqual(codes, [("score", None), ("knock_out", "risk")])

    def test_knock_outs_that_agree_are_all_named(self):
        verdict = category(90, ("fear", "late"), ("exposure", "late"))
        keys = [r.facts["key"] for r in verdict.reasons if r.code == "knock_out"]
        self.assertEqual(keys, ["fear", "exposure"])

    def test_knock_out_for_a_category_that_is_gone_is_left_out(self):
        verdict = category(10, ("risk", "archived"))
        self.assertEqual(verdict.value, "soon")
        self.assertEqual([reason.code for reason in verdict.reasons], ["score"])

    def test_a_change_that_costs_as_much_as_it_brings(self):
        for score, cost, benefit, expected in (
            (10, 3, 3, "middle"),
            (10, 4, 3, "middle"),
            (10, 2, 3, "soon"),
            (10, 3, None, "soon"),
            (10, None, 3, "soon"),
            (80, 5, 1, "late"),
        ):
            verdict = category(score, cost=cost, benefit=benefit)
            self.assertEqual(verdict.value, expected, (score, cost, benefit))
        codes = [reason.code for reason in category(80, cost=5, benefit=1).reasons]
        self.assertIn("cost", codes, "said even where it changes nothing")

    def test_one_category_only(self):
        bands = [Band("all", 0)]
        verdict = horizon.category(10, bands, cost=5, benefit=1)
        self.assertEqual(verdict.value, "all")
        self.assertIsNone(horizon.category(10, []).value)
