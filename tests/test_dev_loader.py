"""dev/load_orders.py: orders as the ORM makes them, figures as a naive check has."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from .dev_tools import import_dev_tools


@tagged("post_install", "-at_install")
class TestLoadOrders(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tools = import_dev_tools()
        cls.today = datetime.now().date()
        cls.log = cls.random_log()
        with_orders = ("sale", "done")
        cls.before = cls.env["sale.order"].search([("state", "in", with_orders)])
        cls.load(cls.log)
        cls.orders = (
            cls.env["sale.order"].search([("state", "=", "sale")], order="id")
            - cls.before
        )

    @classmethod
    def load(cls, log):
        cls.tools.load.load(cls.env, log, cls.today, progress=lambda text: None)

    @classmethod
    def random_log(cls):
        """Sixty customers with one to eight orders in four years, one of them free."""
        rng = random.Random(7)
        orders = []
        for number in range(60):
            for __ in range(rng.choice([1, 1, 2, 3, 5, 8])):
                day = cls.today - timedelta(rng.randrange(1400))
                amount = Decimal(rng.randrange(100, 500000)) / 100
                reference = f"R{len(orders)}" if number % 2 else None
                orders.append((f"{number:04}", day, None, amount, reference))
        orders.append(("0000", cls.today, None, Decimal("0.00"), None))
        logged = cls.tools.log.LoggedOrder
        orders = [logged(line, *order) for line, order in enumerate(orders, 2)]
        return cls.tools.log.OrderLog("random", "0" * 64, orders, [])

    def recomputed(self, records, without=()):
        """Assert that stored fields hold what the ORM computes again."""
        names = [
            field.name
            for field in records._fields.values()
            if field.store and field.compute and field.name not in without
        ]
        stored = records.read(names, load=None)
        for name in names:
            self.env.add_to_compute(records._fields[name], records)
        again = records.read(names, load=None)
        for before, after in zip(stored, again, strict=True):
            self.assertEqual(before, after)

    def test_every_order_arrives(self):
        self.assertEqual(len(self.orders), len(self.log.orders))
        expected = sorted(
            (o.customer, o.day, o.amount, o.reference or False) for o in self.log.orders
        )
        zone = self.tools.load.ZoneInfo(self.tools.load.TIME_ZONE)
        utc = self.tools.load.timezone.utc
        found = sorted(
            (
                order.partner_id.commercial_partner_id.ref,
                order.date_order.replace(tzinfo=utc).astimezone(zone).date(),
                Decimal(str(round(order.amount_untaxed, 2))).quantize(Decimal("0.01")),
                order.client_order_ref,
            )
            for order in self.orders
        )
        self.assertEqual(found, expected)

    def test_orders_are_numbered_in_order_of_time(self):
        moments = self.orders.mapped("date_order")
        self.assertEqual(moments, sorted(moments))
        names = self.orders.mapped("name")
        self.assertEqual(names, sorted(names))
        following = self.env["ir.sequence"].next_by_code("sale.order")
        self.assertGreater(following, names[-1])
        self.assertLessEqual(moments[-1], datetime.now())

    def test_stored_fields_of_orders(self):
        # Not recomputed: a deliberate absence of salesperson; the day of validity
        # follows from the day of creation.
        self.recomputed(self.orders, without=("user_id", "validity_date", "team_id"))

    def test_stored_fields_of_lines(self):
        # The unit price was typed: computing it anew would take the product's.
        lines = self.orders.order_line
        self.assertEqual(len(lines), len(self.orders))
        self.recomputed(lines, without=("price_unit",))

    def test_stored_fields_of_partners(self):
        commercial = self.orders.partner_id.commercial_partner_id
        self.recomputed(commercial | commercial.child_ids, without=("user_id",))
        self.assertTrue(commercial.child_ids)

    def test_a_bulk_order_equals_one_made_by_the_orm(self):
        order = self.orders.filtered(lambda o: o.user_id and o.amount_total)[0]
        line = order.order_line
        values = {"product_id": line.product_id.id, "price_unit": line.price_unit}
        other = self.env["sale.order"].create(
            {"partner_id": order.partner_id.id, "order_line": [(0, 0, values)]}
        )
        other.action_confirm()
        own = {"id", "name", "date_order", "validity_date", "client_order_ref"}
        for one, two, more in (
            (order, other, own),
            (line, other.order_line, {"id", "order_id"}),
        ):
            stamps = {"create_date", "write_date", "create_uid", "write_uid"}
            names = [
                name
                for name, field in one._fields.items()
                if field.store and field.column_type and name not in more | stamps
            ]
            self.assertEqual(
                one.read(names, load=None)[0] | {"id": 0},
                two.read(names, load=None)[0] | {"id": 0},
            )

    def test_salespeople_may_log_in_with_their_login(self):
        camille = self.env["res.users"].search([("login", "=", "camille")])
        self.assertTrue(camille.has_group("sales_team.group_sale_salesman"))
        self.assertFalse(camille.has_group("sales_team.group_sale_salesman_all_leads"))
        self.assertTrue(camille.sale_team_id)
        credential = {"type": "password", "login": "camille", "password": "camille"}
        camille.with_user(camille)._check_credentials(
            credential, {"interactive": False}
        )

    def test_a_second_run_finds_the_log(self):
        self.assertTrue(self.tools.load.check_database(self.env, self.log))

    def test_another_log_is_refused(self):
        other = self.tools.log.OrderLog("other", "1" * 64, self.log.orders, [])
        with self.assertRaisesRegex(self.tools.load.LoadError, "another log"):
            self.tools.load.check_database(self.env, other)

    def test_foreign_orders_are_refused(self):
        marker = self.tools.load.MARKER
        self.env["ir.config_parameter"].set_param(marker, False)
        with self.assertRaisesRegex(
            self.tools.load.LoadError, "already holds confirmed"
        ):
            self.tools.load.check_database(self.env, self.log)

    def test_unknown_currency(self):
        with self.assertRaisesRegex(self.tools.load.LoadError, "no currency 'XXQ'"):
            self.tools.load.load(self.env, self.log, self.today, "XXQ")

    def test_figures_equal_the_naive_recomputation(self):
        check = self.tools.check
        rows = [(o.customer, o.day, str(o.amount)) for o in self.log.orders]
        self.patch(check, "read_rows", lambda path: rows)
        self.env["reactivation.customer"]._refresh()
        self.env.flush_all()
        company_id, today, shift_days = check.company_facts(self.env.cr)
        expected, __ = check.expected_customers(None, shift_days, today)
        found = check.stored_customers(self.env.cr, company_id)
        self.assertEqual(check.compare(expected, found), [])
        inactive = {facts["inactive"] for facts in expected.values()}
        self.assertEqual(inactive, {True, False})
