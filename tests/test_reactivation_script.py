from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .call_case import CallCase
from .common import NOW


@tagged("post_install", "-at_install")
class TestReactivationScript(CallCase):
    """Words to say and to avoid, filled by each card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Script = cls.env["reactivation.script"]

    def make_script(self, text, **values):
        return self.Script.create({"text": text, **values})

    def said(self, card=None, channel="call", user=None):
        """(variant, text without markup) of what the card's user is told."""
        card = (card or self.the_card).with_user(user or self.julie)
        return [
            (line["variant"], line["text"].striptags())
            for line in card._script_lines(channel)
        ]

    # -- writing them

    def test_placeholders_are_checked_when_saved(self):
        known = "{customer} {contact} {last_order_date} {products} {rhythm}"
        self.assertTrue(self.make_script(f"{known} {{salesperson}} {{{{sic}}}}"))
        for text, message in (
            ("Hello {name}", r"“{name}” is no placeholder. Choose from: {customer}, "),
            ("Hello {}", r"“{}” is no placeholder"),
            ("Hello {customer.user_id}", r"“{customer.user_id}” is no placeholder"),
            ("Hello {customer!r}", r"“{customer.*}” is no placeholder"),
            ("Hello {customer:>9}", r"“{customer.*}” is no placeholder"),
            ("Hello {customer", r"A brace of “Hello {customer” has no partner"),
            ("Hello customer}", r"A brace of “Hello customer}” has no partner"),
        ):
            with self.refused(ValidationError, message):
                self.make_script(text)

    def test_managers_write_salespeople_read(self):
        script = self.make_script("Hello")
        script.with_user(self.manager).text = "Good morning"
        as_julie = script.with_user(self.julie)
        self.assertEqual(as_julie.text, "Good morning")
        with self.assertRaises(AccessError):
            as_julie.text = "Hi"
        clerk = self.make_user("clerk")
        with self.assertRaises(AccessError):
            script.with_user(clerk).read(["text"])

    # -- saying them

    def test_say_first_and_what_to_avoid_last(self):
        variants = [variant for variant, __ in self.said()]
        self.assertEqual(variants, ["say", "weaker", "avoid"])
        for category in (self.months_0_6, self.months_6_18, self.over_18):
            self.the_card.category_id = category
            [opening, *__] = self.said()
            self.assertIn("Spare part", opening[1], category.name)

    def test_words_of_a_category_come_before_words_for_all(self):
        own = {"category_ids": self.over_18.ids, "sequence": 99}
        self.make_script("Words for all")
        self.make_script("Words of the last column", **own)
        first = [text for variant, text in self.said() if variant == "say"]
        self.assertEqual(first[-1], "Words for all")
        self.assertNotIn("Words of the last column", first)
        self.the_card.category_id = self.over_18
        texts = [text for variant, text in self.said() if variant == "say"]
        self.assertEqual(texts[-2:], ["Words of the last column", "Words for all"])

    def test_a_visit_starts_with_a_word_about_them(self):
        said = self.said(channel="visit")
        self.assertRegex(said[0][1], "what you saw on the way in")
        self.assertEqual(said[1][0], "avoid")
        self.assertRegex(said[2][1], "where Spare part was used")

    def test_a_card_fills_in_what_is_known(self):
        self.Script.search([]).active = False
        self.make_script(
            "{contact} of {customer}: {last_order_date}, {products}, {rhythm};"
            " {salesperson} of {company}, {{sic}}"
        )
        self.assertEqual(
            self.said(),
            [
                (
                    "say",
                    "Paul Durand of Garage Durand: 8 February 2026, Spare part, now and"
                    f" then; Julie Dupont of {self.company.name}, {{sic}}",
                )
            ],
        )
        self.contact.name = "<b>Paul</b>"  # words, never markup
        [line] = self.the_card._script_lines("call")
        self.assertIn("&lt;b&gt;Paul&lt;/b&gt;", line["text"])

    def test_what_is_not_known_is_said_in_general(self):
        self.Script.search([]).active = False
        self.make_script("{contact}: {products}, {rhythm}")
        partner = self.make_partner("No lines", user_id=self.julie.id)
        self.insert_orders([(partner, days, 100) for days in (400, 430, 460)])
        self.refresh()
        [line] = self.card(partner)._script_lines("call")
        self.assertEqual(
            line["text"].striptags(),
            "No lines: what you bought from us, every 7 weeks",
        )
        self.assertIn("Not known of this customer", line["text"])

    def test_the_dearest_products_of_the_last_order_are_named(self):
        def order(days, *prices):
            order = self.make_order(self.partner, days, confirm=False)
            order.order_line.unlink()
            for price in prices:
                product = self.env["product.product"].create({"name": f"At {price}"})
                line = {"product_id": product.id, "price_unit": price}
                order.write({"order_line": [(0, 0, line)]})
            order.action_confirm()
            order.date_order = NOW - timedelta(days=days)

        order(399, 5, 30, 20)
        order(500, 99)
        names = self.the_card._last_products()[self.the_card.id]
        self.assertEqual(names, "At 30 and At 20")

    def test_colleagues_orders_name_products_only(self):
        """Whoever works the card knows what was bought, even before one's time."""
        order = self.env["sale.order"].search([("partner_id", "=", self.partner.id)])
        order.user_id = self.marc
        self.assertFalse(order.with_user(self.julie).search([("id", "=", order.id)]))
        self.assertIn("Spare part", self.said()[0][1])

    def test_planned_calls_and_visits_carry_their_words(self):
        call, visit, todo = (
            self.the_card.activity_schedule(
                f"mail.mail_activity_data_{kind}", user_id=self.julie.id, note="Ask"
            )
            for kind in ("call", "meeting", "todo")
        )
        self.assertRegex(call.note, "(?s)Ask.*Do you still use <strong>Spare part")
        self.assertRegex(visit.note, "on the way in")
        self.assertEqual(todo.note, "<p>Ask</p>")
        elsewhere = self.partner.activity_schedule("mail.mail_activity_data_call")
        self.assertFalse(elsewhere.note)

    def test_many_cards_read_their_facts_at_once(self):
        partners = [self.make_partner(f"No {n}") for n in range(20)]
        self.insert_orders([(partner, 400, 100) for partner in partners])
        self.refresh()
        cards = self.Episode.search([("partner_id", "in", [p.id for p in partners])])

        def queries(cards):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cards._script_facts()
            return self.cr.sql_log_count - before

        queries(cards[:1])  # what is cached once
        self.assertLessEqual(queries(cards), queries(cards[:2]))
