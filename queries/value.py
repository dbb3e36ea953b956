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
        SELECT MIN(value_amount) FILTER (WHERE dearer < %(first)s * total),
               MIN(value_amount) FILTER (WHERE dearer < %(second)s * total)
          FROM (SELECT value_amount,
                       SUM(value_amount) OVER () AS total,
                       COALESCE(SUM(value_amount) OVER (
                           ORDER BY value_amount DESC
                           RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                           EXCLUDE GROUP), 0) AS dearer
                  FROM reactivation_customer
                 WHERE company_id = %(company)s AND value_amount > 0
                   AND %(condition)s) ranked
        """,
        company=company_id,
        first=first_share,
        second=second_share,
        condition=condition,
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


def update_classes(company_id, class_limits, wave_limits, scope):
    """Write the classes and waves that differ; returns the ids of changed rows.

    :param scope: condition on ``contact``, the customers meant
    """
    inactive = SQL("inactivity_level IN ('inactive', 'very_inactive')")
    return SQL(
        """
        UPDATE reactivation_customer customer
           SET value_class = fresh.value_class, wave = fresh.wave
          FROM (SELECT row.id,
                       CASE WHEN order_count > 0 THEN %(value_class)s END AS value_class,
                       CASE WHEN %(inactive)s THEN %(wave)s END AS wave
                  FROM reactivation_customer row
                  JOIN res_partner contact ON contact.id = row.partner_id
                 WHERE row.company_id = %(company)s AND %(scope)s) fresh
         WHERE customer.id = fresh.id
           AND (customer.value_class, customer.wave)
               IS DISTINCT FROM (fresh.value_class, fresh.wave)
     RETURNING customer.id
        """,
        company=company_id,
        scope=scope,
        inactive=inactive,
        value_class=banded(SQL("value_amount"), class_limits, ("a", "b", "c")),
        wave=banded(SQL("value_amount"), wave_limits, ("1", "2", "3")),
    )
