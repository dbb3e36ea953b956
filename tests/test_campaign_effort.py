from odoo.exceptions import AccessError
from odoo.tests import tagged

from .campaign_case import CampaignCase


class CampaignEffortCase(CampaignCase):
    def won_back(self, amount):
        """A campaign whose call, of half an hour, brings a customer back."""
        self.company.reactivation_hour_cost = 40
        self.channel("call").unit_cost = 12
        partner = self.customer()
        campaign = self.make_campaign()
        campaign._run()
        card = self.card(partner)
        self.env["reactivation.call"].with_user(self.seller).create(
            {
                "episode_id": card.id,
                "outcome_id": self.env.ref("crm_reactivation.outcome_need_now").id,
                "activity_id": self.touches(partner).activity_id.id,
                "duration": 0.5,
            }
        )
        # a call beside the campaign is none of its hours
        self.env["reactivation.call"].with_user(self.seller).create(
            {
                "episode_id": card.id,
                "outcome_id": self.env.ref("crm_reactivation.outcome_unreachable").id,
                "duration": 2,
            }
        )
        campaign._follow_up()
        self.confirm(partner, amount)
        self.env.flush_all()
        self.env.invalidate_all()
        return campaign, card


@tagged("post_install", "-at_install")
class TestCampaignEffort(CampaignEffortCase):
    """Recovered amount, hours and cost of a campaign."""

    def test_as_the_analysis_tells_it(self):
        campaign, __ = self.won_back(500)
        self.assertEqual(campaign.hours, 0.5)
        self.assertEqual(campaign.spent_amount, 12)
        self.assertEqual(campaign.cost, 12 + 0.5 * 40)
        self.assertEqual(campaign.recovered_amount, 500)
        told = self.env["reactivation.report"]._read_group(
            [("campaign_id", "=", campaign.id)], aggregates=["recovered_amount:sum"]
        )
        self.assertEqual(told, [(campaign.recovered_amount,)])

    def test_came_back_after_the_call_that_ended_the_campaign(self):
        campaign, card = self.won_back(500)
        enrollment = self.enrollment(card.partner_id)
        self.assertEqual(enrollment.left_reason, "outcome")
        self.assertEqual((campaign.ordered_count, campaign.order_amount), (1, 500))

    def test_a_credit_left_out_is_not_recovered(self):
        campaign, card = self.won_back(500)
        card.credit_ids.sudo().write({"correction": "leave_out"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(campaign.recovered_amount, 0)

    def test_amounts_are_for_sales_people(self):
        campaign, __ = self.won_back(500)
        marketing = self.make_user("marketing", "mass_mailing.group_mass_mailing_user")
        campaign.user_id = marketing
        seen = campaign.with_user(marketing)
        self.assertEqual((seen.hours, seen.cost), (0.5, 32))
        for name in ("recovered_amount", "margin"):
            with self.assertRaises(AccessError):
                seen.read([name])

    def test_of_several_at_once_and_of_a_new_form(self):
        campaign, __ = self.won_back(500)
        both = campaign | self.make_campaign(launch=False)
        self.assertEqual(both.mapped("recovered_amount"), [500, 0])
        fresh = self.Campaign.new({"name": "Fresh"})
        self.assertEqual((fresh.hours, fresh.cost, fresh.margin), (0, 0, 0))


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestCampaignMargin(CampaignEffortCase):
    """With margins installed: of the orders in the windows of the credits."""

    def test_margin(self):
        self.product.standard_price = 30
        campaign, card = self.won_back(100)
        self.assertTrue(campaign.has_margin)
        self.assertEqual(campaign.margin, card.credit_ids.order_id.margin)
        self.assertEqual(campaign.margin, 70)
