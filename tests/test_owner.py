from datetime import date

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .campaign_case import CampaignCase


@tagged("post_install", "-at_install")
class TestOwner(CampaignCase):
    """Whoever gets a card gets what is under way on it, whichever way it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_user("other", "sales_team.group_sale_salesman")
        cls.boss = cls.make_user("boss", "sales_team.group_sale_manager")
        cls.company.reactivation_claims = True

    def under_way(self):
        """The seller's card with a planned call and another step to come."""
        partner = self.customer()
        self.env["reactivation.profile"].create({"partner_id": partner.id})
        campaign = self.make_campaign({}, {"delay_count": 7}, user_id=self.boss.id)
        campaign._run()
        card = self.card(partner)
        self.assert_with(card, self.seller)
        return card, campaign

    def assert_with(self, card, user):
        self.assertEqual(card.user_id, user)
        # without a salesperson on the card, the contact's has the customer
        self.assertEqual(card.customer_id.profile_id.user_id, user or self.seller)
        self.assertEqual(card.activity_ids.user_id, user)
        self.assertEqual(card.enrollment_id.user_id, user or self.boss)

    def assign_on_form(self, card, user):
        card.with_user(self.boss).user_id = user

    def share_out(self, card, user):
        old, new = card.user_id.id or None, user.id or None
        self.env["reactivation.sharing"].with_user(self.boss)._share_out(
            self.company, "count", [(card.id, old, new, None, None)]
        )

    def test_all_that_is_under_way_follows(self):
        for give in (self.assign_on_form, self.share_out):
            with self.subTest(give.__name__):
                card, campaign = self.under_way()
                give(card, self.other)
                self.assert_with(card, self.other)
                give(card, self.env["res.users"])
                self.assert_with(card, self.env["res.users"])
                give(card, self.other)
                self.assert_with(card, self.other)
                self.run_on(campaign, 7)
                touches = self.touches(card.partner_id)
                self.assertEqual(touches[-1].activity_id.user_id, self.other)
                card.activity_ids.unlink()
                campaign._finish()

    def test_claimed_and_given_back(self):
        card, __ = self.under_way()
        card.with_user(self.seller).action_give_back()
        self.assert_with(card, self.env["res.users"])
        card.with_user(self.other).action_claim()
        self.assert_with(card, self.other)
        logs = self.env["reactivation.sharing"].search([], order="id desc")
        logs[0].with_user(self.boss).action_undo()
        self.assert_with(card, self.env["res.users"])

    def test_a_colleagues_activity_stays_with_the_colleague(self):
        card, __ = self.under_way()
        card.activity_ids.user_id = self.boss
        self.assign_on_form(card, self.other)
        self.assertEqual(card.activity_ids.user_id, self.boss)

    # -- who left

    def left(self):
        """The seller's card, after the seller left the company."""
        card = self.card(self.customer(go=False))
        self.assertEqual(card.user_id, self.seller)
        self.seller.active = False
        self.env.flush_all()
        return card

    def test_nothing_is_planned_for_who_left(self):
        card = self.left().with_user(self.boss)
        told = card.action_go()
        self.assertEqual(card.decision, "go")
        self.assertFalse(card.activity_ids)
        self.assertIn("has no salesperson", told["params"]["message"])
        told = card._tell_decided([])
        self.assertIn("Without a salesperson", told["params"]["message"])
        card.write(
            {
                "decision": "no_go",
                "decision_reason_id": self.env.ref(
                    "crm_reactivation.reason_no_go_timing"
                ).id,
                "revisit_on": "2027-09-15",
            }
        )
        self.assertFalse(card.activity_ids)
        card._plan_call(date(2027, 4, 1), "Call again")
        self.assertEqual(card.activity_ids.user_id, self.boss)

    def test_managers_find_the_cards_of_who_left(self):
        partner = self.customer(go=False)
        figures = self.env["reactivation.overview"].with_user(self.boss)

        def unassigned(model):
            view = self.env[model].get_view(view_type="search")
            arch = etree.fromstring(view["arch"])
            [node] = arch.xpath("//filter[@name='unassigned']")
            return (
                self.env[model]
                .with_user(self.boss)
                .search(safe_eval(node.get("domain")))
            )

        def to_share_out():
            steps = figures.get_figures()["first_steps"]
            [step] = [step for step in steps if step["code"] == "sharing"]
            return self.Episode.search(step["action"]["domain"])

        self.card(self.customer("Nobodys", go=False)).user_id = False
        before = to_share_out()
        self.assertNotIn(self.card(partner), before)
        self.seller.active = False
        self.env.flush_all()
        self.assertIn(self.card(partner), unassigned("reactivation.episode"))
        self.assertIn(self.standing(partner), unassigned("reactivation.customer"))
        self.assertEqual(to_share_out(), before | self.card(partner))

    # -- the team that goes with a salesperson

    def test_teams_of_another_company_are_not_taken(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.other.company_ids |= abroad
        teams = self.env["crm.team"]
        teams.search([]).member_ids = False
        foreign = teams.create(
            {"name": "Foreign", "company_id": abroad.id, "member_ids": self.other.ids}
        )
        self.assertEqual(self.other.sale_team_id, foreign)
        cards = self.Episode.browse()
        for name in ("One", "Two", "Three"):
            cards |= self.card(self.customer(name, go=False))
        cards.write({"user_id": False, "team_id": False})
        one, two, three = cards
        one.with_user(self.other).action_claim()
        dialog = self.env["reactivation.sharing.proposal"].with_user(self.boss)
        dialog.create(
            {
                "company_id": self.company.id,
                "episode_ids": two.ids,
                "method": "count",
                "user_ids": self.other.ids,
            }
        ).action_apply()
        three.user_id = self.other
        self.assertEqual(cards.user_id, self.other)
        self.assertFalse(cards.team_id)
        self.confirm(three.partner_id)
        self.assertEqual(three.credit_ids.user_id, self.other)
        self.assertFalse(three.credit_ids.team_id)
