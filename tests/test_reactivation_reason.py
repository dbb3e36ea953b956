from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .card_case import CardCase


@tagged("post_install", "-at_install")
class TestReactivationReason(CardCase):
    """Closed lists: editable, counted, and never changed under what was chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reason = cls.env["reactivation.reason"]

    def shipped(self, kind):
        return self.Reason.search([("kind", "=", kind)])

    def test_every_effect_has_an_outcome(self):
        effects = self.shipped("outcome").mapped("effect")
        self.assertEqual(
            effects,
            ["no_need", "other_solution", "need_now", "unreachable", "call_back"],
        )

    def test_the_three_families_are_shipped(self):
        families = set(self.shipped("inactivity").mapped("family"))
        self.assertEqual(
            families, {"disappointed", "lost_interest", "uninformed", "other"}
        )
        ending = self.shipped("inactivity").filtered("ends_pursuit")
        closed_down = self.env.ref("crm_reactivation.reason_inactivity_closed_down")
        self.assertEqual(ending, closed_down)
        for code in ("own_decision", "unknown", "no_need", "other_solution"):
            self.assertTrue(self.env.ref(f"crm_reactivation.reason_inactivity_{code}"))

    def test_defaults_follow_the_list(self):
        outcome = self.Reason.create({"name": "Wrong number", "kind": "outcome"})
        self.assertEqual((outcome.effect, outcome.family), ("none", False))
        outcome.kind = "inactivity"
        self.assertEqual((outcome.effect, outcome.family), (False, "other"))
        outcome.kind = "no_go"
        self.assertEqual((outcome.effect, outcome.family), (False, False))

    def test_parts_belong_to_their_list(self):
        values = {"name": "Odd", "kind": "move"}
        for extra, message in (
            ({"effect": "no_need"}, "“Odd”: each call outcome, and nothing else"),
            ({"family": "other"}, "“Odd”: each reason of inactivity, and nothing"),
            ({"ends_pursuit": True}, "“Odd” cannot close cards"),
            ({"is_offered": True}, "“Odd” cannot be offered to customers"),
        ):
            with self.refused(ValidationError, message):
                self.Reason.create({**values, **extra})

    def test_what_was_chosen_keeps_its_meaning(self):
        __, card = self.silent_with_card()
        reason = self.env.ref("crm_reactivation.reason_move_talked")
        reason.write({"kind": "no_go"})  # nobody chose it yet
        reason.write({"kind": "move"})
        card.write({"category_id": self.over_18.id, "move_reason_id": reason.id})
        with self.refused(ValidationError, "“I talked to them” was chosen 1 times"):
            reason.kind = "no_go"
        with self.refused(ValidationError, "cannot be deleted. Archive it"):
            reason.unlink()
        reason.write({"kind": "move", "name": "Talked", "active": False})
        self.assertEqual(card.move_reason_id.name, "Talked")
