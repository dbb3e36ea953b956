"""Points of inactivity: the rules of a policy over the signals of a customer.

A rule about a signal gives its points when the signal can be observed and has not
occurred for so long (*absence*), or when it has occurred (*presence*).  A signal
without data gives nothing and, when the policy scales, does not count in the maximum
either.
"""

from odoo.tools import SQL

from .level import delay


def presence(piece):
    """SQL condition: the signal has occurred.

    :param piece: the rule's :class:`RuleSql`
    """
    return SQL("%s IS NOT NULL", piece.last_on)


def absence(piece, rule, today):
    """SQL condition: the signal has not occurred for so long, or never.

    :param piece: the rule's :class:`RuleSql`
    """
    if rule.use_threshold:
        return SQL("%s >= silent_until", today)
    end = delay(rule.after, rule.delay_unit, piece.last_on)
    return SQL("COALESCE(%s <= %s, TRUE)", end, today)


class RuleSql:
    """SQL of one rule: ``observed`` and ``met`` (boolean), ``last_on`` (date) and
    ``quantity`` (how often the signal occurred)."""

    def __init__(self, rule, today):
        """:param rule: ``reactivation.policy.rule`` (saved or not)"""
        if rule.signal == "order":
            self.last_on = SQL("last_day")
            self.quantity = SQL("order_count")
            self.observed = SQL("last_day IS NOT NULL")
        else:
            alias = SQL.identifier(f"signal_{rule.signal}")
            self.last_on = SQL("%s.last_on", alias)
            self.quantity = SQL("%s.quantity", alias)
            self.observed = SQL("%s.partner_id IS NOT NULL", alias)
        self.met = rule._met_sql(self, today)
        self.points = rule.points
        self.given = SQL(
            "CASE WHEN %s AND %s THEN %s ELSE 0 END",
            self.observed,
            self.met,
            rule.points,
        )
        self.possible = SQL(
            "CASE WHEN %s THEN %s ELSE 0 END", self.observed, rule.points
        )


def policy_points(rules, scaled, today):
    """Points of one policy as one SQL expression, integer.

    :param scaled: scale what was given to what could be observed; so a customer who
        was never mailed can reach the full score by what is known
    """
    pieces = [RuleSql(rule, today) for rule in rules]
    if not pieces:
        return SQL("0")
    given = SQL(" + ").join(piece.given for piece in pieces)
    if not scaled:
        return SQL("(%s)", given)
    return SQL(
        "COALESCE(ROUND((%s)::numeric * %s / NULLIF(%s, 0)), 0)::int",
        given,
        sum(piece.points for piece in pieces),
        SQL(" + ").join(piece.possible for piece in pieces),
    )


def details(rules, today):
    """How one policy's points came about: a jsonb array, one object per rule.

    Keys ``rule`` (id), ``observed``, ``met`` and ``last_on`` (ISO day or null): the
    very expressions that :func:`policy_points` adds up.
    """
    pieces = [(rule, RuleSql(rule, today)) for rule in rules]
    return SQL(
        "JSONB_BUILD_ARRAY(%s)",
        SQL(", ").join(
            SQL(
                "JSONB_BUILD_OBJECT('rule', %s, 'observed', %s, 'met', %s,"
                " 'last_on', %s)",
                rule._origin.id,
                piece.observed,
                piece.met,
                piece.last_on,
            )
            for rule, piece in pieces
        ),
    )


def by_policy(expressions):
    """CASE over ``policy_id``: dict policy id -> SQL expression."""
    return SQL(
        "CASE policy_id %s END",
        SQL(" ").join(
            SQL("WHEN %s THEN %s", policy_id, expression)
            for policy_id, expression in expressions.items()
        ),
    )


def joins(codes):
    """LEFT JOINs of the signal CTEs to ``standing``."""
    return SQL(" ").join(
        SQL(
            "LEFT JOIN %(alias)s ON %(alias)s.partner_id = standing.partner_id",
            alias=SQL.identifier(f"signal_{code}"),
        )
        for code in codes
    )


def latest(codes, with_order):
    """(last_on, code, document_id) of the latest of several signals, as a join.

    Day, kind and document are packed into one number, so that GREATEST finds them in
    one go: days since 1970, 6 bits for the kind (of one day the first by name), 32 bits
    for the document.
    """
    kinds = sorted([*codes, "order"] if with_order else codes, reverse=True)
    packed = SQL(", ").join(
        SQL(
            "((%(last_on)s - DATE '1970-01-01')::bigint << 38)"
            " + (%(kind)s::bigint << 32) + COALESCE(%(document)s, 0)",
            kind=number,
            **(
                {"last_on": SQL("last_day"), "document": SQL("last_order_id")}
                if code == "order"
                else {
                    "last_on": SQL.identifier(f"signal_{code}", "last_on"),
                    "document": SQL.identifier(f"signal_{code}", "document_id"),
                }
            ),
        )
        for number, code in enumerate(kinds)
    )
    return SQL(
        "LATERAL (SELECT DATE '1970-01-01' + (packed >> 38)::int AS last_on,"
        " (%(kinds)s::text[])[((packed >> 32) & 63) + 1] AS code,"
        " NULLIF(packed & 4294967295, 0)::int AS document_id"
        " FROM (SELECT GREATEST(NULL::bigint, %(packed)s) AS packed OFFSET 0) seen)",
        kinds=kinds,
        packed=packed,
    )


#: Columns of :func:`latest_joins`.
LATEST_COLUMNS = SQL(
    "interaction.last_on AS last_interaction_date,"
    " interaction.code AS last_interaction_kind,"
    " interaction.document_id AS last_interaction_id,"
    " interest.last_on AS last_signal_date, interest.code AS last_signal_kind"
)


def latest_joins(interactions, interests):
    """Joins of the last interaction and of the last sign of interest.

    :param interactions, interests: codes of signals; an order is an interaction, too
    """
    return SQL(
        "LEFT JOIN %s interaction ON TRUE LEFT JOIN %s interest ON TRUE",
        latest(interactions, with_order=True),
        latest(interests, with_order=False),
    )
