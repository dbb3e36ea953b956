from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.reactivation_episode_preparation import CHECKS
from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestPreparation(AssessmentCase):
    """Four checks, why they stopped, who stopped; all of it signed by the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.as_julie = cls.the_card.with_user(cls.julie)
        cls.as_manager = cls.the_card.with_user(cls.manager)
        cls.own_decision = cls.env.ref(
            "crm_reactivation.reason_inactivity_own_decision"
        )

    # -- the four checks

    def test_each_tick_is_signed(self):
        for name in CHECKS:
            self.as_julie.write({name: True})
            self.assertEqual(self.the_card[f"{name}_by"], self.julie)
            self.assertEqual(self.the_card[f"{name}_on"], TODAY)
            self.assertEqual(
                self.the_card[f"{name}_text"], "Julie Dupont on 03/15/2027"
            )
        self.assertEqual(self.the_card.checks_left, 0)
        self.as_julie.history_read = False
        self.assertFalse(self.the_card.history_read_by or self.the_card.history_read_on)
        self.assertEqual(self.the_card.checks_left, 1)

    def test_a_tick_that_is_not_saved_has_no_signature_yet(self):
        with Form(self.as_julie) as form:
            form.history_read = True
            self.assertFalse(form.history_read_text)
        self.assertTrue(self.the_card.history_read_text)

    def test_nobody_signs_for_somebody_else(self):
        for values in (
            {"history_read_by": self.marc.id},
            {"stopped_answered_on": TODAY},
            {"overdue_lifted_by": self.julie.id},
        ):
            for card in (self.as_julie, self.as_manager):
                with self.refused(AccessError, "written by the refresh only"):
                    card.write(values)
        with self.refused(AccessError, "belongs to Julie Dupont"):
            self.the_card.with_user(self.marc).history_read = True

    def test_a_prepared_card_is_one_somebody_works_on(self):
        """A policy that is changed does not throw the preparation away."""
        self.as_julie.colleagues_asked = True
        self.policy.write({"method": "fixed", "inactive_after": 60})
        self.refresh()
        self.assertEqual(self.the_card.state, "open")
        self.as_julie.colleagues_asked = False
        self.refresh()
        self.assertEqual(self.the_card.state, "released")

    # -- did we stop selling to them ourselves?

    def test_yes_sets_the_reason_and_blocks_go(self):
        self.as_julie.stopped_by_us = "unpaid"
        self.assertEqual(self.the_card.reason_id, self.own_decision)
        self.assertEqual(self.the_card.stopped_text, "Julie Dupont on 03/15/2027")
        message = (
            r"No Go for Garage Durand yet: we stopped selling to them ourselves"
            r" \(Julie Dupont on 03/15/2027\)\. A sales manager can lift this on the"
            r" page Preparation"
        )
        for card in (self.as_julie, self.as_manager):
            with self.refused(UserError, message):
                card.action_go()
            with self.refused(UserError, message):
                card.write({"decision": "go"})

    def test_no_and_not_known_block_nothing(self):
        for answer in ("no", "unknown", False):
            self.as_julie.stopped_by_us = answer
            self.assertFalse(self.the_card.reason_id)
            self.as_julie.action_go()
            self.as_julie.action_undecide()

    def test_a_yes_is_taken_back_by_managers_only(self):
        self.as_julie.stopped_by_us = "other"
        self.as_julie.stopped_by_us = "unpaid"
        for answer in ("no", "unknown", False):
            with self.refused(AccessError, "Only sales managers lift what blocks a Go"):
                self.as_julie.stopped_by_us = answer
        self.as_manager.stopped_by_us = "no"
        self.assertFalse(self.the_card.reason_id)
        self.as_julie.action_go()

    def test_taking_it_back_takes_no_other_reason_back(self):
        disappointed = self.env.ref("crm_reactivation.reason_inactivity_disappointed")
        self.as_julie.stopped_by_us = "other"
        self.as_julie.reason_id = disappointed
        self.as_manager.stopped_by_us = "no"
        self.assertEqual(self.the_card.reason_id, disappointed)

    def test_a_manager_lifts_it_with_a_reason(self):
        self.as_julie.stopped_by_us = "unpaid"
        with self.refused(AccessError, "Only sales managers lift what blocks a Go"):
            self.as_julie.stopped_lift_reason = "They are nice"
        self.as_manager.stopped_lift_reason = "New owners"
        self.assertEqual(self.the_card.stopped_lifted_by, self.manager)
        self.assertFalse(self.the_card.go_blocked_text)
        self.assertEqual(
            self.the_card.lifted_text,
            "Our own decision does not block: New owners (Claire Fontaine on"
            " 03/15/2027)",
        )
        self.as_julie.action_go()
        # answered anew, it blocks anew
        self.as_julie.action_undecide()
        self.as_julie.stopped_by_us = "other"
        self.assertFalse(self.the_card.stopped_lift_reason)
        self.assertFalse(self.the_card.stopped_lifted_by)
        with self.refused(UserError, "No Go for Garage Durand yet"):
            self.as_julie.action_go()

    def test_the_reason_is_of_its_list(self):
        with self.refused(
            ValidationError, "“Does not pay” does not say why Garage Dur"
        ):
            self.as_julie.reason_id = self.env.ref(
                "crm_reactivation.reason_no_go_unpaid"
            )

    # -- painful past

    def painful(self):
        self.env.invalidate_all()
        return self.as_julie.painful_text

    def test_nothing_painful(self):
        self.assertRegex(self.painful(), "^Nothing found")

    def test_quotations_refused_and_expired(self):
        contact = self.make_partner("Jo", is_company=False, parent_id=self.partner.id)
        for partner, day in ((self.partner, 50), (contact, 40)):
            self.make_order(partner, day, confirm=False)._action_cancel()
        for days in (1, 0):
            order = self.make_order(self.partner, 30, confirm=False)
            order.validity_date = TODAY - timedelta(days=days)
        self.make_order(self.make_partner("Other"), 5, confirm=False)._action_cancel()
        self.assertEqual(
            self.painful(),
            "Quotations or orders refused or cancelled: 2, last on 02/03/2027\n"
            "Quotations expired: 1, last on 03/14/2027",
        )
        self.assertFalse(self.the_card._hurting_facts())

    def test_quotations_sent_and_never_confirmed(self):
        for state in ("sent", "sent", "draft"):
            order = self.make_order(self.partner, 30, confirm=False)
            order.state = state
            order.validity_date = TODAY
        self.assertEqual(
            self.painful(),
            "Quotations sent, never confirmed: 2, last on 02/13/2027",
        )
        self.assertFalse(self.the_card._hurting_facts())

    def test_of_this_company_only(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.insert_orders(
            [(self.partner, 20, 10, {"state": "cancel", "company_id": other.id})]
        )
        self.assertRegex(self.painful(), "^Nothing found")

    def test_opportunities_lost(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "Spare parts",
                "type": "opportunity",
                "partner_id": self.partner.id,
            }
        )
        lead.action_set_lost()
        self.assertRegex(self.painful(), "^Opportunities lost: 1, last on 03/15/2027")

    # -- invest now?

    def assess_quick(self):
        grid = self.make_grid(0, 100)
        self.assess(self.the_card, [self.level(grid, 0)])
        self.partner.phone = "+33 1"
        self.refresh()

    def test_recommended_in_words(self):
        self.assertEqual(self.the_card.invest_text, "Later")
        self.assess_quick()
        self.assertEqual(self.the_card.invest_text, "Yes")
        self.assertRegex(
            self.the_card.invest_reasons, "100 a year at stake, for about 4 hours of wo"
        )
        self.company.reactivation_hour_cost = 24
        self.env.invalidate_all()
        self.assertEqual(self.the_card.invest_text, "Yes")
        self.company.reactivation_hour_cost = 25
        self.env.invalidate_all()
        self.assertEqual(self.the_card.invest_text, "No")
        self.assertRegex(
            self.the_card.invest_reasons, "100 a year at stake, not more than the 4 ho"
        )
        self.as_julie.stopped_by_us = "unpaid"
        self.assertEqual(self.the_card.invest_text, "No")
        self.assertRegex(
            self.the_card.invest_reasons, "^We stopped selling to them ourselves: unp"
        )

    def test_later_from_a_day(self):
        self.as_julie.category_id = self.over_18
        self.partner.phone = "+33 1"
        self.company.reactivation_hour_cost = 0
        self.refresh()
        self.env.invalidate_all()
        self.assertEqual(self.the_card.invest_text, "Later, from 09/15/2028")
        wizard = self.env["reactivation.no.go"].create(
            {
                "episode_ids": [Command.set(self.the_card.ids)],
                "reason_id": self.env.ref("crm_reactivation.reason_no_go_timing").id,
            }
        )
        self.assertEqual(str(wizard.revisit_on), "2028-09-15")

    def test_recommended_and_decided_are_both_kept(self):
        self.company.reactivation_hour_cost = 100
        self.assess_quick()
        self.as_julie.action_go()
        [entry] = self.the_card.decision_ids
        self.assertEqual((entry.recommended, entry.differs), ("no", True))
        self.assertRegex(entry.recommended_text, "^No\n.*at stake")
        self.assertTrue(self.the_card.decision_differs)
        self.company.reactivation_hour_cost = 0
        self.as_julie.action_undecide()
        self.as_julie.action_go()
        self.assertEqual(self.the_card.decision_ids[0].recommended, "yes")
        self.assertFalse(self.the_card.decision_differs)

    # -- history and colleagues

    def test_history_of_the_customer_and_its_contacts(self):
        contact = self.make_partner("Jo", is_company=False, parent_id=self.partner.id)
        order = self.make_order(contact, 30, 250, confirm=False, user_id=self.julie.id)
        table = self.as_julie.history_table
        self.assertIn(order.name, table)
        self.assertIn("250.00", table)
        self.assertIn("02/13/2027", table)
        self.assertEqual(self.as_julie.history_quotation_count, 1)
        action = self.as_julie.with_context(
            history_kind="quotation"
        ).action_open_history()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, order)

    def test_what_belongs_to_colleagues_is_a_number(self):
        order = self.make_order(self.partner, 30, 7777, user_id=self.marc.id)
        self.assertTrue(order.with_user(self.marc).has_access("read"))
        self.refresh()
        table = self.as_julie.history_table
        self.assertNotIn(order.name, table)
        self.assertNotIn("7,777", table)
        self.assertIn("belong to colleagues: 1 orders", table)
        self.assertIn(order.name, self.as_manager.history_table)

    def test_who_knows_them(self):
        self.make_order(self.partner, 30, user_id=self.marc.id)
        self.partner.with_user(self.manager).message_post(
            body="They moved", message_type="comment"
        )
        self.env["calendar.event"].create(
            [
                {
                    "name": "Visit",
                    "start": TODAY - timedelta(days=days),
                    "stop": TODAY - timedelta(days=days - 1),
                    "partner_ids": [
                        Command.set((self.partner | self.julie.partner_id).ids)
                    ],
                    "privacy": privacy,
                }
                for days, privacy in ((20, "public"), (10, "private"))
            ]
        )
        lines = self.as_julie._colleague_lines()
        self.assertEqual(
            [(line["name"], line["days"]) for line in lines],
            [
                ("Claire Fontaine", [None, None, None, "03/15/2027"]),
                ("Julie Dupont", [None, "02/23/2027", None, None]),
                ("Marc Roy", ["02/13/2027", None, None, None]),
            ],
        )
