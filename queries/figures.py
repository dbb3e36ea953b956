"""One row per customer and company: who, since when, how often, how much, by whom."""

from odoo.tools import SQL

from .clauses import with_clauses


def rows_of(table, company_id, scope):
    """Subquery: rows of one of our tables that belong to the company and the scope.

    With the column ``version``: another one as soon as somebody else wrote the row.
    """
    return SQL(
        """
        (SELECT contact.*
           FROM (SELECT *, partner_id AS commercial_partner_id, xmin AS version
                   FROM %(table)s
                  WHERE company_id = %(company)s) contact
          WHERE %(scope)s)
        """,
        table=SQL.identifier(table),
        company=company_id,
        scope=scope,
    )


def customers(company_id, policy_match, scope, between=None):
    """CTE body: figures and settings of each customer, before the inactivity rules.

    Joins the CTEs ``pair``, ``totals``, ``credits``, ``interested``, ``billed``,
    ``kept``, ``outsider`` and ``salesperson``.  The salesperson is the open card's,
    else the partner's when he may work in the company, else the last order's.
    ``customer_id`` and ``stored_threshold`` tell what the last refresh wrote.

    :param policy_match: SQL expression, id of the first policy that applies
    :param between: the customers of the scope by (after, up to) of their ids, when they
        are a slice: found by the primary key, not among all partners
    """
    own = SQL("contact.id > %s AND contact.id <= %s", *between) if between else scope
    return SQL(
        """
        SELECT partner.id AS partner_id,
               CASE WHEN totals.day_count > 0 OR billed.partner_id IS NOT NULL
                    THEN 'customer'
                    WHEN interested.partner_id IS NOT NULL THEN 'prospect'
                    ELSE 'lead' END AS lifecycle_status,
               totals.first_day,
               totals.last_day,
               COALESCE(totals.order_count, 0) AS order_count,
               COALESCE(totals.day_count, 0) AS day_count,
               (totals.day_count - 1)::float8 AS repeats,
               (totals.last_day - totals.first_day)::float8 AS span,
               totals.calendar_year_orders,
               totals.rolling_year_orders,
               totals.last_order_id,
               totals.amount,
               totals.amount > 0 AND COALESCE(credits.amount, 0) >= totals.amount
                   AS credited_in_full,
               totals.year_amount - COALESCE(credits.year_amount, 0) AS year_amount,
               totals.window_amount - COALESCE(credits.window_amount, 0)
                   AS window_amount,
               (totals.amount - COALESCE(credits.amount, 0)) / totals.order_count
                   AS average_amount,
               COALESCE(card.user_id, owner.id, seller.id) AS user_id,
               CASE WHEN card.user_id IS NOT NULL
                    THEN COALESCE(card.team_id, card_owner.team_id)
                    WHEN owner.id IS NOT NULL THEN owner.team_id
                    ELSE COALESCE(last_order.team_id, seller.team_id) END AS team_id,
               %(policy)s AS policy_id,
               profile.id AS profile_id,
               NULLIF(profile.threshold_days, 0) AS own_threshold,
               card.id AS episode_id,
               stored.id AS customer_id,
               stored.threshold_days AS stored_threshold
          FROM pair
          JOIN (SELECT * FROM res_partner contact WHERE %(own)s) partner
                 ON partner.id = pair.partner_id
          LEFT JOIN totals ON totals.partner_id = pair.partner_id
          LEFT JOIN credits ON credits.partner_id = pair.partner_id
          LEFT JOIN interested ON interested.partner_id = pair.partner_id
          LEFT JOIN billed ON billed.partner_id = pair.partner_id
          LEFT JOIN %(profiles)s profile ON profile.partner_id = pair.partner_id
          LEFT JOIN %(cards)s card
                 ON card.partner_id = pair.partner_id AND card.state = 'open'
          LEFT JOIN %(stored)s stored ON stored.partner_id = pair.partner_id
          LEFT JOIN salesperson card_owner ON card_owner.id = card.user_id
          LEFT JOIN salesperson owner ON owner.id = partner.user_id
          LEFT JOIN LATERAL (
               SELECT user_id,
                      (SELECT team.id FROM crm_team team
                        WHERE team.id = sale_order.team_id
                          AND COALESCE(team.company_id, %(company)s) = %(company)s)
                          AS team_id
                 FROM sale_order
                WHERE id = totals.last_order_id AND owner.id IS NULL
               OFFSET 0) last_order ON TRUE
          LEFT JOIN salesperson seller ON seller.id = last_order.user_id
         WHERE pair.partner_id NOT IN (SELECT partner_id FROM outsider)
            OR pair.partner_id IN (SELECT partner_id FROM kept)
        OFFSET 0
        """,
        policy=policy_match,
        company=company_id,
        own=own,
        profiles=rows_of("reactivation_profile", company_id, scope),
        cards=rows_of("reactivation_episode", company_id, scope),
        stored=rows_of("reactivation_customer", company_id, scope),
    )


