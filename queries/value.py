"""Value classes A/B/C and waves 1/2/3: the 80 / 15 / 5 % rule on cumulated turnover.

Customers are ranked by ``value_amount``, dearest first.  The customer who crosses a
bound belongs to the higher class, customers with equal amounts stay together, and who
bought for nothing (or less) is in the last class.
"""

from odoo.tools import SQL


def class_bounds(company_id, first_share, second_share, condition):
    """Smallest amounts that still belong to class A and to class B.

    :param first_share, second_share: 0..1, e.g. 0.80 and 0.95 of the turnover
    :param condition: which customers are ranked (SQL on ``reactivation_customer``)
    :return: one row (bound A, bound B); NULL when nobody has a positive amount
    """
    return SQL(
        """
        SELECT MIN(amount) FILTER (WHERE upto - own < %(first)s * total),
               MIN(amount) FILTER (WHERE upto - own < %(second)s * total)
          FROM (SELECT value_amount AS amount,
                       SUM(value_amount) AS own,
                       SUM(SUM(value_amount)) OVER (ORDER BY value_amount DESC) AS upto,
                       SUM(SUM(value_amount)) OVER () AS total
                  FROM reactivation_customer
                 WHERE company_id = %(company)s AND value_amount > 0
                   AND %(condition)s
                 GROUP BY value_amount) ranked
        """,
        company=company_id,
        first=first_share,
        second=second_share,
        condition=condition,
    )


#: What recency, frequency and monetary scores rank.
SCORED = {
    "recency_score": "last_order_date",
    "frequency_score": "order_count",
    "monetary_score": "value_amount",
}


def score_bounds(company_id):
    """The values below which 20, 40, 60 and 80 % of the customers lie.

    :return: one row of three arrays, in the order of :data:`SCORED`
    """
    return SQL(
        "SELECT %s FROM reactivation_customer"
        " WHERE company_id = %s AND order_count > 0",
        SQL(", ").join(
            SQL(
                "PERCENTILE_DISC(ARRAY[0.2, 0.4, 0.6, 0.8])"
                " WITHIN GROUP (ORDER BY %s)::text[]",
                SQL.identifier(column),
            )
            for column in SCORED.values()
        ),
        company_id,
    )


def scored(column, bounds):
    """1 to 5, 5 = best: one more than the number of bounds that a value exceeds."""
    if not bounds:
        return SQL("NULL::int")
    sql_type = {"last_order_date": "date", "order_count": "int"}.get(column, "numeric")
    return SQL(
        "CASE WHEN order_count > 0 THEN 1 + %s END",
        SQL(" + ").join(
            SQL("(%s > %s::%s)::int", SQL.identifier(column), bound, SQL(sql_type))
            for bound in bounds
        ),
    )


def banded(amount, bounds, names):
    """Class of an amount given (bound A, bound B); None bounds mean nobody is in."""
    first, second = bounds
    return SQL(
        "CASE WHEN %(amount)s > 0 AND %(amount)s >= %(first)s THEN %(a)s"
        " WHEN %(amount)s > 0 AND %(amount)s >= %(second)s THEN %(b)s ELSE %(c)s END",
        amount=amount,
        first=first,
        second=second,
        a=names[0],
        b=names[1],
        c=names[2],
    )


#: Columns that :func:`update_classes` writes.
CLASS_COLUMNS = ("value_class", "wave", *SCORED)


def update_classes(company_id, class_limits, wave_limits, score_limits, scope):
    """Write the classes, waves and scores that differ; returns ids of changed rows.

    Rows that somebody else wrote since the statement began are left alone.

    :param score_limits: dict score column -> four bounds, see :func:`score_bounds`
    :param scope: condition on ``contact``, the customers meant
    """
    inactive = SQL("inactivity_level IN ('inactive', 'very_inactive')")
    names = [SQL.identifier(column) for column in CLASS_COLUMNS]
    scores = SQL(", ").join(
        SQL("%s AS %s", scored(column, score_limits.get(name)), SQL.identifier(name))
        for name, column in SCORED.items()
    )
    return SQL(
        """
        UPDATE reactivation_customer customer SET %(assignments)s
          FROM (SELECT ranked.id, ranked.xmin AS version,
                       CASE WHEN order_count > 0 THEN %(value_class)s END
                           AS value_class,
                       CASE WHEN %(inactive)s THEN %(wave)s END AS wave,
                       %(scores)s
                  FROM reactivation_customer ranked
                  JOIN res_partner contact ON contact.id = ranked.partner_id
                 WHERE ranked.company_id = %(company)s AND %(scope)s) fresh
         WHERE customer.id = fresh.id AND customer.xmin = fresh.version
           AND (%(old)s) IS DISTINCT FROM (%(new)s)
     RETURNING customer.id
        """,
        company=company_id,
        scope=scope,
        inactive=inactive,
        scores=scores,
        assignments=SQL(", ").join(SQL("%s = fresh.%s", n, n) for n in names),
        old=SQL(", ").join(SQL("customer.%s", n) for n in names),
        new=SQL(", ").join(SQL("fresh.%s", n) for n in names),
        value_class=banded(SQL("value_amount"), class_limits, ("a", "b", "c")),
        wave=banded(SQL("value_amount"), wave_limits, ("1", "2", "3")),
    )
