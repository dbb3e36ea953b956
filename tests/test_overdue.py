from datetime import timedelta

from odoo.tests import tagged

from .common import TODAY
from .invoice_case import InvoiceCase


@tagged("post_install", "-at_install")
class TestOverdue(InvoiceCase):
    """What a customer owes is said on the card, without accounting rights."""

    def overdue(self):
        self.env.invalidate_all()
        card = self.the_card.with_user(self.julie)
        return card.overdue_amount, card.overdue_since

    def test_sum_and_oldest_day(self):
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": self.partner.id}
        )
        self.assertEqual(self.overdue(), (0, False))
        self.assertFalse(self.the_card.overdue_text)
        self.invoice(self.partner, 100, due=10)
        self.invoice(contact, 20, due=40)
        self.assertEqual(self.overdue(), (120, TODAY - timedelta(days=40)))
        self.assertEqual(
            self.the_card.overdue_text, "$\xa0120.00 overdue since 02/03/2027"
        )

    def test_what_is_not_overdue(self):
        self.invoice(self.partner, 1, due=0)
        self.invoice(self.partner, 2, due=-10)
        self.invoice(self.partner, 4, due=10, post=False)
        self.invoice(self.partner, 8, due=10, move_type="out_refund")
        self.invoice(self.make_partner("Other"), 16, due=10)
        self.assertEqual(self.overdue(), (0, False))
        self.invoice(self.partner, 32, due=1)
        self.assertEqual(self.overdue()[0], 32)
