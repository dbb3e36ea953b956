from odoo.tests import tagged
from odoo.tools import mute_logger

from .card_case import CardCase


@tagged("post_install", "-at_install")
class TestBadPartners(CardCase):
    """Partners that move, and records that others delete: nothing gets lost."""

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
        with mute_logger("odoo.addons.crm_reactivation.models.reactivation_policy_sql"):
            self.refresh()
        self.assertEqual(self.standing(partner).policy_id, self.policy)
