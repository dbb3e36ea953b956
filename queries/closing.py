"""Cards (episodes): which to close, and which to open again."""

from odoo.tools import SQL


def finished(company_id, scope, untouched, limit):
    """Open cards that have to be closed, at most so many: rows (card id, why).

    ``ordered``: an order came on or after the day the card was opened.  ``moot``: the
    card has no object any more: the partner was archived, no order is left, or the
    customer is not inactive (a policy changed, an older order surfaced) and nobody has
    worked on the card.

    :param untouched: SQL condition on ``card``: nobody has worked on it
    """
    return SQL(
        """
        SELECT card.id,
               CASE WHEN customer.last_order_date >= card.opened_on THEN 'ordered'
                    ELSE 'moot' END
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE card.company_id = %(company)s AND card.state = 'open' AND %(scope)s
           AND (customer.last_order_date >= card.opened_on
                OR customer.last_order_date IS NULL
                OR NOT contact.active
                OR (customer.inactivity_level IN ('active', 'at_risk')
                    AND %(untouched)s))
         ORDER BY card.id LIMIT %(limit)s
        """,
        limit=limit,
        company=company_id,
        scope=scope,
        untouched=untouched,
    )


def not_pursued(company_id, scope, limit):
    """Open cards of customers who are not pursued, at most so many: rows (card id)."""
    return SQL(
        """
        SELECT card.id
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = customer.partner_id
          JOIN reactivation_profile profile ON profile.id = customer.profile_id
         WHERE card.company_id = %(company)s AND card.state = 'open'
           AND profile.pursuit = 'not_pursued' AND %(scope)s
         ORDER BY card.id LIMIT %(limit)s
        """,
        limit=limit,
        company=company_id,
        scope=scope,
    )


def withdrawn(company_id, scope, limit):
    """Reactivated cards whose comeback is none any more, at most so many.

    Nothing that was bought since the card was opened is left, from whatever source; or
    the order that closed it is no purchase, and another one has to be named.

    :return: rows (card id)
    """
    return SQL(
        """
        SELECT card.id
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = card.partner_id
          LEFT JOIN sale_order sale ON sale.id = card.order_id
         WHERE card.company_id = %(company)s AND card.state = 'reactivated'
           AND (customer.last_order_date IS NULL
                OR customer.last_order_date < card.opened_on
                OR card.origin_model = 'sale.order'
                   AND (sale.state = 'sale' AND sale.amount_untaxed > 0) IS NOT TRUE)
           AND %(scope)s
         ORDER BY card.id DESC LIMIT %(limit)s
        """,
        company=company_id,
        scope=scope,
        limit=limit,
    )


def moot_no_more(company_id, scope, limit):
    """Cards closed as moot whose customer is inactive again, at most so many.

    In the same silence, without an open card, partner not archived.
    """
    return SQL(
        """
        SELECT DISTINCT ON (card.customer_id) card.id
          FROM reactivation_episode card
          JOIN reactivation_customer customer ON customer.id = card.customer_id
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE card.company_id = %(company)s AND card.state = 'released'
           AND card.closed_as_moot AND contact.active
           AND customer.inactivity_level IN ('inactive', 'very_inactive')
           AND card.silent_since >= customer.last_order_date AND %(scope)s
           AND NOT EXISTS (SELECT 1 FROM reactivation_episode other
                            WHERE other.customer_id = card.customer_id
                              AND other.state = 'open')
         ORDER BY card.customer_id, card.id DESC LIMIT %(limit)s
        """,
        limit=limit,
        company=company_id,
        scope=scope,
    )
