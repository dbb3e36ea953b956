"""What was bought: one row per customer and local day.

A *source* is one SQL piece that gives the columns ``partner_id`` (commercial partner),
``day`` (local day of the company), ``amount`` (company currency, net of taxes),
``order_id`` (sale order or NULL), ``origin_model`` and ``origin_id`` (the document),
one row per purchase.  The list of sources is
``reactivation.customer._purchase_sources()``; another add-on may extend it.
"""

from odoo.tools import SQL


def local_day(moment, tz):
    """Local calendar day of a UTC timestamp column, in time zone ``tz``."""
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, tz)


def confirmed_orders(company_id, tz, scope):
    """Confirmed sale orders with a positive amount.

    Free samples and return orders are not purchases.  Amounts are converted at the
    order's own rate (``currency_rate``: order currency per company currency).

    Looked up customer by customer in the index of ``sale.order`` made for it, so that
    a slice costs what its own orders cost; ``OFFSET 0`` keeps PostgreSQL from turning
    that into one pass over all orders.

    :param scope: condition on ``contact.commercial_partner_id``
    """
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id,
               %(day)s AS day,
               CASE WHEN sale.currency_rate > 0 AND sale.currency_rate <> 1
                    THEN sale.amount_untaxed / sale.currency_rate
                    ELSE sale.amount_untaxed END AS amount,
               sale.id AS order_id, 'sale.order' AS origin_model, sale.id AS origin_id
          FROM res_partner contact
         CROSS JOIN LATERAL (
               SELECT id, date_order, amount_untaxed, currency_rate
                 FROM sale_order
                WHERE partner_id = contact.id
                  AND company_id = %(company)s
                  AND state = 'sale'
                  AND amount_untaxed > 0
                  AND date_order IS NOT NULL
               OFFSET 0) sale
         WHERE %(scope)s
        """,
        day=local_day(SQL("sale.date_order"), tz),
        company=company_id,
        scope=scope,
    )


def posted_invoices(company_id, scope, pos):
    """Posted customer invoices that come from no order counted elsewhere.

    An invoice that was credited in full was no purchase.

    :param pos: whether Point of Sale is installed (its invoices come with POS orders)
    """
    of_pos = (
        SQL(
            " AND NOT EXISTS (SELECT 1 FROM pos_order"
            " WHERE pos_order.account_move = move.id)"
        )
        if pos
        else SQL("")
    )
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id,
               COALESCE(move.invoice_date, move.date) AS day,
               move.amount_untaxed_signed AS amount,
               NULL::int AS order_id,
               'account.move' AS origin_model, move.id AS origin_id
          FROM account_move move
          JOIN res_partner contact ON contact.id = move.partner_id
         WHERE %(standing)s
           AND move.company_id = %(company)s
           AND %(scope)s
           AND NOT EXISTS (
               SELECT 1 FROM account_move_line line
                 JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
                WHERE line.move_id = move.id)%(of_pos)s
        """,
        standing=standing_invoice(SQL("move")),
        company=company_id,
        scope=scope,
        of_pos=of_pos,
    )


def standing_invoice(move):
    """Condition: posted, with an amount and not credited in full: it was a purchase.

    :param move: alias of ``account_move``
    """
    return SQL(
        "%(move)s.move_type IN ('out_invoice', 'out_receipt')"
        " AND %(move)s.state = 'posted' AND %(move)s.amount_untaxed_signed > 0"
        " AND %(move)s.payment_state <> 'reversed'",
        move=move,
    )


