"""Cards (episodes): in which order they are worked."""

from odoo.tools import SQL

#: Columns of a card that say in which order cards are worked.
ORDER_COLUMNS = ("potential_class", "accessibility_class", "rank", "at_stake_amount")


def to_rank(company_id, scope):
    """Rows of the customers whose open cards are to be ranked.

    :param scope: SQL condition on ``card``
    """
    return SQL(
        """
        SELECT customer.*
          FROM reactivation_customer customer
          JOIN reactivation_episode card ON card.customer_id = customer.id
         WHERE card.company_id = %(company)s AND card.state = 'open' AND %(scope)s
        """,
        company=company_id,
        scope=scope,
    )


def refresh_order(company_id, priority, raised):
    """Write order and amount of open cards where they moved; returns changed ids.

    A rank that a manager set stays; cards that are raised come before all others.
    Customers who are not inactive any more have none, their cards keep theirs.  Cards
    that somebody is writing at this moment wait for the next night.

    :param priority: SQL, see ``priority.priorities``
    :param raised: SQL condition on ``card``
    """
    names = [SQL.identifier(name) for name in ORDER_COLUMNS]
    return SQL(
        """
        WITH priority AS MATERIALIZED (%(priority)s),
        moved AS (
            SELECT fresh.*
              FROM (SELECT card.id, priority.potential_class,
                           priority.accessibility_class,
                           COALESCE(NULLIF(card.manual_rank, 0), CASE WHEN %(raised)s
                                    THEN 0 ELSE priority.rank END) AS rank,
                           customer.yearly_amount AS at_stake_amount
                      FROM reactivation_episode card
                      JOIN reactivation_customer customer
                        ON customer.id = card.customer_id
                      JOIN priority ON priority.customer_id = customer.id
                     WHERE card.company_id = %(company)s AND card.state = 'open'
                       AND priority.rank IS NOT NULL) fresh
              JOIN reactivation_episode card ON card.id = fresh.id
             WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
               FOR NO KEY UPDATE OF card SKIP LOCKED)
        UPDATE reactivation_episode card
           SET %(assignments)s
          FROM moved WHERE card.id = moved.id
     RETURNING card.id
        """,
        priority=priority,
        raised=raised,
        company=company_id,
        old=SQL(", ").join(SQL("card.%s", name) for name in names),
        new=SQL(", ").join(SQL("fresh.%s", name) for name in names),
        assignments=SQL(", ").join(SQL("%s = moved.%s", n, n) for n in names),
    )
