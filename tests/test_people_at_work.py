from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import errors

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import reactivation_run
from .common import NOW, TODAY, ReactivationCase

FOLLOW = "odoo.addons.crm_reactivation.models.reactivation_customer_follow"


@tagged("post_install", "-at_install")
class TestPeopleAtWork(ReactivationCase):
    """Orders and edits while a run goes on; ``dev/trust`` proves it with processes."""

    def silent(self, count):
        """So many customers who stopped ordering."""
        partners = self.make_partner("A")
        for number in range(1, count):
            partners |= self.make_partner(f"Customer {number}")
        self.insert_orders((partner, 400, 100) for partner in partners)
        return partners

    def run_until(self, stage):
        """A run as the scheduler does it, up to a stage."""
        run = self.env["reactivation.run"]._current(self.company)
        run.changes_from = run._oldest_transaction()
        while run.stage != stage:
            run._step()
        return run

    def test_an_order_after_its_slice_is_not_missed(self):
        """Also in the first run, when the order hook has nothing to go by yet."""
        for first in (True, False):
            partner = self.silent(1)
            run = self.run_until("changes")
            self.assertEqual(run.is_first, first)
            self.assertEqual(self.card(partner).state, "open")
            card = self.card(partner)
            self.insert_orders([(partner, 0, 50)])
            self.env.cr.execute(
                "UPDATE sale_order SET write_date = now() AT TIME ZONE 'UTC'"
                " WHERE partner_id = %s",
                [partner.id],
            )
            while run._step():
                pass
            self.assertEqual(self.standing(partner).last_order_date, TODAY)
            self.assertEqual(card.state, "reactivated")

    def test_who_changed_before_the_run_is_left_alone(self):
        partner = self.silent(1)
        self.run_until("order")
        self.env.cr.execute(
            "UPDATE sale_order SET write_date = '2020-01-01' WHERE partner_id = %s",
            [partner.id],
        )
        self.env.cr.execute("UPDATE res_partner SET write_date = '2020-01-01'")
        customers = type(self.Customer)
        run = self.env["reactivation.run"].search([("state", "=", "running")])
        with patch.object(customers, "_refresh_partners") as refreshed:
            while run._step():
                pass
        refreshed.assert_not_called()

    def test_customers_are_judged_by_the_run_that_is_nearly_done(self):
        runs = self.env["reactivation.run"]
        self.silent(1)
        self.assertFalse(runs._judging(self.company))
        run = self.run_until("cards")
        self.assertFalse(runs._judging(self.company))
        while run.stage != "changes":
            run._step()
        self.assertEqual(runs._judging(self.company), run)

    def test_without_figures_all_are_computed_for_a_few(self):
        partner = self.silent(1)
        self.assertFalse(self.last_run())
        self.refresh(partners=partner)
        self.assertTrue(self.standing(partner))
        self.assertTrue(self.last_run())

    def test_cards_are_closed_and_opened_again_in_batches(self):
        """People wait for the end of a step, and the scheduler ends what takes long."""
        self.policy.rule_ids.unlink()
        self.policy.write({"method": "fixed", "inactive_after": 6})
        self.silent(5)
        self.refresh()
        cards = self.Episode.search([])
        for months, state, other in ((99, "released", "open"), (6, "open", "released")):
            self.policy.inactive_after = months
            run = self.run_until("cards")
            left = []
            with patch.object(reactivation_run, "CLOSED_AT_ONCE", 2):
                while run.stage == "cards":
                    run._step()
                    left.append(len(cards.filtered(lambda c, s=other: c.state == s)))
            self.assertEqual(left, [3, 1, 0], (months, state))
            self.assertEqual(set(cards.mapped("state")), {state})
            while run._step():
                pass

    # -- two transactions that write the same

    @contextmanager
    def disturbed(self, *faults):
        """What an order writes about its customer fails so, call after call."""
        customers = type(self.Customer)
        original = customers._write_followed
        left = list(faults)

        def refresh(*arguments):
            if left:
                raise left.pop(0)
            return original(*arguments)

        with patch.object(customers, "_write_followed", refresh):
            yield left

    def test_an_order_in_conflict_is_tried_again_by_odoo(self):
        partner = self.silent(1)
        self.refresh()
        order = self.make_order(partner, 0, confirm=False)
        for fault, seen in (
            (errors.SerializationFailure, errors.SerializationFailure),
            (errors.DeadlockDetected, errors.DeadlockDetected),
            (errors.UniqueViolation, ConcurrencyError),
        ):
            with self.disturbed(fault("made up")), self.assertRaises(seen):
                order._reactivation_follow()
        with (
            mute_logger(FOLLOW),
            self.disturbed(ValueError("made up")),
        ):
            order.action_confirm()
        self.assertEqual(order.state, "sale", "a fault of ours blocks no sale")

    def test_a_slice_in_conflict_is_tried_again(self):
        runs = self.env["reactivation.run"]
        faults = [errors.SerializationFailure("made up"), errors.DeadlockDetected("x")]

        def work():
            if faults:
                raise faults.pop(0)
            return "done"

        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            runs = runs.with_env(self.env(cr=cr))
            with (
                patch("time.sleep"),
                mute_logger(
                    "odoo.addons.crm_reactivation.models.reactivation_run_people"
                ),
            ):
                self.assertEqual(runs._undisturbed(work), "done")
            with self.assertRaises(ValueError), patch("time.sleep"):
                runs._undisturbed(lambda: int("x"))

    def test_a_taken_company_is_looked_at_again(self):
        """Whoever has it may have been killed: not only tomorrow."""
        run = self.env["reactivation.run"]._current(self.company)
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("crm_reactivation.ir_cron_refresh")
        before = triggers.search_count([("cron_id", "=", cron.id)])
        with patch.object(type(run), "_try_lock", return_value=False):
            self.assertFalse(run._take_step())
        found = triggers.search([("cron_id", "=", cron.id)], order="id desc")
        self.assertEqual(len(found), before + 1)
        self.assertEqual(found[0].call_at - NOW, timedelta(minutes=15))

    def test_a_run_that_another_process_finished_is_not_finished_again(self):
        self.silent(1)
        self.refresh()
        run = self.last_run()
        with patch.object(type(run), "_step") as step:
            self.assertFalse(run._take_step())
        step.assert_not_called()
