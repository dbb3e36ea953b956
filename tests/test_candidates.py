from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY
from .pursuit_case import PursuitCase


@tagged("post_install", "-at_install")
class TestCandidates(PursuitCase):
    """Rules name customers, each with the reason in words; nothing follows."""

    def owe(self, partner, days_late, amount=100.0):
        """A posted invoice that was due so many days ago."""
        due = TODAY - timedelta(days=days_late)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": due,
                "invoice_date_due": due,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()

    def candidates(self):
        return self.Customer.search([("is_candidate", "=", True)])

    def test_late_payer_at_the_day(self):
        """Overdue for more than 30 days, so from the 31st on."""
        punctual, late = self.silent(), self.silent(name="Late payer")
        self.refresh()
        self.owe(punctual, 30)
        self.owe(late, 31, 1234)
        self.assertEqual(self.candidates().partner_id, late)
        self.assertRegex(
            self.standing(late).candidate_text, r"^Owes .*1,234.* due since 02/12/2027$"
        )
        self.assertFalse(self.standing(punctual).candidate_text)
        self.company.reactivation_candidate_late_days = 29
        self.assertEqual(self.candidates().partner_id, punctual | late)

    def test_far_away_and_class_c(self):
        partner, card = self.silent_with_card()
        self.assertFalse(self.candidates())
        card.decided_category_id = self.over_18
        self.standing(partner).value_class = "b"
        self.assertFalse(self.candidates())
        self.standing(partner).value_class = "c"
        self.assertEqual(self.candidates().partner_id, partner)
        self.assertIn("Class C", self.standing(partner).candidate_text)
        card.decided_category_id = self.months_6_18
        self.assertFalse(self.candidates())

    def test_not_those_who_are_proposed_or_decided(self):
        partner = self.silent()
        self.refresh()
        self.owe(partner, 100)
        renunciation = self.propose(partner)
        self.assertFalse(self.candidates())
        self.end(renunciation, "refuse")
        self.assertEqual(self.candidates().partner_id, partner)

    def test_one_query_and_nothing_follows(self):
        partners = self.insert_partners(20)
        self.insert_orders([(partner, 400, 100) for partner in partners])
        self.refresh()
        rows = self.Customer.search([("partner_id", "in", partners.ids)])
        self.env.invalidate_all()
        rows._compute_candidate()  # settings and the day are known then
        with self.assertQueryCount(1):
            rows._compute_candidate()
        self.owe(partners[0], 100)
        self.refresh()
        self.assertFalse(self.Renunciation.search([]))

    def test_for_managers_only(self):
        self.refresh()
        for name in ("is_candidate", "candidate_text"):
            with self.refused(AccessError, "."):
                self.Customer.with_user(self.julie).search([]).read([name])
        with self.refused(AccessError, "."):
            self.Customer.with_user(self.julie).search([("is_candidate", "=", True)])
        self.Customer.with_user(self.claire).search([("is_candidate", "=", True)])

    def test_propose_a_selection(self):
        one, two, three = (self.silent() for __ in range(3))
        self.refresh()
        self.propose(two)
        rows = self.standing(one) | self.standing(two) | self.standing(three)
        action = rows.with_user(self.julie).action_propose_not_to_pursue()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.julie)
            .with_context(**action["context"])
            .create({"reason_id": self.reason.id, "note": "All three"})
        )
        self.assertEqual(dialog.skipped_text, two.display_name)
        dialog.action_apply()
        found = self.Renunciation.search([("note", "=", "All three")])
        self.assertEqual(found.partner_id, one | three)
        with self.refused(UserError, "nothing to propose"):
            dialog.action_apply()
        action = self.standing(one).action_propose_not_to_pursue()
        self.assertEqual(action["res_model"], "reactivation.renunciation")

    def test_selection_of_several_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.silent()
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        rows = self.standing(partner) | self.standing(partner, other)
        with self.refused(UserError, "several companies"):
            rows.action_propose_not_to_pursue()

    def test_notice_on_the_order(self):
        partner, __ = self.silent_with_card()
        order = self.make_order(partner, 0, confirm=False, user_id=self.julie.id)
        self.assertFalse(order.reactivation_notice)
        renunciation = self.decide(partner)
        renunciation.told_on = date(2027, 3, 1)
        order.invalidate_recordset(["reactivation_notice"])
        self.assertEqual(
            order.with_user(self.julie).reactivation_notice,
            "Not pursued since 03/15/2027: Does not pay, or pays too late."
            " Told honestly on 03/01/2027.",
        )
        clerk = self.make_user("clerk", "account.group_account_invoice")
        with self.refused(AccessError, "."):
            order.with_user(clerk).read(["reactivation_notice"])


@tagged("post_install", "-at_install", "reactivation_full")
class TestCandidatesByMargin(PursuitCase):
    def test_low_margin(self):
        if "margin" not in self.env["sale.order"]._fields:
            self.skipTest("margins are not installed")
        poor, good = self.silent(), self.silent()
        for partner, margin in ((poor, 9), (good, 10)):
            [order] = self.insert_orders([(partner, 30, 100)])
            order.margin = margin
        self.refresh()
        found = self.Customer.search([("is_candidate", "=", True)])
        self.assertEqual(found.partner_id, poor)
        self.assertIn("Margin of 9 %", found.candidate_text)
