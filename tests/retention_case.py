"""Customers whose term of personal data ended, and those who decide about them."""

from datetime import date, datetime, timedelta

from odoo import Command

from .card_case import CardCase
from .common import TODAY

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"
#: Last contact on the last day that is still within 36 months.
LAST_DAY = date(2024, 3, 15)


class RetentionCase(CardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_retention_decides = True
        cls.clara = cls.make_user("clara", MANAGER, password="clara-password")
        cls.jules = cls.make_user("jules", SALESMAN, password="jules-password")
        cls.Log = cls.env["reactivation.retention.log"]

    def customer(self, last, name="Garage Durand", **values):
        """Who ordered once, on that day (date or days before today)."""
        if isinstance(last, int):
            last = TODAY - timedelta(days=last)
        values = {"email": f"info@{name.split()[-1].lower()}.example", **values}
        partner = self.make_partner(name, **values)
        self.insert_orders([(partner, datetime(*last.timetuple()[:3], 12), 100)])
        return partner

    def listed(self):
        """Dict state -> partners, as a manager sees the list."""
        customers = self.Customer.with_user(self.clara)
        found = customers.search([("retention_state", "!=", False)])
        return {
            state: rows.partner_id
            for state, rows in found.grouped("retention_state").items()
        }

    def state(self, partner):
        row = self.standing(partner)
        row.invalidate_recordset()
        by_search = self.Customer.search(
            [("id", "=", row.id), ("retention_state", "=", row.retention_state)]
        )
        self.assertEqual(by_search, row, "list and field agree")
        return row.retention_state

    def dialog(self, partners, decision, user=None, **values):
        """The dialog as the form client makes it."""
        rows = self.Customer.union(*(self.standing(p) for p in partners))
        action = rows.with_user(user or self.clara).action_decide_retention()
        dialog = (
            self.env[action["res_model"]]
            .with_user(user or self.clara)
            .with_context(**action["context"])
            .create({"decision": decision, **values})
        )
        dialog.flush_recordset()
        return dialog

    def decide(self, partners, decision, **values):
        if decision == "anonymise":
            values = {"approved": True, **values}
        self.dialog(partners, decision, **values).action_apply()
        self.env.flush_all()
        self.env.invalidate_all()

    def a_second_company(self):
        """Another company where Clara works, too."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.clara.company_ids = [Command.link(other.id)]
        return other