def pos_orders(company_id, tz, scope, linked):
    """Paid Point of Sale orders that settle no sale order.

    :param linked: whether POS lines can name the sale order they come from
    """
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id,
               %(day)s AS day,
               (pos.amount_total - pos.amount_tax)
                   / COALESCE(NULLIF(pos.currency_rate, 0), 1) AS amount,
               NULL::int AS order_id,
               'pos.order' AS origin_model, pos.id AS origin_id
          FROM pos_order pos
          JOIN res_partner contact ON contact.id = pos.partner_id
         WHERE pos.state IN ('paid', 'done')
           AND pos.company_id = %(company)s
           AND pos.amount_total > 0
           AND %(scope)s AND NOT %(of_sale)s
        """,
        day=local_day(SQL("pos.date_order"), tz),
        company=company_id,
        scope=scope,
        of_sale=settles_sale(linked),
    )


def settles_sale(linked):
    """Condition on ``pos``: the POS order settles a sale order.

    :param linked: see :func:`pos_orders`
    """
    if not linked:
        return SQL("FALSE")
    return SQL(
        "EXISTS (SELECT 1 FROM pos_order_line line"
        " WHERE line.order_id = pos.id AND line.sale_order_origin_id IS NOT NULL)"
    )


def imported(company_id, scope):
    """Purchases from before Odoo (``reactivation.purchase``)."""
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id,
               past.date AS day, past.amount, NULL::int AS order_id,
               'reactivation.purchase' AS origin_model, past.id AS origin_id
          FROM reactivation_purchase past
          JOIN res_partner contact ON contact.id = past.partner_id
         WHERE past.company_id = %(company)s AND past.amount > 0 AND %(scope)s
        """,
        company=company_id,
        scope=scope,
    )


def purchase_days(sources):
    """Query: purchases of all sources, one row per customer and day."""
    return SQL(
        """
        SELECT partner_id, day, SUM(amount) AS amount, COUNT(*) AS orders,
               MAX(order_id) AS order_id
          FROM (%s) bought
         GROUP BY partner_id, day
        """,
        SQL(" UNION ALL ").join(sources),
    )


def purchase_totals(sources, window_days):
    """CTE body: one row per customer out of the purchases of all sources.

    ``day_count`` counts days, ``order_count`` purchases.  ``year_amount`` is the amount
    of the 365 days that end on the customer's own last purchase (what is at stake,
    never annualised); ``window_amount`` the same over ``window_days`` (what the value
    classes rank).  Sorted once, newest first: both the last day and whether a day was
    seen before are in reach of each row.
    """
    return SQL(
        """
        SELECT partner_id,
               MIN(day) AS first_day,
               MAX(day) AS last_day,
               COUNT(*) FILTER (WHERE day IS DISTINCT FROM newer_day)::int AS day_count,
               COUNT(*)::int AS order_count,
               SUM(amount) AS amount,
               SUM(amount) FILTER (WHERE day > last_day - 365) AS year_amount,
               SUM(amount) FILTER (WHERE day > last_day - %(window)s) AS window_amount,
               COUNT(*) FILTER (
                   WHERE DATE_PART('year', day) = DATE_PART('year', last_day))::int
                   AS calendar_year_orders,
               COUNT(*) FILTER (
                   WHERE day > (last_day - INTERVAL '1 year')::date)::int
                   AS rolling_year_orders,
               MAX(order_id) FILTER (WHERE day = last_day) AS last_order_id
          FROM (SELECT partner_id, day, amount, order_id,
                       FIRST_VALUE(day) OVER newest AS last_day,
                       LAG(day) OVER newest AS newer_day
                  FROM (%(purchases)s) bought
                WINDOW newest AS (PARTITION BY partner_id ORDER BY day DESC)) dated
         GROUP BY partner_id
        """,
        purchases=SQL(" UNION ALL ").join(sources),
        window=window_days,
    )


def pooled_interval(sources):
    """Sum of own spans and of repeat intervals over the whole company.

    :return: one row ``span`` (days), ``repeats``
    """
    return SQL(
        """
        SELECT COALESCE(SUM(span), 0), COALESCE(SUM(repeats), 0)
          FROM (SELECT MAX(day) - MIN(day) AS span, COUNT(*) - 1 AS repeats
                  FROM (SELECT DISTINCT partner_id, day FROM (%s) bought) day_rows
                 GROUP BY partner_id) customer
        """,
        SQL(" UNION ALL ").join(sources),
    )
