from odoo.tests import BaseCase, tagged

from ..engine.sharing import Card, balance, by_place, keep

JULIE, MARC, ZOE = 1, 2, 3
ALL = frozenset((JULIE, MARC, ZOE))
LYON, NICE = (75, 69), (75, 6)


def card(number, amount=100, user=None, own=None, allowed=ALL, place=None):
    return Card(number, amount, user, own, frozenset(allowed), place)


def one(_card):
    return 1


@tagged("post_install", "-at_install")
class TestEngineSharing(BaseCase):
    def test_keep(self):
        verdict = keep(
            [
                card(1, own=MARC, user=JULIE),
                card(2, own=None),
                card(3, own=ZOE, allowed=[MARC]),
            ]
        )
        self.assertEqual(verdict.value, {1: MARC})
        self.assertEqual([r.facts["card"] for r in verdict.reasons], [2, 3])

    def test_balance_the_number(self):
        """Nine cards, loads 4, 1, 0: everybody has nearly the same at the end."""
        cards = [card(number) for number in range(1, 10)]
        plan = balance(cards, {JULIE: 4, MARC: 1}, one).value
        gets = [list(plan.values()).count(user) for user in (JULIE, MARC, ZOE)]
        self.assertEqual(gets, [1, 4, 4])

    def test_balance_the_amount(self):
        cards = [card(1, 900), card(2, 500), card(3, 300), card(4, 100)]
        plan = balance(cards, {}, lambda each: each.amount).value
        self.assertEqual(plan, {1: JULIE, 2: MARC, 3: ZOE, 4: ZOE})

    def test_ties_go_to_who_has_it_then_to_the_lowest_id(self):
        self.assertEqual(balance([card(1)], {}, one).value, {1: JULIE})
        self.assertEqual(balance([card(1, user=ZOE)], {}, one).value, {1: ZOE})
        cards = [card(2), card(1)]
        self.assertEqual(
            balance(cards, {}, one), balance(list(reversed(cards)), {}, one)
        )

    def test_nobody_allowed(self):
        verdict = balance([card(1, allowed=[]), card(2, allowed=[ZOE])], {}, one)
        self.assertEqual(verdict.value, {2: ZOE})
        self.assertEqual(verdict.reasons[0].facts, {"card": 1})

    def test_places_stay_together(self):
        cards = [card(1, place=LYON), card(2, place=LYON), card(3, place=NICE)]
        plan = by_place(cards, {}, {LYON: {MARC: 5, ZOE: 4}}).value
        self.assertEqual(plan, {1: MARC, 2: MARC, 3: JULIE})

    def test_unknown_place_goes_by_number(self):
        cards = [card(1), card(2, place=LYON)]
        plan = by_place(cards, {MARC: 1, ZOE: 1}, {LYON: {JULIE: 2}}).value
        self.assertEqual(plan[2], JULIE)
        self.assertIn(plan[1], (JULIE, MARC))
        self.assertEqual(
            plan, by_place(cards, {MARC: 1, ZOE: 1}, {LYON: {JULIE: 2}})[0]
        )
