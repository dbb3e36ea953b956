"""The steps of a campaign: what comes next for one customer, and when.

Dates are the company's local days, so a change to daylight saving time moves nothing;
months are calendar months (31 January + 1 month = 28 or 29 February).  Steps are taken
in their order, each at most once; the delay of a step counts from the day the step
before it was carried out or skipped.
"""

from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .verdict import Reason, Verdict

#: condition -> (dates of the earlier step it looks at, whether one must be known).
CONDITIONS = {
    "opened": (("opened_on",), True),
    "not_opened": (("opened_on",), False),
    "clicked": (("clicked_on",), True),
    "not_clicked": (("clicked_on",), False),
    "replied": (("replied_on",), True),
    "not_replied": (("replied_on",), False),
    "bounced": (("bounced_on",), True),
    "done": (("done_on",), True),
    "not_done": (("done_on",), False),
}

#: What a customer does by oneself; an activity that was done is ours.
REACTIONS = ("opened_on", "clicked_on", "replied_on")


class Step(NamedTuple):
    """One step as it is defined.

    ``unit``: days, weeks or months.  ``about``: id of the earlier step its condition
    looks at, ``None`` = the one before.  ``within``: days the customer (or the
    salesperson) has for it, 0 = until the step is due.
    """

    id: int
    delay: int = 0
    unit: str = "days"
    condition: str | None = None
    about: int | None = None
    within: int = 0


class Past(NamedTuple):
    """What became of one step; ``on`` is the day it was carried out or skipped."""

    step: int
    on: object
    opened_on: object = None
    clicked_on: object = None
    replied_on: object = None
    bounced_on: object = None
    done_on: object = None
    carried_out: bool = True


class Move(NamedTuple):
    """``take`` a step, ``wait`` for it until ``on``, ``end``, or ``remove``."""

    kind: str
    step: int | None = None
    on: object = None


def next_move(steps, past, entered_on, today, not_before=None, silent_days=None):
    """What to do now for one customer.

    :param steps: list of :class:`Step` in their order
    :param past: list of :class:`Past`
    :param entered_on: day the customer entered the campaign
    :param not_before: day until which the customer is put off, or ``None``
    :param silent_days: days after the last step after which who never reacted is
        removed; ``None``: nobody is removed
    :return: ``Verdict(Move, reasons)``; the reasons are the steps skipped on the way:
        code = their condition, facts = ``step``
    """
    past = sorted(past, key=lambda touch: touch.on)
    taken = {touch.step for touch in past}
    positions = [i for i, step in enumerate(steps) if step.id in taken]
    coming = steps[max(positions) + 1 :] if positions else steps
    skipped = []
    for step in coming:
        last_on = past[-1].on if past else entered_on
        due = later(last_on, step.delay, step.unit)
        if not_before and not_before > due:
            due = not_before
        if today < due:
            return Verdict(Move("wait", step.id, due), tuple(skipped))
        answer = holds(step, steps, past, today)
        if answer is True:
            return Verdict(Move("take", step.id, today), tuple(skipped))
        if answer is not False:
            return Verdict(Move("wait", step.id, answer), tuple(skipped))
        skipped.append(Reason(step.condition, {"step": step.id}))
        past = [*past, Past(step.id, today, carried_out=False)]
    return Verdict(_finish(past, entered_on, today, silent_days), tuple(skipped))


def _finish(past, entered_on, today, silent_days):
    """No step is left: the end, or removal of who never reacted.

    Not before the day after the last step: an order of that day still ends it.
    """
    ends = silent_days is None or reacted_on(past)
    days = 1 if ends else max(1, silent_days)
    due = later(past[-1].on, days, "days") if past else entered_on
    if today < due:
        return Move("wait", None, due)
    return Move("end" if ends else "remove")


def holds(step, steps, past, today):
    """Whether the condition of a step is met.

    What happens within the days that are given counts, the last of them included.  What
    was skipped or failed was neither opened nor done.

    :return: True, False, or the day on which it will be known
    """
    if not step.condition:
        return True
    touch = _about(step, steps, past)
    if step.condition == "silent":
        happened, wanted = reacted_on(past), False
    else:
        names, wanted = CONDITIONS[step.condition]
        happened = touch and _first(getattr(touch, name) for name in names)
    if not touch or not touch.carried_out:
        return not wanted and not happened
    until = later(touch.on, step.within, "days") if step.within else None
    in_time = bool(happened) and (until is None or happened <= until)
    if in_time:
        return wanted
    return until if until and today < until else not wanted


def _about(step, steps, past):
    """The touch a condition looks at: of the step it names, else of the one before."""
    by_step = {touch.step: touch for touch in past}
    if step.about:
        return by_step.get(step.about)
    before = steps[: [other.id for other in steps].index(step.id)]
    return next((by_step[s.id] for s in reversed(before) if s.id in by_step), None)


def reacted_on(past):
    """First day the customer reacted to any step, or ``None``."""
    return _first(getattr(touch, name) for touch in past for name in REACTIONS)


def _first(days):
    known = [day for day in days if day]
    return min(known) if known else None


def later(day, count, unit):
    """The day so many days, weeks or months after another."""
    return day + relativedelta(**{unit: count})
