import io
import json
from datetime import timedelta

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .common import NOW, ReactivationCase


@tagged("post_install", "-at_install")
class TestLists(ReactivationCase):
    """Lists and board use their indexes; a plain salesperson exports own accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a user as the administrator makes one: default rights, and salesperson
        cls.julie = cls.env["res.users"].create({"name": "Julie", "login": "julie"})
        cls.julie.group_ids += cls.env.ref("sales_team.group_sale_salesman")
        cls.mine = cls.make_partner("Mine", user_id=cls.julie.id)
        cls.other = cls.make_partner("Other", user_id=cls.make_user("paul").id)
        for partner in (cls.mine, cls.other):
            cls.make_order(partner, 400, 500)
        cls.refresh()

    def plan(self, query):
        """Plan of a query when the table is large: sequential scans are out."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        self.env.cr.execute("SET LOCAL enable_seqscan = on")
        self.env.cr.execute("SET LOCAL enable_sort = on")
        return "\n".join(line for (line,) in rows)

    def test_inactive_customers_by_amount_come_out_of_an_index(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        for companies in (self.company, self.company + other):
            query = self.Customer._search(
                [
                    ("company_id", "in", companies.ids),
                    ("inactivity_level", "in", ("inactive", "very_inactive")),
                ],
                limit=80,
                order=self.Customer._order,
            )
            plan = self.plan(query)
            self.assertIn("reactivation_customer_inactive_by_value", plan)
            self.assertNotIn("Sort", plan)

    def test_a_column_of_the_board_comes_out_of_an_index(self):
        query = self.Episode._search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "open"),
                ("category_id", "=", self.to_assess.id),
            ],
            limit=80,
            order=self.Episode._order,
        )
        plan = self.plan(query)
        self.assertIn("reactivation_episode_board", plan)
        self.assertNotIn("Sort", plan)

    def test_a_segment_of_customers_is_shown_on_the_board(self):
        """R85: by any filter of the list, here by seniority."""
        buyer = self.make_partner("Buyer", user_id=self.julie.id)
        self.make_order(buyer, 10, 500)
        self.refresh()
        since = NOW - timedelta(days=400)
        old = self.Customer.search([("first_order_date", "<=", since.date())])
        self.assertEqual(old.partner_id, self.mine | self.other)
        action = old.action_open_cards()
        self.assertEqual(action["res_model"], "reactivation.episode")
        self.assertTrue(action["context"].get("search_default_open"))
        self.assertNotIn("search_default_my_cards", action["context"])
        cards = self.Episode.search(action["domain"])
        self.assertEqual(cards.partner_id, self.mine | self.other)
        with self.refused(UserError, "None of the selected customers has an open card"):
            self.standing(buyer).action_open_cards()
        theirs = self.standing(self.other).with_user(self.julie)
        with self.refused(AccessError, "Customer"):
            theirs.action_open_cards()
        own = self.standing(self.mine).with_user(self.julie).action_open_cards()
        found = self.Episode.with_user(self.julie).search(own["domain"])
        self.assertEqual(found.partner_id, self.mine)

    def test_a_salesperson_takes_own_accounts_as_a_sheet(self):
        self.assertFalse(self.julie.has_group("base.group_allow_export"))
        rows = self.Customer.with_user(self.julie).search(
            [("inactivity_level", "in", ("inactive", "very_inactive"))]
        )
        action = rows.action_export()
        attachment = self.env["ir.attachment"].browse(
            int(action["url"].split("/")[-1].split("?")[0])
        )
        self.assertEqual(attachment.create_uid, self.julie)
        book = load_workbook(io.BytesIO(attachment.raw))
        lines = list(book.active.values)
        self.assertEqual(lines[0][:2], ("Customer", "Salesperson"))
        self.assertEqual([line[0] for line in lines[1:]], ["Mine"])
        self.assertEqual(lines[1][4], 400)
        self.assertEqual(lines[1][7], 500)
        self.assertEqual(lines[0][5], "Usual Interval (days)")
        self.assertFalse(lines[1][5], msg="one order day tells no interval")
        self.assertIsNot(lines[1][5], 0)

    def test_nobody_exports_what_he_may_not_read(self):
        with self.assertRaises(AccessError):
            self.standing(self.other).with_user(self.julie).action_export()
        clerk = self.make_user("clerk")
        with self.assertRaises(AccessError):
            self.standing(self.other).with_user(clerk).action_export()

    def test_sheets_are_forgotten_after_a_day(self):
        rows = self.standing(self.mine).with_user(self.julie)
        rows.action_export()
        sheet = self.env["ir.attachment"].search(
            [("res_model", "=", "reactivation.customer")]
        )
        for age, kept in ((0, True), (2, False)):
            self.env.cr.execute(
                "UPDATE ir_attachment SET create_date = %s WHERE id = %s",
                [NOW - timedelta(days=age), sheet.id],
            )
            sheet.invalidate_recordset()
            self.Customer._gc_sheets()
            self.assertEqual(bool(sheet.exists()), kept)

    def test_shared_filters_can_be_used(self):
        """Those that the installation made: what they ask for exists."""
        shared = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_reactivation"),
                ("model", "=", "ir.filters"),
            ]
        )
        self.assertGreater(len(shared), 5)
        for favourite in self.env["ir.filters"].browse(shared.mapped("res_id")):
            with self.subTest(name=favourite.name):
                records = self.env[favourite.model_id]
                order = ", ".join(json.loads(favourite.sort))
                records.search(favourite._get_eval_domain(), order=order or None)
                for name in safe_eval(favourite.context).get("group_by", ()):
                    self.assertIn(name.split(":")[0], records._fields)
