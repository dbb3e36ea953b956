from datetime import timedelta

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestDecision(AssessmentCase):
    """Go and No-Go: who may, what is kept, what follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.as_julie = cls.the_card.with_user(cls.julie)
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.revisit = cls.env.ref("crm_reactivation.activity_type_revisit")
        cls.reason = cls.env.ref("crm_reactivation.reason_no_go_timing")

    def no_go(self, card, **values):
        card.write(
            {"decision": "no_go", "decision_reason_id": self.reason.id, **values}
        )

    def planned(self, card, kind=None):
        return card.activity_ids.filtered(
            lambda activity: activity.activity_type_id == (kind or self.call)
        )

    def more_cards(self, count, user=None):
        """More open cards, of a salesperson or of nobody."""
        partners = self.insert_partners(count, user_id=user.id if user else None)
        self.insert_orders((partner, 400, 100) for partner in partners)
        self.refresh()
        return self.Episode.search([("partner_id", "in", partners.ids)])

    # -- Go

    def test_go_signs_and_plans_the_call(self):
        contact = self.make_partner(
            "Jo Martin", is_company=False, parent_id=self.partner.id, phone="+33 1 23"
        )
        self.insert_orders([(contact, 390, 10)])
        self.as_julie.action_go()
        self.assertEqual(self.the_card.decision, "go")
        self.assertEqual(
            (self.the_card.decision_by, self.the_card.decision_on), (self.julie, TODAY)
        )
        call = self.planned(self.the_card)
        self.assertEqual(call.user_id, self.julie)
        self.assertEqual(call.summary, "Call Jo Martin, +33 1 23")
        self.assertEqual(call.date_deadline, TODAY + timedelta(days=3))
        self.assertEqual(self.the_card._contact(), contact)
        [entry] = self.the_card.decision_ids
        self.assertEqual(
            (entry.decision, entry.user_id, entry.date), ("go", self.julie, TODAY)
        )

    def test_deadline_by_setting(self):
        self.company.reactivation_go_days = 10
        self.the_card.action_go()
        self.assertEqual(
            self.planned(self.the_card).date_deadline, TODAY + timedelta(days=10)
        )

    def test_a_second_go_plans_nothing_more(self):
        self.as_julie.action_go()
        self.as_julie.action_go()
        self.as_julie.write({"decision": "go"})
        self.refresh()
        self.assertEqual(len(self.planned(self.the_card)), 1)
        self.assertEqual(len(self.the_card.decision_ids), 1)

    def test_a_call_that_is_planned_already_is_enough(self):
        self.the_card.activity_schedule("mail.mail_activity_data_call", TODAY)
        self.as_julie.action_go()
        self.assertEqual(len(self.planned(self.the_card)), 1)

    def test_nobody_is_given_the_call_of_a_card_without_salesperson(self):
        card = self.more_cards(1)
        action = card.with_user(self.manager).action_go()
        self.assertEqual(card.decision, "go")
        self.assertFalse(card.activity_ids)
        self.assertRegex(action["params"]["message"], "has no salesperson. Assign it")

    def test_whom_to_call(self):
        """Whoever ordered last with a number, the company, then any contact."""
        card = self.the_card
        self.assertEqual(card._contact(), self.partner)
        people = [
            self.make_partner(
                name, is_company=False, parent_id=self.partner.id, phone=phone
            )
            for name, phone in [("A", False), ("B", "+33 2"), ("C", "+33 3")]
        ]
        self.assertEqual(card._contact(), people[1])
        self.partner.phone = "+33 1"
        self.assertEqual(card._contact(), self.partner)
        self.insert_orders([(people[2], 395, 10), (people[0], 391, 10)])
        self.assertEqual(card._contact(), people[2])
        people[2].active = False
        self.assertEqual(card._contact(), self.partner)

    # -- No-Go

    def test_no_go_by_its_dialog(self):
        action = self.as_julie.action_no_go()
        wizard = self.env[action["res_model"]].with_user(self.julie)
        form = Form(wizard.with_context(**action["context"]))
        self.assertEqual(form.card_text, "Garage Durand")
        form.reason_id = self.reason
        form.note = "Their contract ends in spring"
        form.revisit_on = TODAY + timedelta(days=100)
        form.save().action_confirm()
        card = self.the_card
        self.assertEqual(
            (card.decision, card.decision_reason_id, card.revisit_on),
            ("no_go", self.reason, TODAY + timedelta(days=100)),
        )
        self.assertEqual(card.decision_ids.note, "Their contract ends in spring")
        reminder = self.planned(card, self.revisit)
        self.assertEqual(
            (reminder.user_id, reminder.date_deadline),
            (self.julie, TODAY + timedelta(days=100)),
        )

    def test_no_go_needs_a_reason(self):
        with self.refused(UserError, "Garage Durand needs a reason. Use the action No"):
            self.as_julie.write({"decision": "no_go"})
        with self.refused(ValidationError, "“I talked to them” is no reason for a No"):
            self.as_julie.write(
                {
                    "decision": "no_go",
                    "decision_reason_id": self.env.ref(
                        "crm_reactivation.reason_move_talked"
                    ).id,
                }
            )

    def test_a_day_to_revisit_that_is_still_to_come(self):
        with self.refused(UserError, "cannot be revisited on 03/15/2027: choose a day"):
            self.no_go(self.as_julie, revisit_on=TODAY)
        self.no_go(self.as_julie, revisit_on="2027-03-16")
        self.assertEqual(self.the_card.revisit_on, TODAY + timedelta(days=1))

    def test_three_months_unless_somebody_says_otherwise(self):
        self.no_go(self.as_julie)
        self.assertEqual(str(self.the_card.revisit_on), "2027-06-15")

    def test_no_go_leaves_the_board_until_its_day(self):
        now = self.now_domain()
        self.assertIn(self.the_card, self.Episode.search(now))
        self.no_go(self.as_julie, revisit_on=TODAY + timedelta(days=10))
        self.assertNotIn(self.the_card, self.Episode.search(now))
        with self.at(TODAY + timedelta(days=9)):
            self.assertNotIn(self.the_card, self.Episode.search(self.now_domain()))
        with self.at(TODAY + timedelta(days=10)):
            self.assertIn(self.the_card, self.Episode.search(self.now_domain()))

    def now_domain(self):
        """The domain of the default filter “Now”, as the client evaluates it."""
        view = self.Episode.get_view(
            self.env.ref("crm_reactivation.reactivation_episode_view_search").id,
            "search",
        )
        node = etree.fromstring(view["arch"]).find(".//filter[@name='now']")
        return safe_eval(node.get("domain"))

    def test_no_go_cancels_planned_calls_with_a_note(self):
        self.as_julie.action_go()
        other = self.the_card.activity_schedule(
            "mail.mail_activity_data_todo", TODAY, summary="Send the catalogue"
        )
        self.no_go(self.as_julie)
        self.assertFalse(self.planned(self.the_card))
        self.assertTrue(other.exists())
        self.assertRegex(
            self.the_card.message_ids[0].body,
            "No-Go was decided. Planned activities cancelled: Call Garage Durand",
        )

    def test_decided_again_there_is_one_reminder(self):
        self.no_go(self.as_julie)
        self.no_go(self.as_julie, revisit_on="2027-12-24")
        self.assertEqual(
            str(self.planned(self.the_card, self.revisit).date_deadline), "2027-12-24"
        )
        self.as_julie.write({"revisit_on": "2027-12-31"})
        self.assertEqual(
            str(self.planned(self.the_card, self.revisit).date_deadline), "2027-12-31"
        )
        self.assertEqual(self.the_card.decision_reason_id, self.reason)
        self.as_julie.action_go()
        self.assertFalse(self.planned(self.the_card, self.revisit))
        self.assertFalse(self.the_card.revisit_on or self.the_card.decision_reason_id)
        self.assertEqual(
            self.the_card.decision_ids.mapped("decision"),
            ["go", "no_go", "no_go", "no_go"],
        )

    def test_taken_back_the_history_stays(self):
        self.as_julie.action_go()
        self.as_julie.action_undecide()
        self.assertEqual(self.the_card.decision, "none")
        self.assertFalse(self.the_card.decision_by or self.the_card.activity_ids)
        self.assertEqual(self.the_card.decision_ids.mapped("decision"), ["none", "go"])

    def test_a_reason_or_a_day_belongs_to_a_no_go(self):
        for values in (
            {"revisit_on": "2027-12-24"},
            {"decision": "go", "decision_reason_id": self.reason.id},
        ):
            with self.refused(
                UserError, "belong to a No-Go, and nobody has decided one"
            ):
                self.as_julie.write(values)

    # -- who may

    def test_others_cards(self):
        with self.refused(AccessError, "belongs to Julie Dupont"):
            self.the_card.with_user(self.marc).action_go()
        with self.refused(AccessError, "written by the refresh only"):
            self.as_julie.decision_by = self.marc
        self.the_card.with_user(self.manager).action_go()
        self.assertEqual(self.the_card.decision_by, self.manager)
        self.assertEqual(self.planned(self.the_card).user_id, self.julie)

    def test_closed_cards(self):
        self.make_order(self.partner, 0, confirm=False).action_confirm()
        self.assertEqual(self.the_card.state, "reactivated")
        with self.refused(
            UserError, "Garage Durand is closed: what was decided is hist"
        ):
            self.the_card.action_go()

    def test_closing_cancels_call_and_reminder(self):
        self.as_julie.action_go()
        self.make_order(self.partner, 0, confirm=False).action_confirm()
        self.assertFalse(self.the_card.activity_ids)
        self.assertEqual(self.the_card.decision, "go")

    def test_a_no_go_that_orders_anyway_is_won_back(self):
        self.no_go(self.as_julie)
        order = self.make_order(self.partner, 0, 250)
        self.refresh()
        card = self.the_card
        self.assertEqual((card.state, card.decision), ("reactivated", "no_go"))
        self.assertEqual(card.order_id, order)
        self.assertFalse(card.activity_ids, msg="nobody is reminded to decide again")
        self.assertEqual(card.credit_ids.mapped("amount"), [250])

    def test_the_history_is_written_by_the_server_only(self):
        self.as_julie.action_go()
        entry = self.the_card.decision_ids
        for user in (self.julie, self.manager):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(entry.with_user(user).has_access(operation))
            self.assertTrue(entry.with_user(user).has_access("read"))
        self.assertFalse(entry.with_user(self.marc).has_access("read"))

    # -- many at once

    def test_go_for_a_selection(self):
        mine = self.more_cards(2, self.julie)
        theirs = self.more_cards(1, self.marc)
        stopped = mine[0]
        stopped.stopped_by_us = "other"
        selection = (self.the_card | mine | theirs).with_user(self.julie)
        action = selection.action_go()
        self.assertEqual(
            [card.decision for card in (self.the_card | mine | theirs)],
            ["go", "none", "go", "none"],
        )
        message = action["params"]["message"]
        self.assertRegex(message, r"Cards decided: 2\. Refused: 2\.")
        self.assertRegex(message, "we stopped selling to them ourselves")
        self.assertRegex(message, "belongs to Marc Roy")

    def test_no_go_for_a_selection(self):
        mine = self.more_cards(2, self.julie)
        nobodys = self.more_cards(1)
        selection = (mine | nobodys).with_user(self.julie)
        action = selection.action_no_go()
        wizard = self.env["reactivation.no.go"].with_user(self.julie)
        form = Form(wizard.with_context(**action["context"]))
        self.assertEqual(form.card_text, "3 customers")
        form.reason_id = self.reason
        message = form.save().action_confirm()["params"]["message"]
        self.assertEqual(
            (mine | nobodys).mapped("decision"), ["no_go", "no_go", "none"]
        )
        self.assertRegex(
            message, r"Cards decided: 2\. Refused: 1\. .*has no salesperson"
        )

    def test_many_cards_cost_few_queries(self):
        few, many = self.more_cards(5, self.julie), self.more_cards(40, self.julie)
        self.assertLess(self.queries_of_go(many), self.queries_of_go(few) * 4)

    def queries_of_go(self, cards):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cards.with_user(self.julie).action_go()
        self.env.flush_all()
        self.assertEqual(set(cards.mapped("decision")), {"go"})
        return self.env.cr.sql_log_count - before
