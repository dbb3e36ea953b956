"""Purchases beside sale orders."""

from odoo import Command

from .card_case import CardCase
from .common import TODAY


class SourcesCase(CardCase):
    """Customers who buy by invoice, or bought before Odoo."""

    def buy_before(self, partner, day, amount=100.0, **values):
        return self.env["reactivation.purchase"].create(
            {"partner_id": partner.id, "date": day, "amount": amount, **values}
        )

    def invoice(self, partner, day, amount=100.0, move_type="out_invoice"):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    def credit_note(self, move, amount=None):
        """A posted credit note on an invoice, in full or over an amount."""
        note = move._reverse_moves([{"invoice_date": TODAY}], cancel=amount is None)
        if amount is not None:
            note.invoice_line_ids.price_unit = amount
            note.action_post()
        return note