def known_customers(company_id, policy_match):
    """The same columns as :func:`customers`, out of the last refresh instead of orders.

    Enough to try other policies: reads the narrow table only.
    """
    return SQL(
        """
        SELECT partner.id AS partner_id,
               totals.first_order_date AS first_day,
               totals.last_order_date AS last_day,
               totals.order_count,
               totals.order_day_count AS day_count,
               (totals.order_day_count - 1)::float8 AS repeats,
               (totals.last_order_date - totals.first_order_date)::float8 AS span,
               totals.calendar_year_orders,
               totals.rolling_year_orders,
               NULL::int AS last_order_id,
               %(policy)s AS policy_id,
               NULLIF(profile.threshold_days, 0) AS own_threshold,
               totals.threshold_days AS stored_threshold
          FROM (SELECT *, ordered_amount AS amount FROM reactivation_customer
                 WHERE company_id = %(company)s AND order_count > 0) totals
          JOIN res_partner partner ON partner.id = totals.partner_id
          LEFT JOIN reactivation_profile profile
                 ON profile.partner_id = partner.id
                AND profile.company_id = %(company)s
        OFFSET 0
        """,
        policy=policy_match,
        company=company_id,
    )


def credit_totals():
    """CTE body: credit notes per customer, overall and in the windows of ``totals``."""
    return SQL(
        """
        SELECT note.partner_id,
               SUM(note.amount) AS amount,
               SUM(note.amount) FILTER (WHERE note.day > totals.last_day - 365)
                   AS year_amount,
               SUM(note.amount) FILTER (WHERE note.day > totals.last_day - window_days)
                   AS window_amount
          FROM credit_note note
          JOIN totals ON totals.partner_id = note.partner_id
         CROSS JOIN settings
         GROUP BY note.partner_id
        """
    )


def rows(today, decimals, standing):
    """Final SELECT: one row per customer, named like the columns that are written.

    :param standing: SQL of :func:`level.standings`
    """
    return SQL(
        """
        SELECT partner_id,
               customer_id,
               settings.currency_id,
               user_id,
               team_id,
               lifecycle_status,
               COALESCE(credited_in_full, FALSE) AS credited_in_full,
               first_day AS first_order_date,
               last_day AS last_order_date,
               order_count,
               day_count AS order_day_count,
               COALESCE(calendar_year_orders, 0) AS calendar_year_orders,
               COALESCE(rolling_year_orders, 0) AS rolling_year_orders,
               COALESCE(ROUND(amount, %(decimals)s), 0) AS ordered_amount,
               COALESCE(ROUND(average_amount, %(decimals)s), 0)
                   AS average_order_amount,
               COALESCE(ROUND(year_amount, %(decimals)s), 0) AS yearly_amount,
               COALESCE(ROUND(window_amount, %(decimals)s), 0) AS value_amount,
               CASE WHEN day_count >= 3 THEN rhythm END AS order_interval_days,
               policy_id,
               threshold_days,
               at_risk_on,
               CASE WHEN %(today)s >= silent_until THEN silent_until END
                   AS inactive_since,
               inactivity_level,
               inactivity_score,
               last_interaction_date,
               last_interaction_kind,
               last_interaction_id,
               last_signal_date,
               last_signal_kind,
               profile_id,
               episode_id
          FROM (%(standing)s) leveled
         CROSS JOIN settings
        """,
        today=today,
        decimals=decimals,
        standing=standing,
    )


