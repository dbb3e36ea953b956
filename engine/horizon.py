"""When a customer can be won back: score and knock-out facts -> category.

Categories are *bands* of the score, each from its lowest score up to the next one::

    band by score = the band with the highest lower bound that the score reaches
    category      = the latest of: band by score, the bands that knock-outs demand,
                    and the second band when the change costs the customer at least as
                    much as it brings

Knock-outs only ever move a category later.  Without a score the knock-outs alone
decide; without either the category is unknown.  The age of the last order is no fact.
"""

from typing import Any, NamedTuple

from .verdict import Reason, Verdict


class Band(NamedTuple):
    """A category and its lowest score."""

    key: Any
    lowest: int


class KnockOut(NamedTuple):
    """A fact (the answer ``key``) that demands at least the category ``band``."""

    key: Any
    band: Any


def category(score, bands, knock_outs=(), cost=None, benefit=None):
    """Category of a customer.

    :param score: 0 to 100, or ``None``
    :param bands: list of :class:`Band`
    :param knock_outs: list of :class:`KnockOut`; one that demands a band which does not
        exist any more is left out
    :param cost: what the change costs in the customer's eyes, 1 to 5, or ``None``
    :param benefit: what it brings in the customer's eyes, 1 to 5, or ``None``
    :return: :class:`~.verdict.Verdict` of the band's key; reasons ``score``,
        ``knock_out`` and ``cost``
    """
    bands = sorted(bands, key=lambda band: band.lowest)
    places = {band.key: place for place, band in enumerate(bands)}
    demands = [(places[k.band], k) for k in knock_outs if k.band in places]
    costly = cost is not None and benefit is not None and cost >= benefit
    by_score = _place_by_score(score, bands)
    candidates = [place for place, __ in demands]
    if by_score is not None:
        candidates.append(by_score)
        if costly and len(bands) > 1:
            candidates.append(1)
    if not candidates:
        return Verdict(None)
    place = max(candidates)
    reasons = []
    if by_score is not None:
        reasons.append(_score_reason(score, bands, by_score))
    reasons += [
        Reason("knock_out", {"key": knock_out.key, "band": knock_out.band})
        for demanded, knock_out in demands
        if demanded == place
    ]
    if costly:
        reasons.append(Reason("cost", {"cost": cost, "benefit": benefit}))
    return Verdict(bands[place].key, tuple(reasons))


def _place_by_score(score, bands):
    if score is None:
        return None
    reached = [place for place, band in enumerate(bands) if score >= band.lowest]
    return max(reached, default=None)


def _score_reason(score, bands, place):
    following = bands[place + 1 :]
    return Reason(
        "score",
        {
            "score": score,
            "band": bands[place].key,
            "lowest": bands[place].lowest,
            "highest": following[0].lowest - 1 if following else 100,
        },
    )
