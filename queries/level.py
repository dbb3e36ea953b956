"""From a policy to a threshold in days, two dates and a level.

One expression serves the nightly run, the preview of a policy and "why is this customer
inactive?": whoever shows a figure runs the text that produced it.
"""

from odoo.tools import SQL

from . import probability


def policy_match(branches):
    """Id of the first policy that applies to a customer.

    :param branches: list of (policy id, SQL condition), in order of sequence; the
        last one is the policy without condition
    """
    *special, (default_id, __) = branches
    if not special:
        return SQL("%s::int", default_id)
    return SQL(
        "CASE %s ELSE %s END",
        SQL(" ").join(
            SQL("WHEN %s THEN %s", condition, policy_id)
            for policy_id, condition in special
        ),
        default_id,
    )


def delay(amount, unit, start):
    """Day ``amount`` days, weeks or months after ``start``; month ends are kept."""
    return SQL(
        "(%(start)s + CASE %(unit)s WHEN 'days' THEN MAKE_INTERVAL(days => %(amount)s)"
        " WHEN 'weeks' THEN MAKE_INTERVAL(weeks => %(amount)s)"
        " ELSE MAKE_INTERVAL(months => %(amount)s) END)::date",
        start=start,
        unit=unit,
        amount=amount,
    )


def season_calendar(seasons, first_day, last_day):
    """CTE body: the days that count for seasonal policies, one sorted array each.

    An array, because ``WIDTH_BUCKET`` finds a day in it by bisection.

    :param seasons: dict policy id -> list of months (1..12) in which customers buy
    :return: ``policy_id``, ``days``
    """
    rows = SQL(", ").join(
        SQL("(%s, %s::int[])", policy_id, list(months))
        for policy_id, months in seasons.items()
    )
    return SQL(
        """
        SELECT season.policy_id, ARRAY_AGG(day::date ORDER BY day) AS days
          FROM (VALUES %(rows)s) season(policy_id, months)
         CROSS JOIN GENERATE_SERIES(%(first)s::date, %(last)s::date, '1 day') day
         WHERE EXTRACT(MONTH FROM day)::int = ANY(season.months)
         GROUP BY season.policy_id
        """,
        rows=rows or SQL("(NULL::int, NULL::int[])"),
        first=first_day,
        last=last_day,
    )


