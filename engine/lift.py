"""What a campaign added: customers who were contacted against a control group.

The interval is Newcombe's (1998, Statistics in Medicine 17, method 10): it is made of
Wilson intervals of both shares, so it stays sensible for small groups and for shares
near 0 or 1.
"""

from math import sqrt
from typing import NamedTuple

from .verdict import Reason, Verdict

#: 97.5 % quantile of the normal distribution: a 95 % interval.
Z = 1.959964


class Lift(NamedTuple):
    """Difference of two shares (0..1) and its 95 % interval."""

    difference: float
    low: float
    high: float


def lift(contacted, contacted_ordered, control, control_ordered):
    """How much more often contacted customers ordered than those left alone.

    :param contacted: number of customers contacted; the others likewise
    :return: ``Verdict(Lift or None, reasons)``; unknown while a group is empty
    """
    if not contacted or not control:
        return Verdict(None, (Reason("no_group", {"control": control}),))
    share, low, high = _wilson(contacted_ordered, contacted)
    base, base_low, base_high = _wilson(control_ordered, control)
    difference = share - base
    value = Lift(
        difference,
        difference - sqrt((share - low) ** 2 + (base_high - base) ** 2),
        difference + sqrt((high - share) ** 2 + (base - base_low) ** 2),
    )
    proven = "proven" if value.low > 0 or value.high < 0 else "not_proven"
    return Verdict(value, (Reason(proven, {"share": share, "base": base}),))


def _wilson(count, total):
    """(share, low, high): a share with its Wilson interval."""
    share = count / total
    centre = share + Z * Z / (2 * total)
    spread = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return share, (centre - spread) / scale, (centre + spread) / scale
