from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.sql_db import connection_info_for
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..hooks import post_init_hook
from ..models import reactivation_episode_flow, reactivation_run
from .common import TODAY, ReactivationCase

NO_CHANGE = {"inserted": 0, "updated": 0, "deleted": 0, "opened": 0, "closed": 0}


@tagged("post_install", "-at_install")
class TestRefreshWrites(ReactivationCase):
    """What the refresh writes: differences only, in slices, one process at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here

    def make_company_of(self, count, days=(500, 470, 440)):
        """``count`` customers with the same orders, so none moves another's class."""
        partners = self.insert_partners(count)
        self.insert_orders((partner, day, 100) for partner in partners for day in days)
        return partners

    def counters(self):
        run = self.last_run()
        return {name: run[name] for name in NO_CHANGE}

    def places(self):
        """Physical places of rows: an UPDATE moves a row, even to equal values."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT 'row', id, ctid::text FROM reactivation_customer"
            " UNION ALL SELECT 'card', id, ctid::text FROM reactivation_episode"
            " UNION ALL SELECT 'partner', id, ctid::text FROM res_partner"
        )
        return set(self.env.cr.fetchall())

    def moved(self, before):
        """Customer rows that were written since ``before``; cards and partners must
        not have been."""
        moved = self.places() - before
        self.assertEqual({table for table, __, __ in moved} - {"row"}, set())
        return self.Customer.browse(row_id for __, row_id, __ in moved)

    # -- differences only

    def test_twice_in_a_row_touches_no_row(self):
        self.make_company_of(30)
        self.make_company_of(10, days=(3, 40, 90))
        self.refresh()
        self.assertEqual(self.counters()["inserted"], 40)
        self.assertEqual(self.counters()["opened"], 30)
        before = self.places()
        self.refresh()
        self.assertEqual(self.counters(), NO_CHANGE)
        self.assertFalse(self.moved(before))

    def test_night_that_closes_a_card_leaves_nothing_for_the_next(self):
        """The card's salesperson was another than the customer's."""
        seller = self.make_user("nora", "sales_team.group_sale_salesman")
        partners = self.make_company_of(3)
        self.refresh()
        self.card(partners[0]).user_id = seller
        self.refresh()
        self.insert_orders([(partners[0], 0, 100)])
        self.refresh()
        self.assertEqual(self.counters()["closed"], 1)
        self.refresh()
        self.assertEqual(self.counters(), NO_CHANGE)

    def test_next_day_writes_customers_whose_level_changes_only(self):
        self.make_company_of(20)
        self.make_company_of(20, days=(3, 40, 90))
        falling = self.make_company_of(2, days=(20, 60, 100))
        self.refresh()
        row = self.standing(falling[0])
        self.assertEqual(row.inactivity_level, "active")
        before = self.places()
        with self.at(row.at_risk_on - timedelta(days=1)):
            self.refresh()
            self.assertEqual(self.counters(), NO_CHANGE)
            self.assertFalse(self.moved(before))
        with self.at(row.at_risk_on):
            self.refresh()
            self.assertEqual(self.counters(), {**NO_CHANGE, "updated": 2})
            self.assertEqual(self.moved(before).partner_id, falling)
            self.assertEqual(row.inactivity_level, "at_risk")

    def test_changed_order_touches_only_its_customer(self):
        partners = self.make_company_of(40, days=(3, 40, 90))
        self.refresh()
        before = self.places()
        order = self.env["sale.order"].search([("partner_id", "=", partners[7].id)])[0]
        self.env.cr.execute(
            "UPDATE sale_order SET amount_untaxed = amount_untaxed + 1 WHERE id = %s",
            [order.id],
        )
        self.refresh()
        self.assertEqual(self.counters(), {**NO_CHANGE, "updated": 1})
        self.assertEqual(self.moved(before).partner_id, partners[7])

    def test_one_order_moves_nobody_elses_threshold(self):
        """The pooled interval changes with every order; its user must not, for that."""
        partners = self.make_company_of(200, days=(3, 40, 90))
        self.refresh()
        before = self.places()
        self.insert_orders([(partners[0], 1, 100)])
        self.refresh()
        self.assertEqual(self.moved(before).partner_id, partners[0])

    def test_many_orders_move_the_pooled_interval(self):
        """... but a company that changed its rhythm is judged by the new one."""
        partners = self.make_company_of(40, days=(3, 40, 90))
        self.refresh()
        self.assertAlmostEqual(self.last_run().interval_days, 87 / 2)
        self.insert_orders((p, day, 100) for p in partners for day in (10, 20, 30))
        self.refresh()
        self.assertAlmostEqual(self.last_run().interval_days, 87 / 5)
        row = self.standing(partners[0])
        self.assertAlmostEqual(row.order_interval_days, (87 / 5 + 87) / 6)

    def test_customer_without_anything_left_loses_the_row(self):
        quotation = self.make_order(self.make_partner(), 5, confirm=False)
        partner = quotation.partner_id
        self.refresh()
        self.assertEqual(self.standing(partner).lifecycle_status, "prospect")
        quotation.unlink()
        self.refresh()
        self.assertFalse(self.standing(partner))
        self.assertEqual(self.counters(), {**NO_CHANGE, "deleted": 1})

    # -- cost

    def statements(self, count):
        """Number of SQL statements of a first and of a second refresh."""
        self.make_company_of(count)
        self.make_company_of(count, days=(3, 40, 90))
        numbers = []
        for __ in range(2):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.refresh()
            self.env.flush_all()
            numbers.append(self.env.cr.sql_log_count - start)
        return numbers

    def test_same_number_of_statements_for_ten_times_the_customers(self):
        counts = []
        for customers in (5, 30, 300):  # the first round fills Odoo's own caches
            counts.append(self.statements(customers))
            self.Customer.search([]).unlink()
            self.env["reactivation.run"].search([]).unlink()
        __, few, many = counts
        self.assertEqual(few, many)
        self.assertGreater(few[1], 5, "it must count something")

    def test_slices_cover_everybody_once(self):
        self.make_company_of(25)
        with patch.object(reactivation_run, "SLICE_SIZE", 7):
            self.refresh()
        self.assertEqual(self.counters()["inserted"], 25)
        self.assertEqual(self.counters()["opened"], 25)
        with patch.object(reactivation_run, "SLICE_SIZE", 4):
            self.refresh()
        self.assertEqual(self.counters(), NO_CHANGE)

    def test_later_cards_are_opened_in_batches_until_none_is_missing(self):
        self.make_company_of(1)
        self.refresh()
        self.make_company_of(11)
        with patch.object(reactivation_episode_flow, "BATCH", 4):
            self.refresh()
        self.assertEqual(self.counters()["opened"], 11)
        self.assertEqual(self.Episode.search_count([("state", "=", "open")]), 12)

    # -- a part of the customers

    def test_partner_refresh_leaves_the_others(self):
        partners = self.make_company_of(40)
        self.refresh()
        self.insert_orders((partner, 2, 100) for partner in partners)
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": partners[3].id}
        )
        self.refresh(partners=contact)
        rows = self.Customer.search([("last_order_date", "=", TODAY - timedelta(2))])
        self.assertEqual(rows.partner_id, partners[3])
        self.assertFalse(rows.episode_id)
        self.assertEqual(self.card(partners[4]).state, "open")

    def test_server_action_refreshes_selected_partners(self):
        partners = self.make_company_of(3)
        self.refresh()
        self.insert_orders((partner, 2, 100) for partner in partners)
        action = self.env.ref("crm_reactivation.action_refresh_partners")
        action.with_context(
            active_model="res.partner", active_ids=partners[1].ids
        ).run()
        levels = [self.standing(partner).inactivity_level for partner in partners]
        self.assertEqual(levels[0], levels[2])
        self.assertNotEqual(levels[0], levels[1])

    def test_server_action_refreshes_selected_customers(self):
        partners = self.make_company_of(3)
        self.refresh()
        self.insert_orders((partner, 2, 100) for partner in partners)
        action = self.env.ref("crm_reactivation.action_refresh_customers")
        rows = self.standing(partners[0]) | self.standing(partners[2])
        action.with_context(
            active_model="reactivation.customer", active_ids=rows.ids
        ).run()
        self.assertEqual(
            set(rows.mapped("last_order_date")), {TODAY - timedelta(days=2)}
        )
        self.assertNotIn(self.standing(partners[1]), rows)
        self.assertEqual(
            self.standing(partners[1]).last_order_date, TODAY - timedelta(days=440)
        )

    # -- cron, companies, interruption

    @contextmanager
    def scheduler(self):
        """Run the job as the scheduler does; yields a function that starts it."""
        cron = self.env.ref("crm_reactivation.ir_cron_refresh")
        with self.enter_registry_test_mode():
            yield cron.method_direct_trigger
        self.env.invalidate_all()

    def test_cron_refreshes_every_company(self):
        partner = self.make_company_of(1)
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.insert_orders([(partner, 5, 70, {"company_id": other.id})])
        with self.scheduler() as start:
            start()
        self.assertEqual(self.standing(partner).inactivity_level, "inactive")
        self.assertEqual(self.standing(partner).episode_id.state, "open")
        elsewhere = self.standing(partner, other)
        self.assertEqual(elsewhere.inactivity_level, "active")
        self.assertEqual(elsewhere.ordered_amount, 70)
        self.assertTrue(self.last_run() and self.last_run(other))
        self.assertFalse(
            self.env["reactivation.run"].search([("state", "=", "running")])
        )

    def test_installing_asks_for_the_first_run_in_the_background(self):
        cron = self.env.ref("crm_reactivation.ir_cron_refresh")
        triggers = self.env["ir.cron.trigger"]
        triggers.search([("cron_id", "=", cron.id)]).unlink()
        self.make_company_of(1)
        post_init_hook(self.env)
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), 1)
        self.assertFalse(self.Customer.search([]), msg="computed while installing")

    def test_interrupted_round_goes_on_where_it_stopped(self):
        """A worker was killed after some slices: none is read again, none is lost."""
        partners = self.make_company_of(12)
        run = self.env["reactivation.run"]._current(self.company)
        customer = type(self.Customer)
        with (
            patch.object(reactivation_run, "SLICE_SIZE", 5),
            patch.object(
                customer,
                "_write_figures",
                autospec=True,
                side_effect=customer._write_figures,
            ) as slices,
        ):
            while not self.standing(partners[0]):
                run._step()
            self.assertFalse(self.standing(partners[-1]))
            self.assertEqual(run.state, "running")
            self.refresh()
        self.assertEqual(self.last_run(), run)
        self.assertEqual(self.counters()["inserted"], 12)
        everybody = self.env["res.partner"].with_context(active_test=False)
        commercial = everybody.search([]).commercial_partner_id
        self.assertEqual(slices.call_count, -(-len(commercial) // 5))

    def test_round_left_on_an_earlier_day_starts_again(self):
        self.make_company_of(2)
        with self.at(TODAY - timedelta(days=1)):
            left = self.env["reactivation.run"]._current(self.company)
            left._step()
        self.refresh()
        self.assertFalse(left.exists())
        self.assertEqual(self.last_run().today, TODAY)

    def test_paused_company_opens_no_card_but_computes(self):
        partners = self.make_company_of(2)
        self.company.reactivation_paused = True
        self.refresh()
        self.assertEqual(self.standing(partners[0]).inactivity_level, "inactive")
        self.assertFalse(self.Episode.search([]))
        self.company.reactivation_paused = False
        self.refresh()
        self.assertEqual(self.Episode.search([]).partner_id, partners)

    def test_second_refresh_at_the_same_time_is_refused(self):
        """Another session holds the company's lock: a sentence, and no wait."""
        self.make_company_of(1)
        name, info = connection_info_for(self.env.cr.dbname)
        session = psycopg2.connect(**info)
        self.addCleanup(session.close)
        with session.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)",
                [reactivation_run.LOCK_KEY, self.company.id],
            )
            with self.assertRaisesRegex(
                UserError,
                f"figures of {self.company.name} are being refreshed right now."
                " Wait a minute and try again",
            ):
                self.refresh()
            # the nightly job leaves the company to the other process, without an error
            with mute_logger("odoo.addons.base.models.ir_cron"):
                with self.scheduler() as start:
                    start()
            self.assertFalse(self.last_run())
        session.rollback()
        self.refresh()
        self.assertTrue(self.last_run())
