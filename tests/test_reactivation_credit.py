from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .card_case import CardCase
from .common import NOW, TODAY


class CreditCase(CardCase):
    """Customers who come back, and what is credited for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Credit = cls.env["reactivation.credit"]
        cls.seller = cls.make_user("seller", "sales_team.group_sale_salesman")
        cls.boss = cls.make_user("boss", "sales_team.group_sale_manager")

    def back(self, amount=100.0, user=None, **values):
        """A silent customer of the seller who orders now: the credit."""
        partner, card = self.silent_with_card()
        card.user_id = user or self.seller
        self.confirm(partner, amount, **values)
        return card.credit_ids

    def credit_note(self, move, amount=None):
        """A posted credit note on an invoice, in full or over an amount."""
        note = move._reverse_moves([{"invoice_date": date.today()}])
        if amount is not None:
            note.invoice_line_ids.price_unit = amount
        note.action_post()
        return note

    def invoiced(self, order):
        """The posted invoice of an order."""
        self.product.invoice_policy = "order"
        move = order._create_invoices()
        move.invoice_date = date.today()
        move.action_post()
        return move

    def correct(self, credit, user=None, reason="Both worked on it", **values):
        dialog = self.env["reactivation.credit.correction"]
        return (
            dialog.with_user(user or self.boss)
            .create({"credit_id": credit.id, "reason": reason, **values})
            .action_apply()
        )


@tagged("post_install", "-at_install")
class TestReactivationCredit(CreditCase):
    """One credit per card: made, updated, withdrawn, corrected."""

    def test_a_comeback_is_credited_at_once(self):
        team = self.env["crm.team"].create({"name": "North"})
        partner, card = self.silent_with_card()
        card.write({"user_id": self.seller.id, "team_id": team.id})
        order = self.confirm(partner, 250)
        credit = card.credit_ids
        self.assertEqual(credit.partner_id, partner)
        self.assertEqual(credit.company_id, self.company)
        self.assertEqual(credit.currency_id, self.company.currency_id)
        self.assertEqual(credit.order_id, order)
        self.assertEqual(
            (credit.origin_model, credit.origin_id), ("sale.order", order.id)
        )
        self.assertEqual((credit.user_id, credit.team_id), (self.seller, team))
        self.assertEqual(credit.date, TODAY)
        self.assertEqual(credit.until, TODAY + timedelta(days=89))
        self.assertEqual(credit.amount, 250)
        self.assertEqual(credit.state, "counted")
        self.assertTrue(credit.counted)
        self.assertEqual(card.recovered_amount, 250)

    def test_a_first_time_buyer_never_gets_a_credit(self):
        partner = self.make_partner()
        self.confirm(partner)
        self.refresh()
        self.assertFalse(self.Credit.search([("partner_id", "=", partner.id)]))

    def test_first_order_by_the_time_of_the_comeback(self):
        """The old order is deleted and a new one entered in between: nothing came
        back."""
        partner, card = self.silent_with_card()
        self.env.cr.execute(
            "DELETE FROM sale_order WHERE partner_id = %s", [partner.id]
        )
        self.env.invalidate_all()
        self.insert_orders([(partner, NOW, 100)])
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.assertFalse(card.credit_ids)
        self.assertEqual(card.recovered_amount, 0)

    def test_running_again_counts_nothing_twice(self):
        credit = self.back()
        before = credit.read()
        for __ in range(2):
            self.refresh()
            self.env.invalidate_all()
        self.assertEqual(self.Credit.search([]), credit)
        self.assertEqual(credit.read(), before)

    def test_nightly_run_finds_what_no_hook_saw(self):
        partner, card = self.silent_with_card()
        self.insert_orders([(partner, NOW, 70), (partner, NOW, 900)])
        with self.at(TODAY + timedelta(days=2)):
            self.refresh()
        self.assertEqual(card.credit_ids.amount, 970)
        self.assertEqual(card.recovered_amount, 970)
        self.assertEqual(card.credit_ids.date, TODAY)

    def test_local_midnight(self):
        """23:30 UTC on the eve is 00:30 in Paris on the day the card was opened."""
        partner, card = self.silent_with_card()
        self.insert_orders([(partner, datetime(2027, 3, 14, 23, 30), 100)])
        self.refresh()
        self.assertEqual(card.credit_ids.date, TODAY)

    def test_window_ends_on_its_last_day(self):
        credit = self.back(100)
        partner = credit.partner_id
        with self.at(TODAY + timedelta(days=89)):
            self.confirm(partner, 30)
            self.assertEqual(credit.amount, 130, "at once, by the hook")
        self.insert_orders([(partner, TODAY + timedelta(days=89), 7)])
        self.insert_orders([(partner, TODAY + timedelta(days=90), 1000)])
        with self.at(TODAY + timedelta(days=91)):
            self.refresh()
        self.assertEqual(credit.amount, 137, "and nightly")
        self.assertEqual(credit.episode_id.recovered_amount, 137)

    def test_a_new_window_leaves_old_credits_alone(self):
        credit = self.back(100)
        self.company.reactivation_credit_days = 10
        self.insert_orders([(credit.partner_id, TODAY + timedelta(days=50), 5)])
        with self.at(TODAY + timedelta(days=51)):
            self.refresh()
        self.assertEqual(credit.amount, 105)
        self.assertEqual(self.back().until, TODAY + timedelta(days=9))

    def test_settled_after_a_year(self):
        credit = self.back(100)
        self.insert_orders([(credit.partner_id, TODAY + timedelta(days=1), 5)])
        with self.at(credit.until + timedelta(days=366)):
            self.refresh()
            self.assertEqual(credit.amount, 100)
        with self.at(credit.until + timedelta(days=365)):
            self.refresh()
            self.assertEqual(credit.amount, 105)

    def test_two_currencies(self):
        """Each order at its own rate, in company currency."""
        partner, card = self.silent_with_card()
        self.insert_orders(
            [
                (partner, NOW, 300, {"currency_rate": 3}),
                (partner, NOW, 50, {"currency_rate": 0.5}),
            ]
        )
        self.refresh()
        self.assertEqual(card.credit_ids.amount, 200)

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner, card = self.silent_with_card()
        abroad = self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.assertTrue(abroad)
        self.confirm(partner, 60)
        self.insert_orders([(partner, NOW, 999, {"company_id": other.id})])
        self.refresh(self.company | other)
        home, away = self.Credit.search(
            [("partner_id", "=", partner.id)], order="company_id"
        ).sorted(lambda c: c.company_id != self.company)
        self.assertEqual((home.company_id, home.amount), (self.company, 60))
        self.assertEqual((away.company_id, away.amount), (other, 999))
        self.assertEqual(home.episode_id, card)

    def test_invoice_as_comeback(self):
        self.company.reactivation_source_invoices = True
        partner, card = self.silent_with_card()
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": TODAY,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "price_unit": 40,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        self.refresh()
        credit = card.credit_ids
        self.assertEqual(
            (credit.origin_model, credit.origin_id), ("account.move", move.id)
        )
        self.assertEqual((card.origin_model, card.origin_id), ("account.move", move.id))
        self.assertFalse(credit.order_id)
        self.assertEqual(credit.amount, 40)
        self.credit_note(move)
        self.refresh()
        self.assertEqual(credit.state, "withdrawn")

    # -- withdrawn

    def test_cancelled_order_withdraws(self):
        credit = self.back()
        credit.order_id._action_cancel()
        self.assertEqual(credit.episode_id.state, "open")
        self.assertEqual(credit.amount, 0)
        self.assertEqual(credit.state, "withdrawn")
        self.assertFalse(credit.counted)

    def test_deleted_order_withdraws(self):
        credit = self.back()
        self.env.cr.execute(
            "DELETE FROM sale_order WHERE id = %s", [credit.order_id.id]
        )
        self.env.invalidate_all()
        self.refresh()
        self.assertEqual(credit.state, "withdrawn")

    def test_old_order_cancelled_withdraws(self):
        """However long ago: the card is open again."""
        credit = self.back()
        with self.at(TODAY + timedelta(days=900)):
            credit.order_id._action_cancel()
        self.assertEqual(credit.state, "withdrawn")

    def test_comes_back_after_all(self):
        """The same card, the same credit, by the next order."""
        credit = self.back()
        credit.order_id._action_cancel()
        with self.at(TODAY + timedelta(days=3)):
            order = self.confirm(credit.partner_id, 55)
        self.assertEqual(
            self.Credit.search([("partner_id", "=", credit.partner_id.id)]), credit
        )
        self.assertEqual((credit.order_id, credit.amount), (order, 55))
        self.assertEqual(credit.date, TODAY + timedelta(days=3))
        self.assertEqual(credit.state, "counted")

    def test_one_of_two_orders_cancelled(self):
        credit = self.back(100)
        second = self.confirm(credit.partner_id, 40)
        self.assertEqual(credit.amount, 140)
        credit.order_id._action_cancel()
        self.assertEqual((credit.order_id, credit.amount), (second, 40))
        self.assertEqual(credit.state, "counted")

    def test_partial_refund(self):
        credit = self.back(100)
        self.credit_note(self.invoiced(credit.order_id), 30)
        self.refresh()
        self.assertEqual(credit.amount, 70)
        self.assertEqual(credit.episode_id.recovered_amount, 70)
        self.assertEqual(credit.state, "counted")

    def test_full_refund(self):
        credit = self.back(100)
        note = self.credit_note(self.invoiced(credit.order_id))
        self.refresh()
        self.assertEqual(credit.amount, 0)
        self.assertEqual(credit.state, "withdrawn")
        note.button_draft()
        self.refresh()
        self.assertEqual((credit.amount, credit.state), (100, "counted"))

    def test_late_refund(self):
        """It goes with the order, whatever its own date."""
        credit = self.back(100)
        move = self.invoiced(credit.order_id)
        with self.at(TODAY + timedelta(days=200)):
            self.credit_note(move)
            self.refresh()
        self.assertEqual(credit.state, "withdrawn")

    def test_refund_of_an_older_order_takes_nothing(self):
        partner = self.make_partner()
        old = self.make_order(partner, 400, 500)
        move = self.invoiced(old)
        self.refresh()
        card = self.card(partner)
        self.confirm(partner, 100)
        self.credit_note(move)
        self.refresh()
        self.assertEqual(card.credit_ids.amount, 100)

    def test_refund_without_an_invoice_goes_by_its_date(self):
        credit = self.back(100)
        for day in (TODAY - timedelta(days=1), TODAY, credit.until + timedelta(days=1)):
            note = self.env["account.move"].create(
                {
                    "move_type": "out_refund",
                    "partner_id": credit.partner_id.id,
                    "invoice_date": day,
                    "invoice_line_ids": [
                        Command.create({"price_unit": 10, "tax_ids": [Command.clear()]})
                    ],
                }
            )
            note.action_post()
        self.refresh()
        self.assertEqual(credit.amount, 90)

    # -- unprompted

    def test_left_alone_and_back_anyway(self):
        partner, card = self.silent_with_card()
        card.category_id = self.over_18
        self.confirm(partner)
        self.assertTrue(card.credit_ids.unprompted)
        self.assertEqual(card.credit_ids.state, "unprompted")
        self.assertFalse(card.credit_ids.counted)

    def test_critical_need_counts(self):
        partner, card = self.silent_with_card()
        card.category_id = self.over_18
        card.write(
            {"critical_need": "Their supplier closes", "critical_need_date": TODAY}
        )
        self.confirm(partner)
        self.assertEqual(card.credit_ids.state, "counted")

    # -- who

    def test_team_change_leaves_the_credit(self):
        north, south = self.env["crm.team"].create(
            [{"name": "North"}, {"name": "South"}]
        )
        member = self.env["crm.team.member"].create(
            {"crm_team_id": north.id, "user_id": self.seller.id}
        )
        credit = self.back()
        self.assertEqual(credit.team_id, north)
        member.crm_team_id = south
        self.refresh()
        self.assertEqual(credit.team_id, north)

    def test_salesperson_archived_and_deleted(self):
        leaver = self.make_user("leaver", "sales_team.group_sale_salesman")
        credit = self.back(user=leaver)
        leaver.active = False
        self.refresh()
        self.assertEqual(credit.user_id, leaver)
        leaver.unlink()
        self.env.invalidate_all()
        self.refresh()
        self.assertFalse(credit.user_id)
        self.assertTrue(credit.counted, msg="the team still won the customer back")

    def test_card_of_nobody(self):
        partner, card = self.silent_with_card()
        card.user_id = False
        self.confirm(partner)
        self.assertFalse(card.credit_ids.user_id)
        self.assertTrue(card.credit_ids.counted)

    def test_merged_customers(self):
        credit = self.back()
        target = self.silent()
        self.refresh()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (credit.partner_id | target).ids, target
        )
        self.refresh()
        self.assertEqual(credit.partner_id, target)
        self.assertEqual(self.Credit.search([]), credit)

    def test_same_customer_twice_within_a_window(self):
        """What follows the second comeback belongs to that one."""
        self.policy.write(
            {"method": "fixed", "inactive_after": 30, "delay_unit": "days"}
        )
        first = self.back(100)
        partner = first.partner_id
        with self.at(TODAY + timedelta(days=60)):
            self.refresh()
            card = self.card(partner)
            self.assertTrue(card)
            self.confirm(partner, 40)
            second = card.credit_ids
        self.assertEqual((first.amount, second.amount), (100, 40))
        with self.at(TODAY + timedelta(days=61)):
            second.order_id._action_cancel()
        self.assertEqual((first.amount, second.amount), (100, 0))

    # -- corrections

    def test_correction_is_logged_and_stays(self):
        credit = self.back()
        self.correct(credit, user_id=self.boss.id, correction="leave_out")
        self.assertEqual(credit.user_id, self.boss)
        self.assertEqual(credit.state, "left_out")
        self.assertFalse(credit.counted)
        bodies = " ".join(credit.message_ids.mapped("body"))
        self.assertIn("Both worked on it", bodies)
        self.confirm(credit.partner_id, 5)
        self.refresh()
        self.assertEqual((credit.user_id, credit.state), (self.boss, "left_out"))
        self.assertEqual(credit.amount, 105)
        credit.order_id._action_cancel()
        self.assertEqual((credit.user_id, credit.state), (self.boss, "left_out"))

    def test_unprompted_that_counts_after_all(self):
        partner, card = self.silent_with_card()
        card.category_id = self.over_18
        self.confirm(partner)
        self.correct(card.credit_ids, correction="count")
        self.assertTrue(card.credit_ids.counted)
        card.credit_ids.order_id._action_cancel()
        self.assertFalse(card.credit_ids.counted, msg="nothing was bought")

    def test_correction_needs_a_reason(self):
        credit = self.back()
        with self.refused(UserError, "why the credit of Garage Durand is corrected"):
            self.correct(credit, reason="  ", correction="leave_out")

    def test_correction_by_a_salesperson(self):
        credit = self.back()
        with self.assertRaises(AccessError):
            self.correct(credit, user=self.seller, correction="leave_out")

    def test_correction_for_a_stranger(self):
        credit = self.back()
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        stranger = self.make_user(
            "stranger", company_id=other.id, company_ids=other.ids
        )
        with self.refused(UserError, "Stranger does not work in"):
            self.correct(credit, user_id=stranger.id)
        team = self.env["crm.team"].create({"name": "Far", "company_id": other.id})
        with self.refused(UserError, "Far belongs to another company"):
            self.correct(credit, team_id=team.id)

    # -- rights

    def test_who_reads_and_writes(self):
        own, theirs = self.back(), self.back(user=self.boss)
        senior = self.make_user("senior", "sales_team.group_sale_salesman_all_leads")
        clerk = self.make_user("clerk")
        visible = self.Credit.with_user(self.seller).search([])
        self.assertEqual(visible.ids, own.ids)
        self.assertEqual(len(self.Credit.with_user(senior).search([])), 2)
        self.assertEqual(len(self.Credit.with_user(self.boss).search([])), 2)
        with self.assertRaises(AccessError):
            self.Credit.with_user(clerk).search([])
        for user in (self.seller, senior, self.boss):
            with self.assertRaises(AccessError):
                own.with_user(user).write({"amount": 1e6})
            with self.assertRaises(AccessError):
                own.with_user(user).unlink()
        with self.assertRaises(AccessError):
            theirs.with_user(self.seller).read(["amount"])

    def test_other_company(self):
        credit = self.back()
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        stranger = self.make_user(
            "stranger",
            "sales_team.group_sale_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        self.assertFalse(self.Credit.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.correct(credit, user=stranger, correction="leave_out")

    # -- size

    def test_statements_do_not_grow_with_credits(self):
        counts = []
        for number in (2, 12):
            for __ in range(number):
                self.back()
            self.refresh()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Credit._refresh_amounts(self.company, SQL("TRUE"))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
