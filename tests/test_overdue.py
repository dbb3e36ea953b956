from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestOverdue(AssessmentCase):
    """What a customer owes is said on the card, without accounting rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("account.group_account_invoice")
        accounts = cls.env["account.account"]
        cls.receivable = accounts.create(
            {
                "name": "Customers",
                "code": "411900",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )
        cls.income = accounts.create(
            {"name": "Sales", "code": "707900", "account_type": "income"}
        )
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "Sales journal",
                "code": "SJ9",
                "type": "sale",
                "default_account_id": cls.income.id,
            }
        )

    def invoice(self, partner, amount, due, post=True, move_type="out_invoice"):
        """An invoice that was or will be due so many days ago."""
        partner.property_account_receivable_id = self.receivable
        day = TODAY - timedelta(days=due)
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "journal_id": self.journal.id,
                "invoice_date": min(day, TODAY),
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Spare part",
                            "quantity": 1,
                            "price_unit": amount,
                            "account_id": self.income.id,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        if post:
            move.action_post()
        return move

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
