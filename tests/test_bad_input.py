from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestBadInput(ReactivationCase):
    """What real databases contain: nothing raises and nothing gets lost."""

    def silent(self, *days, **values):
        partner = self.make_partner(**values)
        self.insert_orders((partner, day, 100) for day in days or (400,))
        return partner

    def rows_as_read_by_the_client(self):
        """Read every column of every row as lists and forms do."""
        for model in ("reactivation.customer", "reactivation.episode"):
            records = self.env[model].search([])
            names = [
                name
                for name, field in records._fields.items()
                if field.type not in ("one2many", "many2many", "binary")
            ]
            specification = {
                name: {"fields": {"display_name": {}}}
                if records._fields[name].type == "many2one"
                else {}
                for name in names
            }
            self.env.invalidate_all()
            records.web_read(specification)
        return self.Customer.search([])

    # -- orders

    def test_order_without_date(self):
        """Only SQL can make one; the others of the customer still count."""
        partner = self.silent(400, 430)
        self.env.cr.execute("ALTER TABLE sale_order ALTER date_order DROP NOT NULL")
        self.env.cr.execute(
            "ALTER TABLE sale_order DROP CONSTRAINT"
            " IF EXISTS sale_order_date_order_conditional_required"
        )
        lost = self.insert_orders([(partner, 10, 100)])
        self.env.cr.execute(
            "UPDATE sale_order SET date_order = NULL WHERE id = %s", [lost.id]
        )
        self.refresh()
        self.assertEqual(self.standing(partner).order_count, 2)
        self.assertEqual(self.card(partner).state, "open")

    def test_zero_and_negative_orders_are_no_purchases(self):
        partner = self.silent(400)
        self.insert_orders([(partner, 5, 0), (partner, 4, -100)])
        sample_only = self.make_partner("Samples only")
        self.insert_orders([(sample_only, 300, 0)])
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.order_count, row.ordered_amount), (1, 100))
        self.assertEqual(row.inactivity_level[-8:], "inactive")
        row = self.standing(sample_only)
        self.assertEqual(row.lifecycle_status, "prospect")
        self.assertFalse(row.inactivity_level or row.value_class)

    def test_order_cancelled_after_confirmation(self):
        partner = self.make_partner()
        self.make_order(partner, 500, 70)
        order = self.make_order(partner, 5, 100)
        self.refresh()
        self.assertEqual(self.standing(partner).inactivity_level, "active")
        order._action_cancel()
        row = self.standing(partner)
        self.assertEqual((row.order_count, row.ordered_amount), (1, 70))
        self.assertEqual(row.last_order_date, TODAY - timedelta(days=500))
        self.assertEqual(row.episode_id.state, "open")

    def test_only_order_cancelled(self):
        """Not a customer any more; the card had no object and is closed."""
        partner = self.make_partner()
        order = self.make_order(partner, 500)
        self.refresh()
        card = self.card(partner)
        order._action_cancel()
        row = self.standing(partner)
        self.assertEqual(row.lifecycle_status, "lead")
        self.assertFalse(row.last_order_date or row.threshold_days or row.order_count)
        self.assertEqual(card.state, "released")

    def test_only_order_deleted(self):
        partner = self.make_partner()
        order = self.make_order(partner, 500)
        self.refresh()
        order._action_cancel()
        order.unlink()
        self.refresh()
        self.assertEqual(self.standing(partner).lifecycle_status, "lead")
        stranger = self.silent(3)
        self.refresh()
        self.env.cr.execute(
            "DELETE FROM sale_order WHERE partner_id = %s", [stranger.id]
        )
        self.refresh()
        self.assertFalse(self.standing(stranger), msg="no card, no profile: no row")

    def test_order_in_the_far_future_or_past(self):
        partner = self.silent(datetime(1971, 1, 1), datetime(2199, 12, 31))
        old = self.silent(datetime(1970, 1, 2))
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.inactivity_level, row.silence_days), ("active", 0))
        self.assertEqual(self.standing(old).inactivity_level[-8:], "inactive")
        self.assertGreater(self.standing(old).silence_days, 20000)
        self.rows_as_read_by_the_client()

    def test_huge_and_tiny_amounts(self):
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 10**13), (partner, 401, 0.004)])
        self.refresh()
        self.assertEqual(self.standing(partner).ordered_amount, 10**13)
        self.assertEqual(self.standing(partner).order_count, 2)

    def test_order_without_currency_rate(self):
        partner = self.make_partner()
        self.insert_orders(
            [
                (partner, 400, 50, {"currency_rate": 0}),
                (partner, 401, 25, {"currency_rate": None}),
            ]
        )
        self.refresh()
        self.assertEqual(self.standing(partner).ordered_amount, 75)

    def test_credit_notes_above_the_turnover(self):
        """Who returned more than he bought is in the last class, and last."""
        partner = self.silent(400)
        journal = self.env["account.journal"].search([], limit=1)
        self.insert(
            "account_move",
            [
                {
                    "journal_id": journal.id,
                    "currency_id": self.company.currency_id.id,
                    "company_id": self.company.id,
                    "state": "posted",
                    "move_type": "out_refund",
                    "auto_post": "no",
                    "date": TODAY - timedelta(days=390),
                    "invoice_date": None,
                    "partner_id": partner.id,
                    "amount_untaxed_signed": -250,
                }
            ],
        )
        self.silent(410)
        self.refresh()
        row = self.standing(partner)
        self.assertEqual((row.value_amount, row.ordered_amount), (-150, 100))
        self.assertEqual((row.value_class, row.wave), ("c", "3"))
        self.assertEqual(row.episode_id.at_stake_amount, -150)

    def test_an_error_of_the_refresh_never_blocks_a_sale(self):
        partner = self.silent(400)
        self.refresh()
        order = self.make_order(partner, 0, confirm=False)
        self.env.cr.execute("DROP TABLE reactivation_run CASCADE")
        with mute_logger("odoo.sql_db"), self.assertLogs(level="ERROR") as logs:
            order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertIn("left to the next refresh", "".join(logs.output))

    # -- partners

    def test_company_without_orders(self):
        empty = self.env["res.company"].create({"name": "New Ltd"})
        self.refresh(empty)
        run = self.last_run(empty)
        self.assertEqual((run.state, run.inserted, run.opened), ("done", 0, 0))
        self.assertEqual(run.interval_days, 90)
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 5, {"company_id": empty.id})])
        self.refresh(empty)
        self.assertEqual(self.standing(partner, empty).value_class, "a")
        self.assertEqual(self.standing(partner, empty).wave, "1")

    def test_own_companies_users_and_the_public_are_no_customers(self):
        seller = self.make_user("nora", "sales_team.group_sale_salesman")
        others = (
            self.company.partner_id
            | seller.partner_id
            | self.env.ref("base.public_partner")
        )
        self.insert_orders((partner, 400, 100) for partner in others)
        portal = self.make_user("porter")
        portal.group_ids = self.env.ref("base.group_portal")
        self.insert_orders([(portal.partner_id, 400, 100)])
        self.refresh()
        self.assertEqual(self.Customer.search([]).partner_id, portal.partner_id)

    def test_customer_who_becomes_a_colleague_leaves(self):
        partner = self.silent(4)
        self.refresh()
        self.assertTrue(self.standing(partner))
        self.make_user("jo", partner_id=partner.id)
        self.refresh()
        self.assertFalse(self.standing(partner))

    def test_archived_customer_keeps_the_figures(self):
        partner = self.silent(400)
        self.refresh()
        partner.active = False
        self.refresh()
        self.assertEqual(self.standing(partner).order_count, 1)

    def test_archived_contact_counts_for_its_company(self):
        partner = self.make_partner()
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": partner.id, "active": False}
        )
        self.insert_orders([(contact, 400, 100)])
        self.refresh()
        self.assertEqual(self.standing(partner).order_count, 1)

    def test_reparented_below_another_company(self):
        """History, card and profile move to the new parent's row."""
        partner, buyer = self.silent(400), self.silent(410)
        self.refresh()
        card = self.card(partner)
        card.decided_category_id = self.over_18
        profile = self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "note": "Likes blue"}
        )
        partner.write({"parent_id": buyer.id, "is_company": False})
        self.refresh()
        self.assertFalse(self.standing(partner))
        row = self.standing(buyer)
        self.assertEqual(row.order_count, 2)
        self.assertEqual(row.episode_id, card, "the one somebody worked on")
        self.assertEqual(row.profile_id, profile)
        self.assertIn("Likes blue", profile.note)
        self.assertEqual(profile.partner_id, buyer)
        self.assertEqual(
            self.Episode.search([("partner_id", "=", buyer.id)]).mapped("state"),
            ["open", "released"],
        )

    def test_contact_that_becomes_a_company(self):
        partner = self.make_partner()
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": partner.id}
        )
        self.insert_orders([(partner, 400, 100), (contact, 300, 70)])
        self.refresh()
        self.assertEqual(self.standing(partner).ordered_amount, 170)
        contact.write({"is_company": True, "parent_id": False})
        self.refresh()
        self.assertEqual(self.standing(partner).ordered_amount, 100)
        self.assertEqual(self.standing(contact).ordered_amount, 70)
        self.rows_as_read_by_the_client()

    def test_parents_in_a_chain(self):
        """A below B and B below C on the same day: all in C's row."""
        a, b, c = self.silent(400), self.silent(410), self.silent(420)
        self.refresh()
        b.write({"parent_id": c.id, "is_company": False})
        a.write({"parent_id": b.id, "is_company": False})
        self.refresh()
        self.assertEqual(self.Customer.search([]).partner_id, c)
        self.assertEqual(self.standing(c).order_count, 3)
        self.assertEqual(self.card(c).state, "open")
        self.assertEqual(self.Episode.search_count([]), 3)

    # -- records that others delete

    def test_deleted_salesperson(self):
        seller = self.make_user("nora", "sales_team.group_sale_salesman")
        partner = self.silent(400, user_id=seller.id)
        self.refresh()
        self.assertEqual(self.standing(partner).user_id, seller)
        partner.user_id = False
        self.card(partner).user_id = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE reactivation_customer SET user_id = %s", [seller.id]
        )
        self.env.invalidate_all()
        seller.unlink()
        self.assertFalse(self.standing(partner).user_id)
        self.rows_as_read_by_the_client()

    def test_deleted_policy(self):
        policy = self.env["reactivation.policy"].create(
            {"name": "Big", "sequence": 1, "min_order_count": 1}
        )
        partner = self.silent(400)
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, policy)
        policy.unlink()
        self.rows_as_read_by_the_client()
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, self.policy)

    def test_deleted_policy_of_a_profile(self):
        policy = self.env["reactivation.policy"].create(
            {"name": "Big", "sequence": 1, "min_order_count": 99}
        )
        partner = self.silent(400)
        self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "policy_id": policy.id, "override_reason": "-"}
        )
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, policy)
        policy.unlink()
        self.refresh()
        self.assertEqual(self.standing(partner).policy_id, self.policy)

    def test_deleted_profile(self):
        partner = self.silent(400)
        profile = self.env["reactivation.profile"].create(
            {"partner_id": partner.id, "threshold_days": 9, "override_reason": "-"}
        )
        self.refresh()
        self.assertEqual(self.standing(partner).profile_id, profile)
        profile.unlink()
        self.rows_as_read_by_the_client()
        self.refresh()
        self.assertNotEqual(self.standing(partner).threshold_days, 9)

    def test_deleted_team(self):
        seller = self.make_user("nora", "sales_team.group_sale_salesman")
        team = self.env["crm.team"].create(
            {"name": "North", "member_ids": [(4, seller.id)]}
        )
        partner = self.silent(400, user_id=seller.id)
        self.refresh()
        self.assertEqual(self.standing(partner).team_id, team)
        self.Episode.search([]).team_id = False
        self.env.flush_all()
        self.env.cr.execute("UPDATE reactivation_customer SET team_id = %s", [team.id])
        self.env.invalidate_all()
        team.unlink()
        self.rows_as_read_by_the_client()

    def test_deleted_card(self):
        partner = self.silent(400)
        self.refresh()
        self.card(partner).unlink()
        self.rows_as_read_by_the_client()
        self.refresh()
        self.assertEqual(self.card(partner).state, "open")

    def test_deleted_partner_takes_everything_along(self):
        partner = self.make_partner()
        self.env["reactivation.profile"].create({"partner_id": partner.id})
        self.make_order(partner, 400, confirm=False).unlink()
        self.refresh()
        self.assertTrue(self.standing(partner))
        partner.unlink()
        self.assertFalse(self.Customer.search([]))
        self.rows_as_read_by_the_client()

    def test_policy_whose_condition_broke_stops_nobody(self):
        """A field of a policy's domain went with an uninstalled app."""
        broken = self.env["reactivation.policy"].create(
            {"name": "Broken", "sequence": 1, "domain": "[('city', '=', 'Paris')]"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE reactivation_policy SET domain = %s WHERE id = %s",
            ["[('x_gone', '=', 1)]", broken.id],
        )
        self.env.invalidate_all()
        partner = self.silent(400)
        with mute_logger("odoo.addons.crm_reactivation.models.reactivation_policy"):
            self.refresh()
        self.assertEqual(self.standing(partner).policy_id, self.policy)

    # -- money

    def test_orders_in_two_currencies_with_a_rate_change(self):
        """Each order at the rate of its own day, whatever the rate is today."""
        euro = self.env.ref("base.EUR")
        euro = euro if euro != self.company.currency_id else self.env.ref("base.USD")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "name": day, "rate": rate}
                for day, rate in (("2020-01-01", 0.5), ("2026-06-01", 0.8))
            ]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": euro.id}
        )
        partner = self.make_partner()
        for day in (datetime(2026, 5, 20, 12), datetime(2026, 7, 1, 12)):
            self.make_order(partner, day, 80, pricelist_id=pricelist.id, date_order=day)
        self.refresh()
        rates = self.env["sale.order"].search([("partner_id", "=", partner.id)])
        self.assertEqual(set(rates.mapped("currency_id")), {euro})
        expected = sum(order.amount_untaxed / order.currency_rate for order in rates)
        self.assertEqual(self.standing(partner).ordered_amount, round(expected, 2))
        self.assertEqual(sorted(rates.mapped("currency_rate")), [0.5, 0.8])
        self.assertEqual(self.standing(partner).ordered_amount, 160 + 100)

    def test_company_that_changes_its_currency(self):
        """The rows follow; amounts stay those of the orders' own rates."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(other)
        currency = self.env["res.currency"].search(
            [("id", "!=", other.currency_id.id)], limit=1
        ) or self.env["res.currency"].create({"name": "XTS", "symbol": "x"})
        other.currency_id = currency
        self.refresh(other)
        self.assertEqual(self.standing(partner, other).currency_id, currency)
        self.assertEqual(self.last_run(other).updated, 1)

    def test_order_confirmed_before_the_first_run(self):
        """No figures yet: the hook leaves the whole company to the background job."""
        partner = self.silent(400)
        order = self.make_order(partner, 0, confirm=False)
        order.action_confirm()
        self.assertFalse(self.last_run())
        self.assertFalse(self.Customer.search([]))
        self.refresh()
        self.assertEqual(self.standing(partner).last_order_date, NOW.date())
