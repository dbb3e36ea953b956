"""What a salesperson says on the phone: facts about the last order."""

from odoo.tools import SQL


def last_products(card_ids):
    """Products of the last order before each card: rows (card id, product id).

    The dearest line first; down payments and notes are no products.
    """
    return SQL(
        """
        SELECT card.id, line.product_id
          FROM reactivation_episode card
         CROSS JOIN LATERAL (
               SELECT sale.id
                 FROM res_partner contact
                 JOIN sale_order sale ON sale.partner_id = contact.id
                WHERE contact.commercial_partner_id = card.partner_id
                  AND sale.company_id = card.company_id
                  AND sale.state = 'sale' AND sale.amount_untaxed > 0
                ORDER BY sale.date_order DESC, sale.id DESC
                LIMIT 1) last
          JOIN sale_order_line line ON line.order_id = last.id
         WHERE card.id = ANY(%s) AND line.product_id IS NOT NULL
           AND line.product_uom_qty > 0 AND line.is_downpayment IS NOT TRUE
         ORDER BY card.id, line.price_subtotal DESC, line.sequence, line.id
        """,
        list(card_ids),
    )