#: Columns of ``reactivation_customer`` that the refresh writes, beside the key.
COLUMNS = (
    "currency_id",
    "user_id",
    "team_id",
    "lifecycle_status",
    "credited_in_full",
    "first_order_date",
    "last_order_date",
    "order_count",
    "order_day_count",
    "calendar_year_orders",
    "rolling_year_orders",
    "ordered_amount",
    "average_order_amount",
    "yearly_amount",
    "value_amount",
    "order_interval_days",
    "policy_id",
    "threshold_days",
    "at_risk_on",
    "inactive_since",
    "inactivity_level",
    "inactivity_score",
    "last_interaction_date",
    "last_interaction_kind",
    "last_interaction_id",
    "last_signal_date",
    "last_signal_kind",
    "profile_id",
    "episode_id",
)


def write_differences(company_id, ctes, scope, today, columns=COLUMNS):
    """Insert, update and delete so that the table equals CTE ``fresh`` in the scope.

    Rows that are already right are not touched.  What hangs on a row keeps it, see
    ``pairs.kept_pairs``.
    A row that somebody else wrote since the statement began (an order was confirmed)
    is left alone: it is newer than what was computed here.
    A change of lifecycle status is dated and kept in ``reactivation_lifecycle``.

    :param ctes: list of (name, SQL body); the last one must be ``fresh``
    :param scope: condition on ``contact.commercial_partner_id``, the customers read
    :return: rows (what: inserted / updated / deleted, id, partner id)
    """
    names = [SQL.identifier(column) for column in columns]
    old = SQL(", ").join(SQL("stored.%s", name) for name in names)
    new = SQL(", ").join(SQL("fresh.%s", name) for name in names)
    # ``present``: of ``fresh`` PostgreSQL expects billions of rows, and would compare
    # them in thousands of files; of its distinct partners it expects a few
    return SQL(
        """
        WITH %(ctes)s,
        changed AS MATERIALIZED (
            SELECT fresh.*, stored.lifecycle_status AS old_status, stored.version
              FROM fresh
              JOIN %(stored)s stored ON stored.partner_id = fresh.partner_id
             WHERE (%(old)s) IS DISTINCT FROM (%(new)s)),
        updated AS (
            UPDATE reactivation_customer customer SET %(assignments)s
              FROM changed
             WHERE customer.id = changed.customer_id
               AND customer.xmin = changed.version
               AND customer.id = ANY(ARRAY(SELECT customer_id FROM changed))
         RETURNING customer.id, customer.partner_id, changed.old_status,
                   customer.lifecycle_status AS new_status),
        changes AS (
            INSERT INTO reactivation_lifecycle
                   (customer_id, date, old_status, new_status)
            SELECT id, %(today)s, old_status, new_status
              FROM updated WHERE old_status IS DISTINCT FROM new_status),
        inserted AS (
            INSERT INTO reactivation_customer (company_id, partner_id, %(names)s)
            SELECT %(company)s, fresh.partner_id, %(new)s
              FROM fresh
             WHERE fresh.customer_id IS NULL
                ON CONFLICT DO NOTHING
         RETURNING id, partner_id),
        present AS MATERIALIZED (SELECT DISTINCT partner_id FROM fresh),
        gone AS MATERIALIZED (
            SELECT stored.id, stored.version FROM %(stored)s stored
             WHERE NOT EXISTS (SELECT 1 FROM present
                                WHERE present.partner_id = stored.partner_id)),
        deleted AS (
            DELETE FROM reactivation_customer customer
             USING gone
             WHERE customer.id = gone.id AND customer.xmin = gone.version
               AND customer.id = ANY(ARRAY(SELECT id FROM gone))
         RETURNING customer.id, customer.partner_id)
        SELECT 'updated', id, partner_id FROM updated
         UNION ALL SELECT 'inserted', id, partner_id FROM inserted
         UNION ALL SELECT 'deleted', id, partner_id FROM deleted
        """,
        ctes=with_clauses(ctes),
        assignments=SQL(", ").join(SQL("%s = changed.%s", n, n) for n in names),
        old=old,
        new=new,
        names=SQL(", ").join(names),
        stored=rows_of("reactivation_customer", company_id, scope),
        company=company_id,
        today=today,
    )
