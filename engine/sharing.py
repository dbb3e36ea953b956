"""Who gets which card when a manager shares cards out.

The same facts give the same plan: ties go to whoever has the card now, else to the
lowest id.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from .verdict import Reason, Verdict


class Card(NamedTuple):
    """One card to give to somebody."""

    id: int
    amount: float  # at stake a year, in company currency
    user: int | None  # who has it now
    own: int | None  # the customer's own salesperson
    allowed: frozenset  # ids of the users who may get it
    place: tuple | None  # country and state, ``None`` when the country is not known


def keep(cards):
    """To the customers' own salespeople; a card whose customer has none stays.

    :return: verdict, value dict card id -> user id, reasons the cards that stay
    """
    return _verdict(
        cards, {card.id: card.own for card in cards if card.own in card.allowed}
    )


def balance(cards, loads, weigh):
    """One by one, dearest first, to whoever has least until then.

    :param loads: dict user id -> what the user has besides these cards
    :param weigh: function (card) -> what a card adds to the load
    :return: verdict, value dict card id -> user id, reasons the cards that stay
    """
    loads = Counter(loads)
    plan = {}
    for card in _dearest_first(cards):
        if card.allowed:
            plan[card.id] = user = _lightest(card.allowed, loads, card.user)
            loads[user] += weigh(card)
    return _verdict(cards, plan)


def by_place(cards, loads, customers):
    """The cards of one place stay together: with who has most customers there.

    Where nobody has any, with who has fewest cards; cards without a place one by one.

    :param loads: dict user id -> number of cards besides these
    :param customers: dict place -> dict user id -> number of customers there
    :return: verdict, value dict card id -> user id, reasons the cards that stay
    """
    loads = Counter(loads)
    places = defaultdict(list)
    for card in cards:
        if card.place:
            places[card.place].append(card)
    plan = {}
    for place, here in sorted(
        places.items(), key=lambda item: (-len(item[1]), str(item[0]))
    ):
        allowed = frozenset.intersection(*(card.allowed for card in here))
        if not allowed:
            continue
        known = customers.get(place, {})
        most = max(known.get(user, 0) for user in allowed)
        at_home = [user for user in allowed if known.get(user, 0) == most]
        user = _lightest(at_home, loads, None)
        loads[user] += len(here)
        plan.update((card.id, user) for card in here)
    homeless = [card for card in cards if not card.place]
    plan.update(balance(homeless, loads, lambda card: 1).value)
    return _verdict(cards, plan)


def _dearest_first(cards):
    return sorted(cards, key=lambda card: (-card.amount, card.id))


def _lightest(users, loads, current):
    return min(users, key=lambda user: (loads[user], user != current, user))


def _verdict(cards, plan):
    stay = tuple(
        Reason("nobody", {"card": card.id}) for card in cards if card.id not in plan
    )
    return Verdict(plan, stay)
