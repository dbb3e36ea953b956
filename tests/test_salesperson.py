from odoo import Command
from odoo.tests import tagged

from .common import ReactivationCase

SALESMAN = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestSalesperson(ReactivationCase):
    """Whose customer it is: the card's, the partner's, the last order's, nobody's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.nora = cls.make_user("nora", SALESMAN)
        cls.paul = cls.make_user("paul", SALESMAN)
        cls.expat = cls.make_user(
            "expat",
            SALESMAN,
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )

    def owner(self, partner, *sellers, company=None):
        """The salesperson after one order per seller, the last one 400 days ago."""
        company = company or self.company
        oldest = 400 + 30 * (len(sellers) - 1)
        self.insert_orders(
            (
                partner,
                oldest - 30 * number,
                100,
                {"user_id": seller.id or None, "company_id": company.id},
            )
            for number, seller in enumerate(sellers)
        )
        self.refresh(company)
        return self.standing(partner, company).user_id

    def test_partners_salesperson_first(self):
        partner = self.make_partner(user_id=self.nora.id)
        self.assertEqual(self.owner(partner, self.paul), self.nora)

    def test_else_the_last_orders(self):
        partner = self.make_partner()
        self.assertEqual(self.owner(partner, self.nora, self.paul), self.paul)

    def test_else_nobody(self):
        self.assertFalse(self.owner(self.make_partner(), self.env["res.users"]))

    def test_who_may_not_work_in_the_company_is_not_taken(self):
        partner = self.make_partner(user_id=self.expat.id)
        self.assertEqual(self.owner(partner, self.paul), self.paul)
        self.assertEqual(self.owner(partner, self.paul, company=self.other), self.expat)

    def test_who_left_is_not_taken(self):
        partner = self.make_partner(user_id=self.nora.id)
        self.nora.active = False
        self.assertEqual(self.owner(partner, self.paul), self.paul)
        lonely = self.make_partner(user_id=self.nora.id)
        self.assertFalse(self.owner(lonely, self.nora))

    def test_portal_user_is_not_taken(self):
        portal = self.make_user("porter")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        partner = self.make_partner()
        self.assertFalse(self.owner(partner, portal))

    def test_open_cards_salesperson_wins_while_it_is_open(self):
        partner = self.make_partner(user_id=self.nora.id)
        self.owner(partner, self.nora)
        self.card(partner).user_id = self.paul
        self.assertEqual(self.standing(partner).user_id, self.paul, "at once")
        self.refresh()
        self.assertEqual(self.standing(partner).user_id, self.paul, "and every night")
        self.make_order(partner, 0, confirm=False).action_confirm()
        self.assertEqual(self.standing(partner).user_id, self.nora, "back again")

    def test_new_salesperson_of_the_partner_is_followed(self):
        partner = self.make_partner(user_id=self.nora.id)
        self.insert_orders([(partner, 3, 100)])
        self.refresh()
        self.assertEqual(self.standing(partner).user_id, self.nora)
        partner.user_id = self.paul
        self.refresh()
        self.assertEqual(self.standing(partner).user_id, self.paul)

    def test_profile_follows_its_customer(self):
        """Whose customer it is decides who may read what was written about him."""
        partner = self.make_partner(user_id=self.nora.id)
        self.insert_orders([(partner, 3, 100)])
        self.refresh()
        profile = self.env["reactivation.profile"].create({"partner_id": partner.id})
        self.assertEqual(profile.user_id, self.nora)
        partner.user_id = self.paul
        self.refresh()
        self.assertEqual(profile.user_id, self.paul)

    def test_team_is_the_salespersons(self):
        team = self.env["crm.team"].create(
            {"name": "North", "member_ids": [Command.link(self.nora.id)]}
        )
        partner = self.make_partner(user_id=self.nora.id)
        self.owner(partner, self.paul)
        self.assertEqual(self.standing(partner).team_id, team)
