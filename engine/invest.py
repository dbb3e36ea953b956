"""Is this customer worth the effort now?  Facts -> yes / later / no.

The first line that applies decides; every reason that is found is said::

    no       we stopped selling to them ourselves, or winning them back costs at least
             the amount at stake
    later    somebody put the customer off, money is overdue beyond the company's limit,
             the category waits for a critical need, or nobody can be reached
    unknown  nobody knows how hard the customer is to win back, nor of a critical need
    yes      otherwise

A critical need ends the wait of the category; it changes neither debts nor the sum.
Something painful in the past makes the effort half as long again
(:data:`PAINFUL_FACTOR`, our own choice: the case has to be settled before selling).
"""

from datetime import date
from typing import NamedTuple

from .verdict import Reason, Verdict

PAINFUL_FACTOR = 1.5


class Facts(NamedTuple):
    """What is known about one customer; amounts are in one and the same currency."""

    #: months before such customers come back at the earliest; None: not assessed
    months: int | None = None
    #: the category is worked on when a critical need comes up only
    waits: bool = False
    #: day from which the category makes it worth trying, when it is known
    worth_from: date | None = None
    critical_need: bool = False
    #: day until which somebody put the customer off
    put_off_until: date | None = None
    #: bought in the year before the silence
    at_stake: float = 0
    #: working hours that such a customer takes; 0: not known
    hours: float = 0
    #: cost of an hour; 0: not known, the effort is told and not compared
    hour_cost: float = 0
    #: why we stopped selling ourselves: ``unpaid``, ``other``, or None
    stopped: str | None = None
    #: more is overdue than the company accepts
    owes_too_much: bool = False
    #: number of things that hurt the customer: credit notes, late deliveries, …
    painful: int = 0
    reachable: bool = True


def invest_now(facts):
    """Whether to invest in a customer now.

    :param facts: :class:`Facts`
    :return: :class:`~.verdict.Verdict` of ``yes``, ``later``, ``no`` or ``None``
        (unknown); reasons ``stopped``, ``effort``; ``put_off``, ``overdue``,
        ``category_waits``, ``unreachable``; ``critical_need``, ``category``, ``worth``,
        ``painful``, in this order
    """
    against = _against(facts)
    waiting = _waiting(facts)
    if against:
        value = "no"
    elif waiting:
        value = "later"
    elif facts.months is None and not facts.critical_need:
        value = None
    else:
        value = "yes"
    return Verdict(value, (*against, *waiting, *_other(facts)))


def start_day(verdict):
    """Day from which *later* becomes worth a try.

    :return: the latest day among the reasons to wait; ``None`` when one of them ends
        on no known day
    """
    days = [r.facts["day"] for r in verdict.reasons if "day" in r.facts]
    return max(days) if days and None not in days else None


def effort_of(facts):
    """Working hours that winning the customer back takes, and their cost; 0: unknown.

    :return: (hours, cost)
    """
    hours = facts.hours * (PAINFUL_FACTOR if facts.painful else 1)
    return hours, hours * facts.hour_cost


def _against(facts):
    reasons = []
    if facts.stopped:
        reasons.append(Reason("stopped", {"why": facts.stopped}))
    hours, cost = effort_of(facts)
    if cost and cost >= facts.at_stake:
        reasons.append(
            Reason("effort", {"hours": hours, "cost": cost, "at_stake": facts.at_stake})
        )
    return reasons


def _waiting(facts):
    reasons = []
    if facts.put_off_until:
        reasons.append(Reason("put_off", {"day": facts.put_off_until}))
    if facts.owes_too_much:
        reasons.append(Reason("overdue", {"day": None}))
    if facts.waits and not facts.critical_need:
        reasons.append(Reason("category_waits", {"day": facts.worth_from}))
    if not facts.reachable:
        reasons.append(Reason("unreachable", {"day": None}))
    return reasons


def _other(facts):
    reasons = []
    if facts.critical_need:
        reasons.append(Reason("critical_need", {}))
    if facts.months is not None and not facts.waits:
        reasons.append(Reason("category", {"months": facts.months}))
    hours, cost = effort_of(facts)
    if hours and not (cost and cost >= facts.at_stake):
        reasons.append(
            Reason("worth", {"hours": hours, "cost": cost, "at_stake": facts.at_stake})
        )
    if facts.painful:
        reasons.append(Reason("painful", {"count": facts.painful}))
    return reasons
