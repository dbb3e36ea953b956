from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.sql_db import connection_info_for
from odoo.tests import tagged
from odoo.tools import SQL, config, mute_logger

from ..hooks import post_init_hook
from ..models import reactivation_run
from ..queries import gather
from .common import TODAY
from .writes_case import WritesCase


@tagged("post_install", "-at_install")
class TestRefreshRounds(WritesCase):
    """Parts of the customers, the nightly job, interruptions, two at a time."""

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

    def test_the_first_run_is_not_computed_by_a_request(self):
        """Who refreshes one customer before it has the first run started instead."""
        other = self.env["res.company"].create({"name": "New"})
        seller = self.make_user(
            "newcomer",
            "sales_team.group_sale_salesman",
            company_id=other.id,
            company_ids=other.ids,
        )
        partner = self.make_company_of(1).with_user(seller)
        cron = self.env.ref("crm_reactivation.ir_cron_refresh")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        triggers.unlink()
        told = partner.action_refresh_reactivation()
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]))
        self.assertIn("in the background", told["params"]["message"])
        runs = self.env["reactivation.run"].search([("company_id", "=", other.id)])
        self.assertFalse(runs)

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

    def test_a_job_without_time_gets_on_all_the_same(self):
        """Gathering alone may take a job's ten seconds: it must not begin again for
        ever, whatever session the next job comes to."""
        partners = self.make_company_of(12)
        cron = type(self.env["ir.cron"])
        customer = type(self.Customer)
        runs = self.env["reactivation.run"]
        jobs = 0
        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            patch.object(reactivation_run, "SLICE_SIZE", 5),
            patch.object(gather, "fill", side_effect=gather.fill) as filled,
        ):
            customers = self.Customer.with_env(self.env(cr=cr))
            while not runs.with_env(customers.env)._last_done(self.company):
                # time enough to begin, none to go on
                with (
                    patch.object(cron, "_commit_progress", side_effect=[1, 0, 0]),
                    patch.object(customer, "_job_seconds", return_value=0),
                ):
                    customers._cron_refresh()
                jobs += 1
                self.assertLess(jobs, 60, msg="the job does not get on")
                cr.execute("RESET ALL; DISCARD TEMP")  # as Odoo does between two jobs
        self.env.invalidate_all()
        self.assertEqual(self.standing(partners[-1]).inactivity_level, "inactive")
        tables = self.Customer._gathered_pieces(self.company, SQL("TRUE"))
        self.assertGreater(filled.call_count, len(tables), msg="gathered once only")

    def test_a_job_goes_on_with_slices_for_half_of_its_worker_s_time(self):
        """Where it gathered once, ten seconds would be for one slice only."""
        self.make_company_of(12)
        cron = type(self.env["ir.cron"])
        type(self.Customer)
        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            patch.object(reactivation_run, "SLICE_SIZE", 5),
            patch.object(gather, "fill", side_effect=gather.fill) as filled,
            patch.object(cron, "_commit_progress", side_effect=[1, *[0] * 99]),
        ):
            customers = self.Customer.with_env(self.env(cr=cr))
            customers._cron_refresh()
            run = customers.env["reactivation.run"].search([], limit=1)
            self.assertNotEqual(run.stage, "figures", msg="stopped between slices")
            self.assertEqual(run.state, "running", msg="went on for longer")
        tables = self.Customer._gathered_pieces(self.company, SQL("TRUE"))
        self.assertEqual(filled.call_count, len(tables), msg="gathered more than once")
        seconds = {120: 60, 40: 20, 0: 60}
        for limit, expected in seconds.items():
            with patch.dict(
                config.options, {"limit_time_real_cron": -1, "limit_time_real": limit}
            ):
                self.assertEqual(self.Customer._job_seconds(), expected)
        with patch.dict(config.options, {"limit_time_real_cron": 30}):
            self.assertEqual(self.Customer._job_seconds(), 15)

    def test_pieces_are_gathered_in_transactions_of_their_own(self):
        """All of them take longer than a transaction should, in a large company."""
        self.make_company_of(3)
        events = []
        fill = gather.fill
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            commit = cr.commit

            def note_commit():
                events.append("commit")
                commit()

            def note_fill(name, piece):
                events.append(name)
                return fill(name, piece)

            with (
                patch.object(cr, "commit", note_commit),
                patch.object(gather, "fill", note_fill),
            ):
                self.Customer.with_env(self.env(cr=cr))._cron_refresh()
        filled = [n for n, what in enumerate(events) if what != "commit"]
        self.assertEqual(events[filled[0]], "mailed")
        self.assertTrue(all(events[n + 1] == "commit" for n in filled))

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
