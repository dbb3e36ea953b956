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
    """Day reached ``amount`` days, weeks or months after ``start`` (month ends kept)."""
    return SQL(
        "(%(start)s + CASE %(unit)s WHEN 'days' THEN MAKE_INTERVAL(days => %(amount)s)"
        " WHEN 'weeks' THEN MAKE_INTERVAL(weeks => %(amount)s)"
        " ELSE MAKE_INTERVAL(months => %(amount)s) END)::date",
        start=start,
        unit=unit,
        amount=amount,
    )


def thresholds(customers, cap_days):
    """CTE body: ``customers`` + rhythm (days), threshold_days, at_risk_on, silent_until.

    ``silent_until`` is the day on which the customer becomes inactive.

    - fixed delay: the policy's delay after the last order;
    - personal rhythm: first day with P(no order) >= 0.5, never before 1.5 own
      intervals; with a single order day max(30, 1.5 m) days, both editable;
    - multiple: so many usual intervals (the policy's default below 3 order days);
    - a person's own threshold for this customer wins over all.
    """
    search = probability.threshold_search(
        SQL("customer.repeats"), SQL("customer.span"), SQL("m"), cap_days
    )
    return SQL(
        """
        SELECT dated.*,
               CASE WHEN own_threshold IS NOT NULL OR method <> 'fixed'
                         OR at_risk_after IS NULL
                    THEN last_day + CEIL(at_risk_percent * threshold_days / 100.0)::int
                    ELSE LEAST(%(fixed_risk)s, last_day + threshold_days) END
                    AS at_risk_on,
               last_day + threshold_days AS silent_until
          FROM (
            SELECT customer.*, rhythm, policy.method, policy.at_risk_after,
                   policy.delay_unit, policy.at_risk_percent,
                   CASE
                     WHEN customer.last_day IS NULL THEN NULL
                     WHEN own_threshold > 0 THEN own_threshold
                     WHEN policy.method = 'fixed'
                     THEN %(fixed)s - customer.last_day
                     WHEN policy.method = 'multiple'
                     THEN LEAST(policy.cap_days, GREATEST(1, CEIL(policy.multiple
                          * CASE WHEN day_count >= 3 THEN rhythm
                                 ELSE policy.default_interval_days END)))::int
                     WHEN repeats = 0
                     THEN LEAST(policy.cap_days, GREATEST(policy.single_order_days,
                          CEIL(policy.single_order_factor * m)))::int
                     ELSE LEAST(policy.cap_days, GREATEST(search.days,
                          CEIL(%(guard)s * rhythm)))::int
                   END AS threshold_days
              FROM (%(customers)s) customer
             CROSS JOIN settings
              JOIN reactivation_policy policy ON policy.id = customer.policy_id
             CROSS JOIN LATERAL (SELECT %(rhythm)s AS rhythm) pace
              LEFT JOIN LATERAL (
                    SELECT rhythm_search.days FROM (SELECT 1) one %(search)s
                     WHERE policy.method = 'rhythm' AND customer.repeats > 0
                   ) search ON TRUE
          ) dated
        """,
        fixed=delay(
            SQL("policy.inactive_after"),
            SQL("policy.delay_unit"),
            SQL("customer.last_day"),
        ),
        fixed_risk=delay(SQL("at_risk_after"), SQL("delay_unit"), SQL("last_day")),
        guard=probability.RHYTHM_GUARD,
        rhythm=probability.own_interval(
            SQL("customer.repeats"), SQL("customer.span"), SQL("m")
        ),
        customers=customers,
        search=search,
    )


def level(today):
    """active / at_risk / inactive, or NULL for somebody who never bought.

    Silence in orders alone decides these three.
    """
    return SQL(
        "CASE WHEN last_day IS NULL THEN NULL"
        " WHEN %(today)s >= silent_until THEN 'inactive'"
        " WHEN %(today)s >= at_risk_on THEN 'at_risk'"
        " ELSE 'active' END",
        today=today,
    )
