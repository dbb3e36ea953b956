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

    def column_rule(self, column):
        """A rule on cards that come into a column."""
        return self.rule(
            "reactivation.episode",
            "on_create_or_write",
            filter_domain=f"[('category_id', '=', {column.id})]",
            trigger_field_ids=[
                Command.set([self.field("reactivation.episode", "category_id")])
            ],
        )

    def habits(self, *days):
        """Who ordered on these days, in a company whose habits tell something."""
        others = self.insert_partners(20)
        self.insert_orders(
            (p, day, p.id % 7 + 1) for p in others for day in (400, 430, 460)
        )
        partner = self.make_partner()
        self.insert_orders((partner, day, 5) for day in days)
        return partner

    def test_provisional_column_of_a_night(self):
        """Other orders, another column: the card of the next silence starts there.

        The column of an open card is proposed once and kept.
        """
        partner = self.habits(400, 430, 460)
        self.refresh()
        first = self.card(partner)
        self.assertTrue(first.category_is_provisional)
        self.assertEqual(first.category_id, self.months_0_6)
        self.column_rule(self.months_6_18)
        self.insert_orders((partner, day, 5) for day in (520, 640))
        self.refresh()
        self.assertEqual(first.category_id, self.months_0_6, "proposed once")
        self.assertFalse(self.seen(partner))
        self.insert_orders([(partner, 0, 5)])
        self.refresh()
        self.assertEqual(first.state, "reactivated")
        with self.at(TODAY + timedelta(days=900)):
            self.refresh()
            card = self.card(partner)
            self.assertNotEqual(card, first)
            self.assertTrue(card.category_is_provisional)
            self.assertEqual(card.category_id, self.months_6_18)
            self.assertTrue(self.seen(partner))

    def test_provisional_column_left_at_night(self):
        """A survey that the night reads moves the card out of that column."""
        partner = self.habits(400, 430, 460)
        self.refresh()
        card = self.card(partner)
        self.assertTrue(card.category_is_provisional)
        self.column_rule(self.over_18)
        survey = self.env["survey.survey"].create({"title": "How do you buy?"})
        question = self.env["survey.question"].create(
            {
                "title": "Since when?",
                "survey_id": survey.id,
                "question_type": "simple_choice",
                "suggested_answer_ids": [Command.create({"value": "For ages"})],
            }
        )
        ages = question.suggested_answer_ids
        self.shipped("history", 3).survey_answer_id = ages.id
        line = {
            "question_id": question.id,
            "answer_type": "suggestion",
            "suggested_answer_id": ages.id,
        }
        self.env["survey.user_input"].create(
            {
                "survey_id": survey.id,
                "partner_id": partner.id,
                "state": "done",
                "end_datetime": NOW,
                "user_input_line_ids": [Command.create(line)],
            }
        )
        self.refresh()
        self.assertFalse(self.seen(partner), msg="nobody has read it yet")
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_reactivation.ir_cron_read_surveys")
            cron.method_direct_trigger()
        self.assertTrue(self.seen(partner))
        self.assertEqual(card.category_id, self.over_18)
        self.assertFalse(card.category_is_provisional)

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
