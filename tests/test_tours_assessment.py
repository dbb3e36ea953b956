from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestAssessmentTours(ToursCase):
    """Fifteen answers are fifteen taps and one to save, in a real browser."""

    def test_assess(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_assess", login="tour_seller"
        )
        card = self._card(self.garage)
        self.assertEqual((card.answered_count, card.asked_count), (15, 15))
        # the first level throughout: free to change, but closed to offers
        self.assertEqual(card.resistance_score, 20)
        self.assertEqual(card.assessment_id.user_id, self.seller)
        self.assertEqual(card.category_id, self.months_0_6)

    def test_half_done_assessment_is_gone_on_with(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_assess_half", login="tour_seller"
        )
        assessment = self._card(self.garage).assessment_id
        self.assertEqual((assessment.answered_count, assessment.asked_count), (2, 15))
        self.assertEqual(assessment.answer_ids[0].level_id.points, 2)
        self.assertEqual(assessment.answer_ids[0].evidence, "Their own words")
        self.assertEqual(assessment.without_evidence_count, 1)
        self.assertEqual(len(self._card(self.garage).customer_id.episode_id), 1)

    def test_moving_a_card_asks_why(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_move", login="tour_seller"
        )
        garage = self._card(self.garage)
        self.assertEqual(garage.decided_category_id, self.months_0_6)
        self.assertEqual(
            garage.move_reason_id,
            self.env.ref("crm_reactivation.reason_move_talked"),
        )
        bakery = self._card(self.bakery)
        self.assertEqual(bakery.decided_category_id, self.months_6_18)
        self.assertEqual(bakery.move_note, "New owner")


@tagged("post_install", "-at_install")
class TestAssessmentOnThePhone(ToursCase):
    """The levels stand below their question; it takes no click more."""

    browser_size = "390x844"
    touch_enabled = True

    def test_assess(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_assess_phone", login="tour_seller"
        )
        self.assertEqual(self._card(self.garage).answered_count, 15)
