"""Whom to work first: potential and accessibility of customers, and their position.

Each comes from what people entered, else it is proposed from facts:

potential       the estimated yearly amount, else what was bought in the year before the
                silence, by the company's amounts; without such amounts by the wave
accessibility   the ratings of the profile, else: low without any phone number or e-mail
                address, high for who gave a sign of interest lately, medium otherwise
"""

from odoo.tools import SQL

from .value import banded

CLASSES = ("high", "medium", "low")


def priorities(customers, company_id, bounds, by_wave, engaged_from, positions):
    """CTE body: customer_id, potential_class, accessibility_class, rank.

    Potential and rank are NULL for who has no wave (not inactive any more).

    :param customers: SQL, rows of ``reactivation_customer``
    :param bounds: amounts from which potential is high and medium, ``None``: unknown
    :param by_wave: without an estimate, potential is by the wave instead of ``bounds``
    :param engaged_from: first day on which a sign of interest counts
    :param positions: dict (potential, accessibility) -> position, see
        ``engine.priority``
    """
    return SQL(
        """
        SELECT classed.*, CASE %(positions)s END AS rank
          FROM (SELECT customer.id AS customer_id,
                       CASE WHEN profile.potential_amount > 0
                            THEN %(by_estimate)s ELSE %(by_facts)s
                            END AS potential_class,
                       COALESCE(profile.accessibility_class,
                           CASE WHEN NOT EXISTS (
                                    SELECT 1 FROM res_partner person
                                     WHERE person.commercial_partner_id
                                               = customer.partner_id
                                       AND person.active
                                       AND (person.phone <> '' OR person.email <> ''))
                                THEN 'low'
                                WHEN customer.last_signal_date >= %(engaged_from)s
                                THEN 'high' ELSE 'medium' END) AS accessibility_class
                  FROM (%(customers)s) customer
                  LEFT JOIN reactivation_profile profile
                         ON profile.partner_id = customer.partner_id
                        AND profile.company_id = %(company)s
                -- keep the planner from copying both expressions into each branch
                OFFSET 0) classed
        """,
        positions=SQL(" ").join(
            SQL(
                "WHEN potential_class = %s AND accessibility_class = %s THEN %s",
                potential,
                access,
                position,
            )
            for (potential, access), position in positions.items()
        ),
        by_estimate=banded(SQL("profile.potential_amount"), bounds, CLASSES),
        by_facts=wave_class()
        if by_wave
        else banded(SQL("customer.yearly_amount"), bounds, CLASSES),
        engaged_from=engaged_from,
        customers=customers,
        company=company_id,
    )


def wave_class():
    """Class of a customer's wave, NULL without one."""
    return SQL(
        "CASE customer.wave WHEN '1' THEN 'high' WHEN '2' THEN 'medium'"
        " WHEN '3' THEN 'low' END"
    )
