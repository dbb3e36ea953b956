"""How many customers came back, by the category in which their card was opened."""

from odoo.tools import SQL


def return_counts(company_id, today):
    """Rows (category id, closed, followed 6, back 6, followed 18, back 18).

    A spell is *followed* for so many months when it was opened at least so long ago and
    was not closed earlier for another reason than an order: what would have come of it
    is not known.
    """
    return SQL(
        """
        SELECT opening_category_id,
               COUNT(*) FILTER (WHERE state <> 'open'),
               COUNT(*) FILTER (WHERE %(followed_6)s),
               COUNT(*) FILTER (WHERE %(followed_6)s AND %(back_6)s),
               COUNT(*) FILTER (WHERE %(followed_18)s),
               COUNT(*) FILTER (WHERE %(followed_18)s AND %(back_18)s)
          FROM reactivation_episode
         WHERE company_id = %(company)s AND opening_category_id IS NOT NULL
         GROUP BY opening_category_id
        """,
        company=company_id,
        followed_6=_followed(6, today),
        back_6=_back(6),
        followed_18=_followed(18, today),
        back_18=_back(18),
    )


def _followed(months, today):
    """Condition: opened so many months ago, and its end was seen or is to come."""
    return SQL(
        "(opened_on + MAKE_INTERVAL(months => %(months)s) <= %(today)s::date"
        " AND (state IN ('open', 'reactivated')"
        "      OR closed_on > opened_on + MAKE_INTERVAL(months => %(months)s)))",
        months=months,
        today=today,
    )


def _back(months):
    """Condition: an order came within so many months."""
    return SQL(
        "(state = 'reactivated'"
        " AND closed_on <= opened_on + MAKE_INTERVAL(months => %s))",
        months,
    )
