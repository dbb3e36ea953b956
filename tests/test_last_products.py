from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import NOW


@tagged("post_install", "-at_install")
class TestLastProducts(CampaignCase):
    """Scripts and messages name the same products of the last order."""

    def said(self, partner):
        """(products in a message, products in a script) of a customer."""
        step = self.make_campaign({}, launch=False).step_ids
        row, card = self.standing(partner), self.card(partner)
        facts = step._message_facts(row)[row.id]
        return facts["products"], card._last_products().get(card.id)

    def line(self, name, price, **values):
        product = self.env["product.product"].create({"name": name, "type": "service"})
        return Command.create({"product_id": product.id, "price_unit": price, **values})

    def order(self, *lines):
        """A silent customer's last order, of these lines."""
        partner = self.customer()
        order = self.make_order(partner, 399, confirm=False)
        order.order_line = [Command.clear(), *lines]
        order.action_confirm()
        order.date_order = NOW - timedelta(days=399)
        self.refresh()
        return partner

    def test_dearest_first(self):
        partner = self.order(
            self.line("Bolt", 5),
            self.line("Tyre", 30),
            self.line("Wheel", 20),
            self.line("Engine", 40),
            self.line("Engine", 35),
            self.line("Deposit", 500, is_downpayment=True),
        )
        products, words = self.said(partner)
        self.assertEqual(products, ["Engine", "Tyre", "Wheel"])
        self.assertEqual(words, "Engine and Tyre")

    def test_delivery_is_no_product(self):
        if "is_delivery" not in self.env["sale.order.line"]._fields:
            self.skipTest("the app Delivery is not installed")
        partner = self.order(
            self.line("Bolt", 5), self.line("Express", 60, is_delivery=True)
        )
        self.assertEqual(self.said(partner), (["Bolt"], "Bolt"))

    def test_no_lines(self):
        self.assertEqual(self.said(self.customer()), ([], None))

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        partner = self.order(self.line("Tyre", 30))
        product = self.env["product.product"].search([("name", "=", "Tyre")])
        product.with_context(lang="fr_FR").name = "Pneu"
        partner.lang = "fr_FR"
        self.assertEqual(self.said(partner), (["Pneu"], "Tyre"))
