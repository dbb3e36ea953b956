"""The probability that no order comes within a horizon, and the threshold it gives.

Closed form and constants: a BG/NBD-like mixture whose customer rhythm is shrunk by one
pooled interval (Schmittlein, Morrison, Colombo 1987; Fader, Hardie, Lee 2005), with a
return curve for customers who left.  ``readme/DEVELOP.md`` has the derivation, the
literature and the test vectors.

Shapes: ``repeats`` = order days - 1, ``span`` = days from first to last order,
``silence`` = days since the last order, ``interval`` = pooled mean interval of the
company in days, ``horizon`` in days.  All are SQL expressions of type float8.
"""

from odoo.tools import SQL

RATE_SHAPE = 0.5  # r
LEAVE = 0.5  # a
STAY = 0.7  # b
COMEBACK = 0.15  # delta
#: Fixed horizon of lists and reports, in days: half a year.
REPORT_HORIZON_DAYS = 182
#: A customer is inactive from this probability on ...
INACTIVE_PROBABILITY = 0.5
#: ... but never before this multiple of the own rhythm (protects annual buyers).
RHYTHM_GUARD = 1.5


def _exp(exponent):
    """PostgreSQL raises on over- and underflow: clamp, so that products fit as well."""
    return SQL("EXP(GREATEST(-300, LEAST(300, %s)))", exponent)


def probability(repeats, span, silence, interval, horizon):
    """P(no order within ``horizon`` days), 0..1, as one SQL expression."""
    shape = SQL("(%s + %s)", RATE_SHAPE, repeats)
    known = SQL("(%s + %s + %s)", interval, span, silence)
    still_customer = SQL(
        "(1 / (1 + %s))",
        _exp(
            SQL(
                "LN(%(leave)s / (%(stay)s + %(repeats)s))"
                " + %(shape)s * LN(%(known)s / (%(interval)s + %(span)s))",
                leave=LEAVE,
                stay=STAY,
                repeats=repeats,
                shape=shape,
                known=known,
                interval=interval,
                span=span,
            )
        ),
    )
    customer_silent = _exp(SQL("%s * LN(%s / (%s + %s))", shape, known, known, horizon))
    left_for_good = _exp(
        SQL(
            "%(comeback)s * SQRT(%(shape)s)"
            " * LN((%(interval)s + %(silence)s)"
            " / (%(interval)s + %(silence)s + %(horizon)s))",
            comeback=COMEBACK,
            shape=shape,
            interval=interval,
            silence=silence,
            horizon=horizon,
        )
    )
    return SQL(
        "(%(alive)s * %(silent)s + (1 - %(alive)s) * GREATEST(%(silent)s, %(left)s))",
        alive=still_customer,
        silent=customer_silent,
        left=left_for_good,
    )


def own_interval(repeats, span, interval):
    """I: mean own interval in days, shrunk by one pooled interval."""
    return SQL("((%s + %s) / (1 + %s))", interval, span, repeats)


def personal_horizon(rhythm):
    """H of the inactivity flag: three own intervals, kept within 30..365 days."""
    return SQL("LEAST(365, GREATEST(30, 3 * %s))", rhythm)


def threshold_holds(repeats, span, interval, days, guard, cap_days):
    """Whether ``days`` still is what :func:`threshold_search` would find.

    Above the guard it is the first day with P >= 0.5; on the guard that day is not
    later; at the cap it is not earlier.  NULL when no threshold was stored.
    """
    rhythm = own_interval(repeats, span, interval)

    def chance(silence):
        return probability(
            repeats,
            span,
            SQL("(%s)::float8", silence),
            interval,
            personal_horizon(rhythm),
        )

    return SQL(
        "CASE WHEN %(guard)s >= %(cap)s THEN %(days)s = %(cap)s"
        " WHEN %(days)s = %(cap)s THEN %(before)s < %(limit)s"
        " WHEN %(days)s = %(guard)s THEN %(then)s >= %(limit)s"
        " WHEN %(days)s > %(guard)s AND %(days)s < %(cap)s"
        " THEN %(then)s >= %(limit)s AND %(before)s < %(limit)s"
        " ELSE FALSE END",
        days=days,
        guard=guard,
        cap=cap_days,
        then=chance(days),
        before=chance(SQL("%s - 1", days)),
        limit=INACTIVE_PROBABILITY,
    )


def threshold_search(repeats, span, interval, cap_days):
    """Join that finds the first day of silence with P >= 0.5 by bisection.

    P never falls as the silence grows, so setting the bits of the answer from the
    highest to the lowest finds it in log2(cap) steps, for all rows of the statement at
    once.  ``OFFSET 0`` keeps PostgreSQL from inlining a step into the next one.

    :param cap_days: largest threshold wanted (days); sets the number of steps
    :return: SQL to append to a FROM clause; the answer is column ``rhythm_search.days``
    """
    rhythm = own_interval(repeats, span, interval)
    joins = [
        SQL(
            "CROSS JOIN LATERAL (SELECT 0 AS days, %s AS horizon OFFSET 0) step_0",
            personal_horizon(rhythm),
        )
    ]
    bits = max(int(cap_days), 1).bit_length()
    for number, bit in enumerate(reversed(range(bits)), start=1):
        before = SQL.identifier(f"step_{number - 1}", "days")
        tried = SQL("(%s + %s)", before, 2**bit)
        joins.append(
            SQL(
                "CROSS JOIN LATERAL (SELECT %(before)s"
                " + CASE WHEN %(chance)s < %(limit)s"
                " THEN %(bit)s ELSE 0 END AS days OFFSET 0) %(step)s",
                before=before,
                chance=probability(
                    repeats,
                    span,
                    SQL("%s::float8", tried),
                    interval,
                    SQL("step_0.horizon"),
                ),
                limit=INACTIVE_PROBABILITY,
                bit=2**bit,
                step=SQL.identifier(f"step_{number}"),
            )
        )
    joins.append(
        SQL(
            "CROSS JOIN LATERAL (SELECT %s + 1 AS days) rhythm_search",
            SQL.identifier(f"step_{bits}", "days"),
        )
    )
    return SQL(" ").join(joins)
