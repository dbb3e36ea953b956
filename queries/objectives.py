"""Objectives: which credits count, what is done, what was to be done by today."""

from odoo.tools import SQL

#: An amount this close to what was expected is on track (share of the objective).
AMOUNT_TOLERANCE = 0.05


def counts(column):
    """Condition: the row ``credit`` counts for the objective.

    The same company, a day of the period, the owner's, and of a customer in scope.

    :param column: function name -> SQL of that column of the objective
    """
    return SQL(
        """
        credit.counted AND credit.company_id = %(company)s
        AND credit.date BETWEEN %(start)s AND %(end)s
        AND CASE %(owner)s WHEN 'user' THEN credit.user_id = %(user)s
                           WHEN 'team' THEN credit.team_id = %(team)s
                           ELSE TRUE END
        AND (%(filter)s IS NULL OR EXISTS (
            SELECT FROM reactivation_objective_scope scope
             WHERE scope.objective_id = %(id)s
               AND scope.partner_id = credit.partner_id))
        """,
        company=column("company_id"),
        start=column("date_start"),
        end=column("date_end"),
        owner=column("owner_type"),
        user=column("user_id"),
        team=column("team_id"),
        filter=column("filter_id"),
        id=column("id"),
    )


def facts(column, today):
    """One row of facts about an objective, out of which every figure is told.

    ``done_count`` customers (each once) and ``done_amount``, frozen when closed;
    ``done`` and ``target`` in the measure of the objective; ``expected`` by today:
    straight lines from nothing on the eve, over the milestones, to the target;
    ``gap`` in whole customers, or as an amount beyond the tolerance.

    :param column: function name -> SQL of that column of the objective
    :param today: SQL, local day of its company
    """
    return SQL(
        """
        SELECT told.*,
               CASE WHEN of_customers THEN done - FLOOR(expected + 1e-6)
                    WHEN ABS(done - expected) < %(tolerance)s * target THEN 0
                    ELSE done - expected END AS gap
          FROM (SELECT measured.*,
                       CASE WHEN is_over THEN target
                            ELSE (%(expected)s) END::float8 AS expected
                  FROM (SELECT known.*,
                               CASE WHEN of_customers THEN done_count
                                    ELSE done_amount END::float8 AS done,
                               CASE WHEN of_customers THEN %(target_count)s
                                    ELSE %(target_amount)s END::float8 AS target
                          FROM (SELECT CASE WHEN %(closed)s IS NULL THEN live.count
                                            ELSE %(result_count)s END AS done_count,
                                       CASE WHEN %(closed)s IS NULL THEN live.amount
                                            ELSE %(result_amount)s END AS done_amount,
                                       %(target_count)s > 0 AS of_customers,
                                       %(today)s AS today,
                                       %(closed)s IS NOT NULL OR %(end)s < %(today)s
                                           AS is_over,
                                       %(agreed)s IS NOT NULL AS is_agreed,
                                       %(today)s >= %(start)s AS has_begun
                                  FROM (SELECT COUNT(DISTINCT credit.partner_id)
                                                   AS count,
                                               COALESCE(SUM(credit.amount), 0) AS amount
                                          FROM reactivation_credit credit
                                         WHERE %(counts)s) live
                               ) known
                       ) measured
               ) told
        """,
        tolerance=AMOUNT_TOLERANCE,
        expected=expected(column),
        target_count=column("target_count"),
        target_amount=column("target_amount"),
        result_count=column("result_count"),
        result_amount=column("result_amount"),
        closed=column("closed_on"),
        agreed=column("agreed_on"),
        start=column("date_start"),
        end=column("date_end"),
        today=today,
        counts=counts(column),
    )


