"""Credit notes: which purchases they take back."""

from odoo.tools import SQL

from .purchases import standing_invoice

#: The orders of the invoice ``credited``, and which of them are purchases.
ORDERS = SQL(
    """
    FROM account_move_line line
    JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
    JOIN sale_order_line sold ON sold.id = rel.order_line_id
    JOIN sale_order sale ON sale.id = sold.order_id
   WHERE line.move_id = credited.id
    """
)
BOUGHT = SQL("sale.state = 'sale' AND sale.amount_untaxed > 0")


def takes_back(within, order_day, invoices, pos):
    """Condition on the note ``move``: it takes back something that is a purchase.

    Needs ``credited``, the invoice it is on.  A note on an invoice goes with the order
    of that invoice, whatever its own date.  What is no purchase was never added:
    nothing is taken off for an order that was cancelled, for an invoice credited in
    full, or for documents that are no source.  A note without an invoice goes by its
    own date.

    :param within: function: SQL of the day of what is taken back -> SQL condition
    :param order_day: SQL, local day of ``sale.date_order``
    :param invoices: whether invoices without order are purchases
    :param pos: SQL condition on the order ``pos`` of a Point of Sale: it is a purchase
        or settles one; None without that app
    """
    invoice_day = SQL("COALESCE(credited.invoice_date, credited.date)")
    of_pos = SQL("SELECT FROM pos_order pos WHERE pos.account_move = credited.id")
    return SQL(
        """
        CASE WHEN credited.id IS NULL THEN %(on_its_day)s
             WHEN EXISTS (SELECT %(orders)s)
             THEN EXISTS (SELECT %(orders)s AND %(bought)s AND %(on_order_day)s)
             %(till)s
             ELSE %(invoices)s AND %(standing)s AND %(on_invoice_day)s END
        """,
        on_its_day=within(SQL("COALESCE(move.invoice_date, move.date)")),
        orders=ORDERS,
        bought=BOUGHT,
        on_order_day=within(order_day),
        till=SQL("")
        if pos is None
        else SQL(
            "WHEN EXISTS (%(of_pos)s) THEN %(day)s AND EXISTS (%(of_pos)s AND %(pos)s)",
            of_pos=of_pos,
            day=within(invoice_day),
            pos=pos,
        ),
        invoices=invoices,
        standing=standing_invoice(SQL("credited")),
        on_invoice_day=within(invoice_day),
    )


def credit_notes(company_id, scope, order_day, condition):
    """Posted customer credit notes: ``partner_id``, ``day``, ``amount`` (positive).

    The day is that of what is taken back: what was bought in a year is lessened by
    the notes on it, not by those of the year.

    :param order_day: SQL, local day of ``sale.date_order``
    :param condition: see :func:`takes_back`
    """
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id,
               COALESCE((SELECT MAX(%(order_day)s) %(orders)s AND %(bought)s),
                        credited.invoice_date, credited.date,
                        move.invoice_date, move.date) AS day,
               -move.amount_untaxed_signed AS amount
          FROM account_move move
          JOIN res_partner contact ON contact.id = move.partner_id
          LEFT JOIN account_move credited ON credited.id = move.reversed_entry_id
         WHERE move.move_type = 'out_refund'
           AND move.state = 'posted'
           AND move.company_id = %(company)s
           AND %(scope)s
           AND %(condition)s
        """,
        order_day=order_day,
        orders=ORDERS,
        bought=BOUGHT,
        company=company_id,
        scope=scope,
        condition=condition,
    )
