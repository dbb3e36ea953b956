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

from fractions import Fraction
from typing import Any, NamedTuple

from .verdict import Reason, Verdict

#: Facts named to explain a score.
STRONGEST = 3


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
    return Verdict(score(answers), tuple(strongest(answers)))


def score(answers):
    """Score from 0 to 100, or ``None`` when nothing with a weight was answered."""
    weighted = [(_weight(answer), resistance(answer)) for answer in answers]
    weighted = [(weight, share) for weight, share in weighted if share is not None]
    total = sum(weight for weight, __ in weighted)
    if not total:
        return None
    return _round(100 * sum(weight * share for weight, share in weighted) / total)


def resistance(answer):
    """Resistance between 0 and 1 that one answer shows; ``None``: not answered."""
    if answer.points is None or answer.max_points <= 0:
        return None
    # points above the maximum: a level that has been archived since
    share = min(Fraction(1), Fraction(answer.points, answer.max_points))
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


def strongest(answers, count=STRONGEST):
    """Reasons: the answers that pull the score furthest from the middle.

    The pull of an answer is how many points of score it lies above or below 50::

        pull = 100 * weight * (r - 1/2) / sum(weight)
    """
    shown = [(answer, resistance(answer)) for answer in answers]
    shown = [(answer, share) for answer, share in shown if share is not None]
    total = sum(_weight(answer) for answer, __ in shown)
    if not total:
        return []
    pulls = [
        (100 * _weight(answer) * (share - Fraction(1, 2)) / total, answer.key)
        for answer, share in shown
    ]
    pulls = sorted(filter(_pulls, pulls), key=lambda item: -abs(item[0]))
    return [
        Reason("raises" if pull > 0 else "lowers", {"key": key, "pull": _round(pull)})
        for pull, key in pulls[:count]
    ]


def _pulls(item):
    return item[0] != 0


def _weight(answer):
    # exact: weights are decimals that people typed
    return Fraction(str(answer.weight))


def _round(number):
    """Nearest integer, halves upwards."""
    return int((number + Fraction(1, 2)) // 1)
