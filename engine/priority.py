"""Whom to work first: the matrix *potential x accessibility*.

Both come in three classes worth 3, 2 and 1.  Cards are ordered by the product of the
two, the higher potential first when products are equal, which gives nine positions::

                          accessibility
                        high  medium  low
    potential  high       1      2     5
               medium     3      4     7
               low        6      8     9
"""

CLASSES = ("high", "medium", "low")

WORTH = {"high": 3, "medium": 2, "low": 1}

#: (potential, accessibility) -> position, 1 = first.
POSITIONS = {
    pair: position
    for position, pair in enumerate(
        sorted(
            ((potential, access) for potential in CLASSES for access in CLASSES),
            key=lambda pair: (-WORTH[pair[0]] * WORTH[pair[1]], -WORTH[pair[0]]),
        ),
        1,
    )
}


def overall(classes):
    """Class of several ratings: their mean; unknown ones (``None``) do not count.

    :param classes: list of ``high``, ``medium``, ``low`` or ``None``
    :return: the class, or ``None`` when nothing is known
    """
    known = [WORTH[name] for name in classes if name]
    if not known:
        return None
    mean = sum(known) / len(known)
    if mean >= 2.5:
        return "high"
    return "medium" if mean >= 1.5 else "low"
