"""Customers with invoices, due on given days."""

from datetime import timedelta

from odoo import Command

from .assessment_case import AssessmentCase
from .common import TODAY


class InvoiceCase(AssessmentCase):
    """The salesperson's customer gets invoices; nobody in sales may read them."""

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

    def invoice(
        self, partner, amount, due, post=True, move_type="out_invoice", **values
    ):
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
                **values,
            }
        )
        if post:
            move.action_post()
        return move
