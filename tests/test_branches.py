from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReactivationCase


@tagged("post_install", "-at_install")
class TestBranches(ReactivationCase):
    """A company with a branch: each stands for itself, and may be closed down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch Lyon", "parent_id": cls.company.id}
        )
        cls.both = cls.company | cls.branch
        cls.team = cls.env["crm.team"].create(
            {"name": "Of the parent", "company_id": cls.company.id}
        )
        cls.seller = cls.make_user(
            "seller",
            "sales_team.group_sale_salesman",
            company_ids=[Command.set(cls.both.ids)],
        )
        cls.manager = cls.make_user(
            "manager", "sales_team.group_sale_manager", company_ids=cls.company.ids
        )
        cls.policy.rule_ids.unlink()  # no points: silence alone decides here
        cls.shared = cls.make_partner("Shared", user_id=cls.seller.id)
        cls.local = cls.make_partner("Local", user_id=cls.seller.id)
        in_branch = {"company_id": cls.branch.id, "team_id": cls.team.id}
        cls.insert_orders(
            [
                (cls.shared, 400, 100),
                (cls.shared, 3, 70, in_branch),
                (cls.local, 500, 90, in_branch),
            ]
        )
        cls.refresh(cls.both)

    def as_seller(self, records, *companies):
        """As the seller sees them with these companies ticked."""
        ids = [company.id for company in companies]
        return records.with_user(self.seller).with_context(allowed_company_ids=ids)

    def test_each_has_its_own_standing(self):
        self.assertEqual(self.standing(self.shared).inactivity_level, "inactive")
        there = self.standing(self.shared, self.branch)
        self.assertEqual(there.inactivity_level, "active")
        self.assertEqual(there.ordered_amount, 70)
        self.assertFalse(self.standing(self.local))
        card = self.standing(self.local, self.branch).episode_id
        self.assertEqual(card.company_id, self.branch)
        self.assertEqual(card.user_id, self.seller)

    def test_switching_to_the_branch_changes_partner_and_board(self):
        partner = self.as_seller(self.shared, self.company)
        self.assertEqual(partner.inactivity_level, "inactive")
        self.assertTrue(partner.reactivation_episode_id)
        partner = self.as_seller(self.shared, self.branch)
        self.assertEqual(partner.inactivity_level, "active")
        self.assertFalse(partner.reactivation_episode_id)
        inactive = [("inactivity_level", "=", "inactive")]
        names = {}
        for companies in (self.company,), (self.branch,), (self.branch, self.company):
            partners = self.as_seller(self.env["res.partner"], *companies)
            cards = self.as_seller(self.Episode, *companies).search([])
            names[companies] = (
                set(partners.search(inactive).mapped("name")),
                set(cards.partner_id.mapped("name")),
            )
        self.assertEqual(
            list(names.values()),
            [
                ({"Shared"}, {"Shared"}),
                ({"Local"}, {"Local"}),
                ({"Local"}, {"Local", "Shared"}),  # the board shows all ticked ones
            ],
        )

    def test_managers_of_the_parent_need_the_branch(self):
        card = self.standing(self.local, self.branch).episode_id
        with self.assertRaises(AccessError):
            card.with_user(self.manager).read(["rank"])
        self.manager.company_ids = self.both
        both = card.with_user(self.manager).with_context(
            allowed_company_ids=self.both.ids
        )
        both.category_id = self.over_18
        self.assertEqual(card.category_id, self.over_18)

    def test_an_order_in_the_branch_closes_its_card_only(self):
        self.insert_orders([(self.local, 450, 50)])
        self.refresh(self.company)
        here = self.card(self.local)
        there = self.standing(self.local, self.branch).episode_id
        self.make_order(self.local, 0, company_id=self.branch.id)
        self.refresh(self.branch, self.local)
        self.assertEqual(there.state, "reactivated")
        self.assertEqual(here.state, "open")
        self.assertEqual(there.credit_ids.company_id, self.branch)

    def test_a_team_that_moved_to_another_company_is_not_taken_over(self):
        """Odoo refuses a card like that: one old order must not stop the night."""
        partner = self.make_partner("Nobody's")
        values = {"company_id": self.branch.id, "team_id": self.team.id}
        self.insert_orders([(partner, 500, 90, values)])
        self.refresh(self.branch)
        card = self.standing(partner, self.branch).episode_id
        self.assertEqual(card.state, "open")
        self.assertFalse(card.team_id)

    # -- closed down

    def test_an_archived_company_rests(self):
        """Nothing breaks, nothing is lost; its cards are back when it is."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.insert_orders([(self.local, 500, 90, {"company_id": other.id})])
        self.refresh(other)
        card = self.standing(self.local, other).episode_id
        other.active = False
        runs = self.env["reactivation.run"]
        self.assertNotIn(other, runs._round().company_id)
        self.Customer._refresh()
        self.Customer._follow(self.local)
        self.assertEqual(card.state, "open")
        other.active = True
        self.assertIn(other, runs._round().company_id)

    def test_an_archived_salesperson(self):
        """The card stays for whoever shares it out; the customer is not theirs."""
        card = self.card(self.shared)
        self.assertEqual(card.user_id, self.seller)
        self.seller.active = False
        self.refresh(self.both)
        self.assertEqual(card.state, "open")
        card.with_user(self.manager).user_id = self.manager
        self.assertEqual(self.standing(self.shared).user_id, self.manager)
        self.refresh(self.both)
        self.assertEqual(self.standing(self.shared).user_id, self.manager)
