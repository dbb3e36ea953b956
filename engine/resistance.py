"""Resistance to change: answers of a grid -> score from 0 to 100, higher = harder.

An answered criterion has a *resistance* r between 0 and 1::

    r = points / max_points             openness is asked the other way round, so an
    r = 1 - points / max_points         inverse criterion lowers resistance

    score = 100 * sum(weight * r) / sum(weight)     over the answered criteria, rounded
                                                    to the nearest, halves upwards

An unanswered criterion is unknown: it leaves both sums, as if it had not been asked,
and is counted in the completeness only.  When the weights of what was answered sum to 0
there is no score.  A dimension has the same formula over its own criteria.

Only answers are read: how recently somebody ordered, opened an e-mail or asked for a
quotation is interest, and interest does not make a change easier.
"""

from math import floor
from typing import Any, NamedTuple

from .verdict import Reason, Verdict

#: Facts named to explain a score.
STRONGEST = 3
#: Sums of decimals are off by less than this: what is a half on paper counts as one.
NOISE = 1e-9


class Answer(NamedTuple):
    """One line of a grid; ``points`` is ``None`` as long as it is not answered."""

    key: Any
    dimension: str
    weight: float
    points: int | None
    max_points: int
    inverse: bool = False


class Dimension(NamedTuple):
    """Score of one dimension (``None``: unknown) and how much of it was answered."""

    score: int | None
    answered: int
    asked: int


def assess(answers):
    """Score of a grid.

    :param answers: list of :class:`Answer`
    :return: :class:`~.verdict.Verdict` of the score; reasons ``raises`` and ``lowers``
        name the strongest facts (``key``, and the ``pull`` in points of score)
    """
    shown = _weighed(answers)
    return Verdict(_mean(shown), tuple(_strongest(shown)))


def score(answers):
    """Score from 0 to 100, or ``None`` when nothing with a weight was answered."""
    return _mean(_weighed(answers))


def resistance(answer):
    """Resistance between 0 and 1 that one answer shows; ``None``: not answered."""
    if answer.points is None or answer.max_points <= 0:
        return None
    # points above the maximum: a level that has been archived since
    share = min(1.0, answer.points / answer.max_points)
    return 1 - share if answer.inverse else share


def completeness(answers):
    """(number answered, number asked)."""
    return sum(answer.points is not None for answer in answers), len(answers)


def by_dimension(answers):
    """Dict dimension -> :class:`Dimension`, in the order of the grid."""
    groups = {}
    for answer in answers:
        groups.setdefault(answer.dimension, []).append(answer)
    return {
        dimension: Dimension(score(group), *completeness(group))
        for dimension, group in groups.items()
    }


def _weighed(answers):
    """List of (weight, resistance, key) of what was answered."""
    shown = [(answer.weight, resistance(answer), answer.key) for answer in answers]
    return [line for line in shown if line[1] is not None]


def _mean(shown):
    total = sum(weight for weight, __, __ in shown)
    if not total:
        return None
    return _round(100 * sum(weight * share for weight, share, __ in shown) / total)


def _strongest(shown):
    """Reasons: the answers that pull the score furthest from the middle.

    The pull of an answer is how many points of score it lies above or below 50::

        pull = 100 * weight * (r - 1/2) / sum(weight)
    """
    total = sum(weight for weight, __, __ in shown)
    if not total:
        return []
    pulls = [
        (100 * weight * (share - 0.5) / total, key) for weight, share, key in shown
    ]
    pulls = sorted(filter(_pulls, pulls), key=_by_strength)
    return [
        Reason("raises" if pull > 0 else "lowers", {"key": key, "pull": _round(pull)})
        for pull, key in pulls[:STRONGEST]
    ]


def _pulls(item):
    return abs(item[0]) > NOISE


def _by_strength(item):
    return -round(abs(item[0]), 6)  # equals stay in the order of the grid


def _round(number):
    """Nearest integer, halves upwards."""
    return floor(number + 0.5 + NOISE)
