from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger


class ToursCase(HttpCase):
    """Two salespeople, a manager and a few customers, silent for some time or not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # the language of the tours
        cls.product = cls.env["product.product"].create(
            {"name": "Tour part", "type": "service"}
        )
        cls.seller = cls._make_user("tour_seller", "sales_team.group_sale_salesman")
        cls.colleague = cls._make_user(
            "tour_colleague", "sales_team.group_sale_salesman"
        )
        cls._make_user("tour_idle", "sales_team.group_sale_salesman")
        cls.manager = cls._make_user("tour_manager", "sales_team.group_sale_manager")
        cls.garage = cls._make_customer("Tour Garage", cls.seller, (400,))
        cls.bakery = cls._make_customer(
            "Tour Bakery", cls.seller, range(300, 700, 20), amount=900
        )
        # gaps enough for the company to have a rhythm, and somebody who still buys
        cls.regular = cls._make_customer(
            "Tour Regular", cls.seller, range(5, 905, 20), amount=100
        )
        cls.theirs = cls._make_customer("Tour Theirs", cls.colleague, (410,))
        cls.nobodys = cls._make_customer("Tour Nobody", cls.env["res.users"], (420,))
        cls.env["reactivation.customer"]._refresh(companies=cls.env.company)
        cls.to_assess = cls.env.ref("crm_reactivation.category_to_assess")
        cls.months_0_6 = cls.env.ref("crm_reactivation.category_0_6")
        cls.months_6_18 = cls.env.ref("crm_reactivation.category_6_18")

    @classmethod
    def _make_user(cls, login, group):
        return cls.env["res.users"].create(
            {
                "name": login.replace("_", " ").title(),
                "login": login,
                "password": login,
                "lang": "en_US",
                "tz": "UTC",
                "group_ids": [
                    Command.set([cls.env.ref("base.group_user").id]),
                    Command.link(cls.env.ref(group).id),
                    Command.link(cls.env.ref("base.group_partner_manager").id),
                ],
            }
        )

    @classmethod
    def _make_customer(cls, name, user, days_ago, amount=50):
        partner = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "user_id": user.id}
        )
        orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "price_unit": amount,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                for __ in days_ago
            ]
        )
        orders.action_confirm()
        for order, days in zip(orders, days_ago, strict=True):
            order.date_order = datetime.now() - timedelta(days=days)
        return partner

    def _card(self, partner):
        self.env.invalidate_all()
        return partner.reactivation_episode_id


@tagged("post_install", "-at_install")
class TestTours(ToursCase):
    """The screens, in a real browser, as the people who work on them."""

    def test_board(self):
        self.assertEqual(self._card(self.bakery).category_id, self.months_0_6)
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_board", login="tour_seller"
        )
        card = self._card(self.garage)
        self.assertEqual(card.decided_category_id, self.months_6_18)
        self.assertEqual(card.category_id, self.months_6_18)
        self.assertTrue(card.category_differs)
        self.assertFalse(self._card(self.bakery).decided_category_id)

    def test_menu(self):
        """The board is reachable from the CRM menu, below Sales and Leads."""
        menu = self.env.ref("crm_reactivation.menu_root")
        crm = self.env.ref("crm.crm_menu_root")
        self.assertEqual(menu.parent_id, crm)
        self.assertLess(menu.sequence, self.env.ref("crm.crm_menu_report").sequence)
        self.assertGreater(menu.sequence, self.env.ref("crm.crm_menu_leads").sequence)
        seen = self.env["ir.ui.menu"].with_user(self.seller)._visible_menu_ids()
        self.assertIn(self.env.ref("crm_reactivation.menu_board").id, seen)
        self.assertNotIn(self.env.ref("crm_reactivation.menu_config").id, seen)

    def test_refused_move_puts_the_card_back(self):
        with mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/reactivation-board",
                "reactivation_board_refused",
                login="tour_seller",
            )
        self.assertFalse(self._card(self.nobodys).decided_category_id)

    def test_move_of_a_colleagues_card_is_refused_over_rpc(self):
        card = self._card(self.theirs)
        self.authenticate("tour_seller", "tour_seller")
        with (
            mute_logger("odoo.http"),
            self.assertRaisesRegex(JsonRpcException, "AccessError"),
        ):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/reactivation.episode/web_save",
                {
                    "model": "reactivation.episode",
                    "method": "web_save",
                    "args": [[card.id], {"category_id": self.months_6_18.id}],
                    "kwargs": {"specification": {"category_id": {}}},
                },
            )
        self.assertEqual(self._card(self.theirs).category_id, self.to_assess)

    def test_empty_board(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_board_empty", login="tour_idle"
        )

    def test_board_of_a_manager(self):
        cron = self.env.ref("crm_reactivation.ir_cron_refresh")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        triggers.unlink()
        self.start_tour(
            "/odoo/reactivation-board",
            "reactivation_board_manager",
            login="tour_manager",
        )
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]))

    def test_card(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_card", login="tour_seller"
        )
        self.assertFalse(self._card(self.bakery).decided_category_id)

    def test_customers(self):
        self.start_tour(
            "/odoo/reactivation-customers",
            "reactivation_customers",
            login="tour_seller",
        )

    def test_partner(self):
        self.start_tour(
            f"/odoo/contacts/{self.garage.id}",
            "reactivation_partner",
            login="tour_seller",
        )

    def test_policy(self):
        self.start_tour(
            "/odoo/reactivation-policies", "reactivation_policy", login="tour_manager"
        )
        policy = self.env["reactivation.policy"].search([("name", "=", "Tour policy")])
        self.assertEqual(
            (
                policy.method,
                policy.inactive_after,
                policy.delay_unit,
                policy.min_order_count,
            ),
            ("fixed", 6, "months", 3),
        )


@tagged("post_install", "-at_install")
class TestWideTours(ToursCase):
    """On a screen where the chatter is beside the form and takes its room."""

    browser_size = "1440x900"

    def test_every_column_is_on_the_card(self):
        card = self._card(self.bakery)
        self.assertEqual(card.category_id, self.months_0_6)
        self.start_tour(
            f"/odoo/reactivation-board/{card.id}",
            "reactivation_card_columns",
            login="tour_seller",
        )


@tagged("post_install", "-at_install")
class TestPhoneTours(ToursCase):
    """On a phone, where there is no drag and drop."""

    browser_size = "390x844"
    touch_enabled = True

    def test_card_is_moved_by_its_status_bar(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_card_phone", login="tour_seller"
        )
        self.assertEqual(self._card(self.garage).decided_category_id, self.months_0_6)
