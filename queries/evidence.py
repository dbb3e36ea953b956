"""Where a new card starts: a provisional score from buying habits (0..100, 50 = nothing
known, higher = comes back later).

Points and cut points were measured on five real order logs; ``readme/DEVELOP.md`` tells
what they carry (tempo and a little order value) and what they do not (resistance).  The
age of the last order is no fact here.  Each fact is one SQL expression over ``fact``:

``fact.pace``        own mean interval in days, (m + span) / order days
``fact.order_days``  distinct order days
``fact.value_rank``  percent rank of the mean order-day amount, NULL without spread
``fact.holes``       earlier gaps of at least 30 days and 2.5 times the pace known then
"""

from odoo.tools import SQL

#: Below so many repeat intervals in the company the pooled interval is a guess.
MIN_INTERVALS = 30


def points():
    """Points of each fact, by code; see ``reactivation.episode._evidence_points``."""
    return {
        "pace": SQL(
            "CASE WHEN fact.pace <= 30 THEN -25 WHEN fact.pace <= 60 THEN -15"
            " WHEN fact.pace <= 120 THEN -3 WHEN fact.pace <= 270 THEN 10"
            " WHEN fact.pace <= 365 THEN 18 ELSE 28 END"
        ),
        "value": SQL(
            "CASE WHEN fact.value_rank IS NULL THEN 0"
            " WHEN fact.value_rank <= 1.0 / 3 THEN 8"
            " WHEN fact.value_rank <= 2.0 / 3 THEN 0 ELSE -8 END"
        ),
        "hole": SQL(
            "CASE WHEN fact.order_days >= 3 AND fact.holes > 0 THEN 6 ELSE 0 END"
        ),
        "orders": SQL(
            "CASE WHEN fact.order_days >= 6 THEN -4"
            " WHEN fact.order_days = 2 THEN 4 ELSE 0 END"
        ),
    }


def facts(company_id, days, interval):
    """CTE body: the facts of the customers of CTE ``opening``.

    :param days: purchase days of these customers (SQL, see ``purchases``)
    :param interval: pooled interval of the company, in days
    """
    return SQL(
        """
        SELECT opening.id AS customer_id,
               opening.order_day_count AS order_days,
               (%(interval)s::float8 + (opening.last_order_date
                   - opening.first_order_date)) / opening.order_day_count AS pace,
               ranked.value_rank,
               COALESCE(hole.holes, 0) AS holes
          FROM opening
          JOIN (SELECT id, CASE WHEN MIN(mean) OVER () < MAX(mean) OVER ()
                                THEN PERCENT_RANK() OVER (ORDER BY mean) END
                           AS value_rank
                  FROM (SELECT id, ordered_amount / order_day_count AS mean
                          FROM reactivation_customer
                         WHERE company_id = %(company)s AND order_day_count > 0) means
               ) ranked ON ranked.id = opening.id
          LEFT JOIN (
               SELECT partner_id, COUNT(*) AS holes
                 FROM (SELECT partner_id, ROW_NUMBER() OVER by_day AS number,
                              day - LAG(day) OVER by_day AS gap,
                              LAG(day) OVER by_day - FIRST_VALUE(day) OVER by_day
                                  AS span_before
                         FROM (%(days)s) day_rows
                       WINDOW by_day AS (PARTITION BY partner_id ORDER BY day)) gaps
                WHERE gap >= 30
                  AND gap >= 2.5 * (%(interval)s::float8 + span_before) / (number - 1)
                GROUP BY partner_id) hole ON hole.partner_id = opening.partner_id
        """,
        company=company_id,
        days=days,
        interval=interval,
    )


def scores(point_expressions, intervals):
    """CTE body: ``customer_id``, ``score`` (NULL = to assess) and ``facts`` (jsonb).

    No score with a single order day, with two order days and amounts that tell
    nothing, or in a company with fewer than 30 repeat intervals.

    :param point_expressions: dict code -> SQL, see :func:`points`
    :param intervals: number of repeat intervals in the company
    """
    return SQL(
        """
        SELECT customer_id,
               CASE WHEN order_days < 2 OR %(intervals)s < %(least)s
                         OR (order_days = 2 AND value_rank IS NULL) THEN NULL
                    ELSE LEAST(100, GREATEST(0, 50 + %(sum)s)) END AS score,
               JSONB_BUILD_OBJECT('order_days', order_days, 'pace', ROUND(pace),
                   'value_rank', ROUND(value_rank::numeric, 2), 'holes', holes,
                   'points', points) AS facts
          FROM (SELECT fact.*, JSONB_BUILD_OBJECT(%(named)s) AS points, %(columns)s
                  FROM fact) pointed
        """,
        intervals=intervals,
        least=MIN_INTERVALS,
        sum=SQL(" + ").join(
            SQL.identifier(f"points_{code}") for code in point_expressions
        ),
        named=SQL(", ").join(
            SQL("%s::text, %s", code, expression)
            for code, expression in point_expressions.items()
        ),
        columns=SQL(", ").join(
            SQL("%s AS %s", expression, SQL.identifier(f"points_{code}"))
            for code, expression in point_expressions.items()
        ),
    )