def thresholds(customers, cap_days):
    """SQL: ``customers`` + rhythm, threshold_days, at_risk_on, silent_until.

    Reads the CTEs ``settings`` (``m``), ``policy`` (parameters) and ``season``.
    ``silent_until`` is the day on which the customer becomes inactive.

    - fixed delay: the policy's delay after the last order;
    - personal rhythm: first day with P(no order) >= 0.5, never before 1.5 own
      intervals; with a single order day max(30, 1.5 m) days, both editable;
    - multiple: so many usual intervals (the policy's default below 3 order days);
    - yearly: enough orders in one year and none in the next (calendar year, or the
      twelve months that end on the last order); the cap for who ordered less;
    - a person's own threshold for this customer wins over all;
    - with active months, only days of these months count as silence.

    A threshold of the last refresh that is still right is kept: two evaluations of the
    probability tell, where the search takes ten.

    ``OFFSET 0`` keeps each level a level: PostgreSQL would otherwise copy the threshold
    expression into every place that reads it, and run out of memory planning that.
    """
    shape = (SQL("customer.repeats"), SQL("customer.span"), SQL("m"))
    return SQL(
        """
        SELECT dated.*,
               CASE WHEN own_threshold > 0 OR method <> 'fixed' OR seasonal
                         OR COALESCE(at_risk_after, 0) = 0
                    THEN last_day + CEIL(at_risk_percent * threshold_days / 100.0)::int
                    ELSE LEAST(%(fixed_risk)s, last_day + threshold_days) END
                    AS at_risk_on,
               last_day + threshold_days AS silent_until
          FROM (
            SELECT plain.*,
                   CASE WHEN plain.seasonal AND own_threshold IS NULL
                        THEN COALESCE((
                            SELECT season.days[plain.plain_days
                                       + WIDTH_BUCKET(plain.last_day, season.days)]
                                   - plain.last_day
                              FROM season
                             WHERE season.policy_id = plain.policy_id
                            ), plain.plain_days)
                        ELSE plain.plain_days END AS threshold_days
              FROM (
                SELECT customer.*, rhythm, policy.method, policy.at_risk_after,
                       policy.delay_unit, policy.at_risk_percent,
                       policy.very_inactive_points,
                       policy.seasonal,
                       CASE
                         WHEN customer.last_day IS NULL THEN NULL
                         WHEN own_threshold > 0 THEN own_threshold
                         WHEN policy.method = 'fixed'
                         THEN %(fixed)s - customer.last_day
                         WHEN policy.method = 'yearly' AND policy.yearly_calendar
                              AND calendar_year_orders >= policy.yearly_orders
                         THEN (DATE_TRUNC('year', customer.last_day)
                               + INTERVAL '1 year')::date - customer.last_day
                         WHEN policy.method = 'yearly' AND NOT policy.yearly_calendar
                              AND rolling_year_orders >= policy.yearly_orders
                         THEN (customer.last_day + INTERVAL '1 year')::date
                              - customer.last_day
                         WHEN policy.method = 'yearly' THEN policy.cap_days
                         WHEN policy.method = 'multiple'
                         THEN LEAST(policy.cap_days, GREATEST(1, CEIL(policy.multiple
                              * CASE WHEN day_count >= 3 THEN rhythm
                                     ELSE policy.default_interval_days END)))::int
                         WHEN repeats = 0
                         THEN LEAST(policy.cap_days, GREATEST(policy.single_order_days,
                              CEIL(policy.single_order_factor * m)))::int
                         WHEN kept THEN stored_threshold
                         ELSE LEAST(policy.cap_days, GREATEST(search.days, guard))
                       END AS plain_days
                  FROM (%(customers)s) customer
                 CROSS JOIN settings
                  JOIN policy ON policy.id = customer.policy_id
                 CROSS JOIN LATERAL (
                        SELECT *, CEIL(%(guard)s * rhythm)::int AS guard
                          FROM (SELECT %(rhythm)s AS rhythm) own OFFSET 0) pace
                 CROSS JOIN LATERAL (
                        SELECT policy.method = 'rhythm' AND customer.repeats > 0
                               AND own_threshold IS NULL AND %(kept)s AS kept
                        OFFSET 0) stored
                  LEFT JOIN LATERAL (
                        SELECT rhythm_search.days FROM (
                               SELECT 1
                                WHERE policy.method = 'rhythm' AND customer.repeats > 0
                                  AND own_threshold IS NULL AND guard < policy.cap_days
                                  AND kept IS NOT TRUE
                               OFFSET 0) wanted %(search)s
                       ) search ON TRUE
                OFFSET 0) plain
            OFFSET 0) dated
         OFFSET 0
        """,
        fixed=delay(
            SQL("policy.inactive_after"),
            SQL("policy.delay_unit"),
            SQL("customer.last_day"),
        ),
        fixed_risk=delay(SQL("at_risk_after"), SQL("delay_unit"), SQL("last_day")),
        guard=probability.RHYTHM_GUARD,
        rhythm=probability.own_interval(*shape),
        customers=customers,
        kept=probability.threshold_holds(
            *shape, SQL("stored_threshold"), SQL("guard"), SQL("policy.cap_days")
        ),
        search=probability.threshold_search(*shape, cap_days),
    )


def standings(thresholds_sql, joins, score, today, columns=None):
    """SQL: ``thresholds`` + score and level.

    *At risk* and *inactive* come from silence in orders alone.  *Very inactive* needs
    both: inactive, and so many points, so no sign of interest either.  Somebody who
    never bought has neither level nor score.

    :param joins: SQL, what is joined to the alias ``standing``: the signals that the
        score reads, see :func:`points.joins`
    :param columns: SQL, more columns out of these joins
    """
    return SQL(
        """
        SELECT scored.*,
               CASE WHEN last_day IS NULL THEN NULL
                    WHEN %(today)s >= silent_until
                    THEN CASE WHEN inactivity_score >= very_inactive_points
                              THEN 'very_inactive' ELSE 'inactive' END
                    WHEN %(today)s >= at_risk_on THEN 'at_risk'
                    ELSE 'active' END AS inactivity_level
          FROM (SELECT standing.*,
                       CASE WHEN last_day IS NOT NULL THEN %(score)s END
                           AS inactivity_score%(columns)s
                  FROM (%(standing)s) standing
                  %(joins)s
                OFFSET 0) scored
        OFFSET 0
        """,
        today=today,
        standing=thresholds_sql,
        score=score,
        columns=SQL(", %s", columns) if columns else SQL(""),
        joins=joins,
    )
