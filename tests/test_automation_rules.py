from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .assessment_case import AssessmentCase
from .common import NOW, TODAY


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestAutomationRules(AssessmentCase):
    """Odoo's automation rules (and so webhooks) react to what a night does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Episode.search([]).unlink()
        cls.refresh()  # the first run inserts by SQL: later nights are looked at here
        cls.policy.rule_ids.unlink()

    def rule(self, model, trigger, **values):
        """A rule that writes a note on the customer's contact."""
        model_id = self.env["ir.model"]._get_id(model)
        rule = self.env["base.automation"].create(
            {"name": "Note", "model_id": model_id, "trigger": trigger, **values}
        )
        rule.action_server_ids = [
            Command.create(
                {
                    "name": "Note",
                    "model_id": model_id,
                    "usage": "base_automation",
                    "state": "code",
                    "code": "for card in records:\n"
                    "    card.partner_id.write({'comment': 'seen'})",
                }
            )
        ]
        return rule

    def seen(self, partner):
        self.env.flush_all()
        self.env.invalidate_all()
        return "seen" in (partner.comment or "")

    def field(self, model, name):
        return self.env["ir.model.fields"]._get(model, name).id

    def test_card_opened(self):
        self.rule("reactivation.episode", "on_create")
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100)])
        self.assertFalse(self.seen(partner))
        self.refresh()
        self.assertEqual(self.card(partner).state, "open")
        self.assertTrue(self.seen(partner))

    def test_state_of_a_card(self):
        """Reactivated by an order that only the night finds."""
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100)])
        self.refresh()
        card = self.card(partner)
        self.rule(
            "reactivation.episode",
            "on_create_or_write",
            filter_domain="[('state', '=', 'reactivated')]",
            trigger_field_ids=[
                Command.set([self.field("reactivation.episode", "state")])
            ],
        )
        self.refresh()
        self.assertFalse(self.seen(partner), msg="a quiet night")
        self.insert_orders([(partner, 0, 100)])
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.assertTrue(self.seen(partner))

    def test_category_of_a_card(self):
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100)])
        self.refresh()
        card = self.card(partner)
        self.rule(
            "reactivation.episode",
            "on_create_or_write",
            trigger_field_ids=[
                Command.set([self.field("reactivation.episode", "category_id")])
            ],
        )
        card.write({"user_id": self.marc.id})
        self.assertFalse(self.seen(partner))
        card.write({"category_id": self.over_18.id})
        self.assertTrue(self.seen(partner))

    def test_level_of_a_customer(self):
        """Levels are dated: a rule on the date, a day later so that no night is
        missed."""
        partner, active = self.make_partner("Silent"), self.make_partner("Active")
        self.insert_orders([(partner, 400, 100), (active, 1, 100)])
        self.refresh()
        rule = self.rule(
            "reactivation.customer",
            "on_time",
            trg_date_id=self.field("reactivation.customer", "inactive_since"),
            trg_date_range=1,
            trg_date_range_type="day",
        )
        standing = self.standing(partner)
        since = standing.inactive_since
        self.assertTrue(since and since < TODAY)
        night = NOW.replace(hour=2) - timedelta(days=(TODAY - since).days - 1)
        rule.last_run = night - timedelta(days=1)
        due = rule._search_time_based_automation_records(until=night)
        self.assertEqual(due, standing | self.standing(self.partner))
        rule._process(due)
        self.assertTrue(self.seen(partner))
        rule.last_run = night
        later = night + timedelta(days=1)
        self.assertFalse(rule._search_time_based_automation_records(until=later))