def expected(column):
    """Number that was to be reached by ``today``, out of ``target``."""
    points = SQL(
        """
        SELECT %(start)s - 1 AS day, 0::float8 AS number
         UNION ALL SELECT milestone.date, milestone.number::float8
                     FROM reactivation_milestone milestone
                    WHERE milestone.objective_id = %(id)s
         UNION ALL SELECT %(end)s, target
        """,
        start=column("date_start"),
        end=column("date_end"),
        id=column("id"),
    )
    return SQL(
        """
        SELECT before.number + (after.number - before.number)
               * (today - before.day)::float8 / (after.day - before.day)
          FROM (SELECT * FROM (%(points)s) point WHERE day <= today
                 ORDER BY day DESC, number DESC LIMIT 1) before,
               (SELECT * FROM (%(points)s) point WHERE day > today
                 ORDER BY day, number DESC LIMIT 1) after
        """,
        points=points,
    )


#: Figure -> expression over the row ``fact`` of :func:`facts`.
FIGURES = {
    "state": SQL(
        "CASE WHEN fact.is_over THEN 'closed' WHEN fact.is_agreed THEN 'agreed'"
        " ELSE 'draft' END"
    ),
    "done_count": SQL("fact.done_count"),
    "done_amount": SQL("fact.done_amount"),
    "done": SQL("fact.done"),
    "expected": SQL("COALESCE(fact.expected, 0)"),
    "gap": SQL("CASE WHEN fact.has_begun THEN fact.gap ELSE 0 END"),
    "pace": SQL(
        "CASE WHEN fact.done >= fact.target THEN 'reached'"
        " WHEN fact.is_over THEN 'missed'"
        " WHEN NOT fact.has_begun OR NOT fact.is_agreed THEN NULL"
        " WHEN fact.gap > 0 THEN 'ahead'"
        " WHEN fact.gap < 0 THEN 'behind'"
        " ELSE 'on_track' END"
    ),
}


def figure(name, column, today):
    """SQL expression of one figure of an objective."""
    return SQL("(SELECT %s FROM (%s) fact)", FIGURES[name], facts(column, today))


def all_figures(column, today, ids):
    """Rows (id, figures in the order of :data:`FIGURES`) of objectives."""
    return SQL(
        "SELECT objective.id, %s FROM reactivation_objective objective"
        " CROSS JOIN LATERAL (%s) fact WHERE objective.id = ANY(%s)",
        SQL(", ").join(FIGURES.values()),
        facts(column, today),
        list(ids),
    )


def counted(column, ids):
    """Rows (objective id, credit id): the credits that count, newest first."""
    return SQL(
        "SELECT objective.id, credit.id FROM reactivation_objective objective"
        " JOIN reactivation_credit credit ON %s WHERE objective.id = ANY(%s)"
        " ORDER BY credit.date DESC, credit.id DESC",
        counts(column),
        list(ids),
    )


def milestone_done(column):
    """What the objective had reached on the day of the row ``milestone``."""
    return SQL(
        "(SELECT CASE WHEN %s > 0 THEN COUNT(DISTINCT credit.partner_id)"
        " ELSE COALESCE(SUM(credit.amount), 0) END FROM reactivation_credit credit"
        " WHERE credit.date <= milestone.date AND %s)",
        column("target_count"),
        counts(column),
    )


def milestone_state(column, today):
    """Whether the row ``milestone`` was reached, or when its day has passed."""
    return SQL(
        "CASE WHEN %s >= milestone.number THEN 'reached'"
        " WHEN milestone.date < %s THEN 'missed' ELSE 'coming' END",
        milestone_done(column),
        today,
    )


def milestones(column, today, ids):
    """Rows (milestone id, done, state)."""
    return SQL(
        "SELECT milestone.id, %s, %s FROM reactivation_milestone milestone"
        " JOIN reactivation_objective objective"
        " ON objective.id = milestone.objective_id WHERE milestone.id = ANY(%s)",
        milestone_done(column),
        milestone_state(column, today),
        list(ids),
    )


def remember_scope(objective_id, partners):
    """Keep who is in the scope of an objective now; who was in it stays."""
    return SQL(
        "INSERT INTO reactivation_objective_scope (objective_id, partner_id)"
        " SELECT %s, partner_id FROM (%s) customer ON CONFLICT DO NOTHING",
        objective_id,
        partners,
    )
