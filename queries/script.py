"""What is said to a customer, by phone and in messages: facts about the last order."""

from odoo.tools import SQL


def last_products(customer_ids, with_delivery):
    """Products of each customer's last order: rows (customer id, product id).

    The dearest line first; down payments, costs of delivery and notes are no products.

    :param customer_ids: ids of ``reactivation_customer``
    :param with_delivery: whether lines can be the costs of delivery
    """
    return SQL(
        """
        SELECT customer.id, line.product_id
          FROM reactivation_customer customer
         CROSS JOIN LATERAL (
               SELECT sale.id
                 FROM res_partner contact
                 JOIN sale_order sale ON sale.partner_id = contact.id
                WHERE contact.commercial_partner_id = customer.partner_id
                  AND sale.company_id = customer.company_id
                  AND sale.state = 'sale' AND sale.amount_untaxed > 0
                ORDER BY sale.date_order DESC, sale.id DESC
                LIMIT 1) last
          JOIN sale_order_line line ON line.order_id = last.id
         WHERE customer.id = ANY(%(customers)s) AND line.product_id IS NOT NULL
           AND line.product_uom_qty > 0 AND line.is_downpayment IS NOT TRUE
           AND %(goods)s
         ORDER BY customer.id, line.price_subtotal DESC, line.sequence, line.id
        """,
        customers=list(customer_ids),
        goods=SQL("line.is_delivery IS NOT TRUE") if with_delivery else SQL("TRUE"),
    )
