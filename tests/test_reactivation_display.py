from datetime import timedelta

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import TODAY, ReactivationCase

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"


@tagged("post_install", "-at_install")
class TestReactivationDisplay(ReactivationCase):
    """What screens say, and what they may do, over RPC as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.seller = cls.make_user("display_seller", SALESMAN)
        cls.manager = cls.make_user("display_manager", MANAGER)
        cls.own = cls.make_partner("Own", user_id=cls.seller.id)
        cls.nobodys = cls.make_partner("Nobody's", user_id=False)
        cls.theirs = cls.make_partner("Theirs", user_id=cls.manager.id)
        for partner in cls.own | cls.nobodys | cls.theirs:
            cls.make_order(partner, 400, user_id=partner.user_id.id)
        cls.refresh()

    def test_durations_in_words(self):
        durations = self.env["reactivation.duration.mixin"].with_context(lang="en_US")
        words = {
            0: "less than a day",
            0.4: "less than a day",
            1: "1 day",
            13: "13 days",
            14: "2 weeks",
            59: "8 weeks",
            60: "2 months",
            390: "13 months",
            1094: "36 months",
            1095: "3 years",
            4000: "11 years",
        }
        for days, expected in words.items():
            with self.subTest(days=days):
                self.assertEqual(durations._duration_in_words(days), expected)

    def test_durations_are_sorted_by_days(self):
        """ "9 months" is a longer word than "13 months", and a shorter time."""
        shorter = self.make_partner("Shorter", user_id=self.seller.id)
        self.make_order(shorter, 275)
        self.refresh()
        rows = self.standing(shorter) | self.standing(self.own)
        rows = rows.search([("id", "in", rows.ids)], order="silence_text")
        self.assertEqual(rows.mapped("silence_text"), ["9 months", "13 months"])
        cards = rows.episode_id
        cards = cards.search([("id", "in", cards.ids)], order="silence_text desc")
        self.assertEqual(cards.mapped("silence_text"), ["13 months", "9 months"])

    def test_level_in_words(self):
        row = self.standing(self.own).with_context(lang="en_US")
        self.assertIn("No order for 13 months (last one on February", row.why_text)
        self.assertIn("ordered on one day only. Inactive since", row.why_text)
        buyer = self.make_partner("Buyer")
        self.make_order(buyer, 3)
        self.refresh()
        row = self.standing(buyer).with_context(lang="en_US")
        self.assertIn("Last order on March 12, 2027, 3 days ago", row.why_text)
        self.assertIn("At risk from", row.why_text)

    def test_never_bought_in_words(self):
        lead = self.make_partner("Lead")
        self.make_order(lead, TODAY, confirm=False)
        self.refresh()
        row = self.standing(lead).with_context(lang="en_US")
        self.assertEqual(row.why_text, "Never ordered, so neither active nor inactive.")
        self.assertFalse(row.silence_text)
        self.assertFalse(row.rhythm_text)

    def test_class_in_words_follows_the_settings(self):
        self.company.reactivation_share_a = 70
        row = self.standing(self.own).with_context(lang="en_US")
        row.sudo().value_class = "a"
        self.assertEqual(
            row.value_class_text,
            "Class A: among the customers who made the first 70 % of turnover",
        )

    def test_card_on_the_board_in_words(self):
        card = self.card(self.own).with_context(lang="en_US")
        self.assertEqual(card.silence_sentence, "Silent for 13 months")
        card.sudo().at_stake_amount = 8420.49
        self.assertRegex(card.at_stake_sentence, r"^\D*8,420\D* a year at stake$")

    def test_provisional_facts_in_words(self):
        card = self.card(self.own).with_context(lang="en_US")
        card.sudo().write(
            {
                "category_is_provisional": True,
                "provisional_score": 41,
                "low_confidence": True,
                "provisional_facts": {
                    "order_days": 5,
                    "pace": 38,
                    "value_rank": 0.5,
                    "holes": 1,
                    "points": {"pace": -15, "value": 0, "hole": 6, "orders": 0},
                },
            }
        )
        self.assertEqual(
            card._provisional_lines(),
            [
                ("Ordered every 5 weeks on average", "−15"),
                ("One earlier break, much longer than the usual interval", "+6"),
                ("Ordered on 5 days", "0"),
                ("Average order in the middle third of all customers", "0"),
            ],
        )
        self.assertIn("not assessed", card.provisional_hint)
        self.assertIn("Low confidence", card.provisional_hint)
        self.assertIn("41", card.provisional_table)
        card.category_id = self.months_0_6
        self.assertFalse(card.provisional_hint, msg="a person decided")

    def test_drop_that_disagrees_is_marked(self):
        card = self.card(self.own).with_user(self.seller)
        card.write({"category_id": self.months_6_18.id})
        self.assertTrue(card.category_differs)
        card.action_follow_score()
        self.assertFalse(card.category_differs)
        self.assertEqual(card.category_id, self.to_assess)

    def test_drop_that_agrees_is_kept_as_a_decision(self):
        card = self.card(self.own).with_user(self.seller)
        card.write({"category_id": self.to_assess.id})
        self.assertEqual(card.decided_category_id, self.to_assess)
        self.assertFalse(card.category_differs)

    def test_own_card_only(self):
        self.assertTrue(self.card(self.own).with_user(self.seller).can_work)
        card = self.card(self.nobodys).with_user(self.seller)
        self.assertFalse(card.can_work)
        message = "The card of Nobody's has no salesperson yet.* assign it to you"
        with self.assertRaisesRegex(AccessError, message):
            card.write({"category_id": self.months_6_18.id})
        card = self.card(self.theirs).with_user(self.seller)
        message = "belongs to .*Ask one of them, and reload the page"
        with self.assertRaisesRegex(AccessError, message):
            card.write({"category_id": self.months_6_18.id})

    def test_managers_share_out_and_pin(self):
        card = self.card(self.own)
        message = "Only sales managers assign cards"
        pin = {"pinned": True, "pin_reason": "Key account"}
        for values in (pin, {"user_id": self.manager.id}):
            with self.subTest(values=values):
                with self.assertRaisesRegex(AccessError, message):
                    card.with_user(self.seller).write(values)
                card.with_user(self.manager).write(values)
        card.with_user(self.manager).action_toggle_pinned()
        self.assertFalse(card.pinned)

    def test_refresh_of_everybody_is_for_managers(self):
        customers = self.env["reactivation.customer"]
        with self.assertRaisesRegex(AccessError, "Only sales managers can refresh"):
            customers.with_user(self.seller).action_refresh_now()
        cron = self.env.ref("crm_reactivation.ir_cron_refresh")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        action = customers.with_user(self.manager).action_refresh_now()
        self.assertEqual(action["tag"], "display_notification")
        self.assertGreater(triggers.search_count([("cron_id", "=", cron.id)]), before)

    def test_status_of_the_figures(self):
        customers = self.env["reactivation.customer"].with_context(lang="en_US")
        status = customers.with_user(self.seller).get_refresh_status()
        self.assertIn("Figures of 15 March 2027", status["sentence"])
        self.assertFalse(status["can_refresh"])
        self.assertTrue(
            customers.with_user(self.manager).get_refresh_status()["can_refresh"]
        )
        other = self.env["res.company"].create({"name": "New one"})
        status = customers.with_company(other).get_refresh_status()
        self.assertIn("have not been computed yet", status["sentence"])

    def test_age_of_the_figures(self):
        """Old after six weeks, outdated after six months: on board and overview."""
        computed = self.last_run().computed_on.date()
        for after, age in (
            (timedelta(days=42), "fresh"),
            (timedelta(days=43), "old"),
            (relativedelta(months=6), "old"),
            (relativedelta(months=6, days=1), "outdated"),
        ):
            with self.at(computed + after):
                status = self.Customer.get_refresh_status()
                self.assertEqual(status["age"], age, msg=after)
                figures = self.env["reactivation.overview"].get_figures()
                self.assertEqual(figures["status"], status)

    def test_contact_page(self):
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": self.own.id}
        )
        contact = contact.with_user(self.seller).with_context(lang="en_US")
        self.assertEqual(contact.reactivation_silence_text, "13 months")
        self.assertEqual(contact.reactivation_episode_ids, self.card(self.own))
        self.assertEqual(
            contact.action_open_reactivation()["res_model"], "reactivation.episode"
        )
        self.assertEqual(
            contact.action_open_reactivation_customer()["res_id"],
            self.standing(self.own).id,
        )

    def test_contact_page_is_for_sales_users(self):
        plain = self.make_user("display_plain")
        partner = self.own.with_user(plain)
        fields_seen = partner.fields_get()
        self.assertNotIn("reactivation_why_text", fields_seen)
        # the contact's form, and the form of its own that the page loads
        standing = self.env.ref("crm_reactivation.res_partner_view_form_standing")
        for view_id, shown in (
            (False, "reactivation_partner_standing"),
            (standing.id, "reactivation_why_text"),
        ):
            arch = partner.get_view(view_id, "form")["arch"]
            self.assertNotIn("reactivation_", arch)
            arch = self.own.with_user(self.seller).get_view(view_id, "form")["arch"]
            self.assertIn(shown, arch)

    def test_policies_in_words(self):
        policy = self.policy.with_context(lang="en_US")
        self.assertIn("24 months at the latest", policy.summary_text)
        policy.write({"method": "fixed", "inactive_after": 6, "delay_unit": "weeks"})
        self.assertEqual(policy.summary_text, "6 weeks without an order")
        policy.write({"method": "multiple", "multiple": 2.5})
        self.assertIn("2.5 usual intervals", policy.summary_text)
        policy.write({"method": "yearly", "yearly_orders": 3})
        self.assertIn("3 orders or more in one year", policy.summary_text)

    def test_filters_and_groups_of_the_search_views(self):
        """Each runs, as a salesperson and with rows to look at."""
        for name in ("reactivation.episode", "reactivation.customer", "res.partner"):
            model = self.env[name].with_user(self.seller)
            arch = etree.fromstring(model.get_view(view_type="search")["arch"])
            for node in arch.iter("filter"):
                with self.subTest(model=name, filter=node.get("name")):
                    self._run_filter(model, node)

    def _run_filter(self, model, node):
        if domain := node.get("domain"):
            model.search_count(safe_eval(domain, {"uid": self.seller.id}))
        if group := safe_eval(node.get("context", "{}")).get("group_by"):
            if group not in ("properties", "lead_properties"):
                self.assertTrue(model.formatted_read_group([], [group], ["__count"]))
