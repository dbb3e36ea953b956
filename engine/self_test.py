"""What the points of a manager's self-test mean: points -> band of points.

Fifteen questions, at best 5 points each, give 0 to 75 points.  Three readings of them::

    low     fewer than 25 points
    middle  25 to 55 points
    high    more than 55 points

The points of the single answers (the key) are ours and editable; the bands are not.
"""

from typing import NamedTuple

from .verdict import Reason, Verdict


class PointBand(NamedTuple):
    """A band of points, both bounds included; ``highest`` is ``None`` in the last."""

    key: str
    lowest: int
    highest: int | None


BANDS = (
    PointBand("low", 0, 24),
    PointBand("middle", 25, 55),
    PointBand("high", 56, None),
)


def band(points):
    """Band of a number of points.

    :param points: 0 or more, or ``None`` when the test was not submitted
    :return: :class:`~.verdict.Verdict` of ``low``, ``middle`` or ``high``; reason
        ``points`` with ``points``, ``lowest`` and ``highest`` of the band
    """
    if points is None:
        return Verdict(None)
    found = [each for each in BANDS if points >= each.lowest][-1]
    facts = {"points": points, "lowest": found.lowest, "highest": found.highest}
    return Verdict(found.key, (Reason("points", facts),))


def unreachable(key):
    """Bands that no combination of answers leads to.

    :param key: one collection of points per question, one number per answer
    :return: list of :class:`PointBand`, empty when every band can be reached
    """
    totals = {0}
    for answers in key:
        totals = {total + points for total in totals for points in set(answers)}
    reached = {band(total).value for total in totals}
    return [each for each in BANDS if each.key not in reached]
