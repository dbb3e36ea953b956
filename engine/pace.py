"""How an objective goes on: a forecast in one sentence, and steps within reach.

Forecast
    what is done, plus what is still to come by the milestones at the rate so far; the
    rate is done / expected, at most :data:`HIGHEST_RATE`, and 1 while less than
    :data:`FIRST_SHARE` of the objective was expected (nothing can be told yet).

Milestones
    a customer comes back some day of its window, each day as likely; so many of the
    objective are asked for by a day as the customers' windows have passed by then.
"""

from datetime import date, timedelta
from typing import NamedTuple

HIGHEST_RATE = 2.0
FIRST_SHARE = 0.05


class Window(NamedTuple):
    """First and last day on which a customer may be expected back."""

    first: date
    last: date


def forecast(done, expected, target):
    """Number at the end of the period if things go on as they went.

    :param done: reached so far, customers or amount
    :param expected: asked for by now, same unit
    :param target: asked for by the end, same unit
    """
    rate = 1.0
    if expected >= FIRST_SHARE * target and expected > 0:
        rate = min(HIGHEST_RATE, done / expected)
    return done + max(0.0, target - expected) * rate


def milestones(target, windows, start, end):
    """Steps of an objective by the windows of its customers.

    Without customers who can be expected within the period the steps are even.

    :param target: number to reach by ``end``
    :param windows: list of :class:`Window`
    :param start: first day
    :param end: last day
    :return: list of (day, cumulative number): ends of quarters, of months in periods
        up to half a year; the last one is (end, target).  Of steps that ask for nothing
        the last one stays: it says until when nothing is expected, and that is the day
        before the first customer's window, not the end of a quarter long past.
    """
    days = step_days(start, end)
    total = sum(passed(window, end) for window in windows)
    steps = []
    for day in days:
        if total:
            share = sum(passed(window, day) for window in windows) / total
        else:
            share = ((day - start).days + 1) / ((end - start).days + 1)
        steps.append((day, round(target * share)))
    empty = sum(not number for __, number in steps)
    if not empty:
        return steps
    quiet_until = steps[empty - 1][0]
    if total:
        first = min(window.first for window in windows)
        quiet_until = max(quiet_until, first - timedelta(days=1))
    return [(quiet_until, 0), *steps[empty:]]


def passed(window, day):
    """Share of the window that has passed at the end of the day, 0 to 1."""
    length = (window.last - window.first).days + 1
    return min(1.0, max(0.0, ((day - window.first).days + 1) / max(1, length)))


def step_days(start, end):
    """Ends of quarters from ``start`` to ``end``; of months up to half a year."""
    months = 1 if (end - start).days <= 184 else 3
    days = []
    first = date(start.year, start.month, 1)
    while True:
        number = first.month - 1 + months - (first.month - 1) % months
        first = date(first.year + number // 12, number % 12 + 1, 1)
        last = first - timedelta(days=1)
        if last >= end:
            return [*days, end]
        days.append(last)
