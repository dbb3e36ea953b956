from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY
from .invoice_case import InvoiceCase


@tagged("post_install", "-at_install")
class TestAccountsLight(InvoiceCase):
    """Green, amber, red: what a salesperson learns of the accounts, and no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.as_julie = cls.the_card.with_user(cls.julie)
        cls.as_manager = cls.the_card.with_user(cls.manager)

    def light(self):
        self.env.invalidate_all()
        return self.as_julie.accounts_light, self.as_julie.accounts_text

    def test_green(self):
        self.assertEqual(self.light(), ("green", "Nothing overdue"))
        self.invoice(self.partner, 500, due=0)
        self.assertEqual(self.light(), ("green", "Nothing overdue"))

    def test_any_overdue_amount_blocks_unless_the_company_accepts_some(self):
        self.invoice(self.partner, 0.01, due=1)
        self.assertEqual(self.light(), ("red", "$\xa00.01 overdue since 03/14/2027"))
        with self.refused(
            UserError,
            "No Go for Garage Durand yet: .*0.01 overdue since 03/14/2027. A sales",
        ):
            self.as_julie.action_go()

    def test_limit_of_the_company(self):
        self.company.reactivation_overdue_limit = 100
        self.invoice(self.partner, 100, due=30)
        self.assertEqual(
            self.light(), ("amber", "$\xa0100.00 overdue since 02/13/2027")
        )
        self.as_julie.action_go()
        self.as_julie.action_undecide()
        self.invoice(self.partner, 0.01, due=1)
        self.assertEqual(self.light()[0], "red")
        with self.refused(
            UserError, "100.01 overdue since .*, more than the .*100.00 that the comp"
        ):
            self.as_julie.write({"decision": "go"})

    def test_in_another_currency(self):
        """The limit is in company currency; so is what is told."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "name": TODAY - timedelta(days=400),
                "rate": 0.5,
                "currency_id": euro.id,
                "company_id": self.company.id,
            }
        )
        self.company.reactivation_overdue_limit = 100
        self.invoice(self.partner, 50, due=30, currency_id=euro.id)
        self.assertEqual(
            self.light(), ("amber", "$\xa0100.00 overdue since 02/13/2027")
        )
        self.invoice(self.partner, 0.01, due=30, currency_id=euro.id)
        self.assertEqual(self.light()[0], "red")

    def test_a_manager_lifts_it_for_this_card(self):
        self.invoice(self.partner, 70, due=10)
        with self.refused(AccessError, "Only sales managers lift what blocks a Go"):
            self.as_julie.overdue_lift_reason = "They promised"
        self.as_manager.overdue_lift_reason = "A plan was agreed"
        self.assertEqual(self.light()[0], "red", "the money is still owed")
        self.assertEqual(
            self.the_card.lifted_text,
            "Overdue invoices do not block: A plan was agreed (Claire Fontaine on"
            " 03/15/2027)",
        )
        self.assertNotRegex(self.as_julie.invest_reasons, "wait until it is paid")
        self.as_julie.action_go()
        self.as_julie.action_undecide()
        self.as_julie.overdue_lift_reason = False
        self.assertFalse(self.the_card.overdue_lifted_by)
        with self.refused(UserError, "70.00 overdue"):
            self.as_julie.action_go()

    def test_a_bad_debtor_is_amber(self):
        self.partner.trust = "bad"
        self.assertEqual(
            self.light(), ("amber", "Nothing overdue, a bad debtor, accounting says")
        )
        self.as_julie.action_go()

    def test_recommended_to_wait(self):
        self.invoice(self.partner, 70, due=10)
        self.env.invalidate_all()
        self.assertEqual(self.as_julie.invest_text, "Later")
        self.assertRegex(self.as_julie.invest_reasons, "70.00 overdue .*until it is pa")

    def test_credit_notes_are_painful(self):
        self.invoice(self.partner, 30, due=20, move_type="out_refund")
        self.invoice(self.partner, 30, due=10, move_type="out_refund")
        self.invoice(self.partner, 30, due=10, move_type="out_refund", post=False)
        self.env.invalidate_all()
        self.assertEqual(
            self.as_julie.painful_text, "Credit notes: 2, last on 03/05/2027"
        )
        self.assertEqual(len(self.as_julie._hurting_facts()), 1)

    def test_no_invoice_of_a_colleague_is_told(self):
        """The sum and the day, by the light; names and amounts of invoices are not."""
        names = [
            self.invoice(
                self.partner, amount, due=10, invoice_user_id=self.marc.id
            ).name
            for amount in (1111, 2222)
        ]
        self.env.invalidate_all()
        page = "\n".join(
            str(self.as_julie[name])
            for name, field in self.the_card._fields.items()
            if field.type in ("char", "text", "html")
        )
        self.assertIn("3,333.00 overdue", page)
        self.assertIn("belong to colleagues: 2 invoices", self.as_julie.history_table)
        for secret in (*names, "1,111", "2,222"):
            self.assertNotIn(secret, page)
        self.assertEqual(self.as_julie.history_invoice_count, 0)
        self.julie.group_ids = [
            Command.link(self.env.ref("account.group_account_invoice").id)
        ]
        self.env.invalidate_all()
        self.assertIn(names[0], self.as_julie.history_table)
        self.assertEqual(self.as_julie.history_invoice_count, 2)
