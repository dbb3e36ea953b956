from odoo.tests import tagged

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
