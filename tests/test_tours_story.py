from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestStoryTour(ToursCase):
    """From card to customer, as one salesperson sees it."""

    def test_from_silence_to_credit(self):
        partner = self._make_customer("Tour Story", self.seller, range(300, 700, 20))
        partner.phone = "+33 1 55 55 01 01"  # somebody who can be called
        self.env["reactivation.customer"]._refresh(companies=self.env.company)
        card = self._card(partner)
        self.assertEqual((card.state, card.user_id), ("open", self.seller))
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_story", login="tour_seller"
        )
        self.env.invalidate_all()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.assessment_id.user_id, self.seller)
        self.assertEqual((card.decision, card.decision_by), ("go", self.seller))
        self.assertEqual(
            card.outcome_id, self.env.ref("crm_reactivation.outcome_need_now")
        )
        self.assertEqual(card.order_id.opportunity_id, card.call_ids.lead_id)
        self.assertFalse(card.activity_ids, msg="nothing is planned on a closed card")
        credit = card.credit_ids
        self.assertEqual(credit.order_id, card.order_id)
        self.assertEqual((credit.state, credit.user_id), ("counted", self.seller))
        self.assertEqual(credit.amount, card.order_id.amount_untaxed)
