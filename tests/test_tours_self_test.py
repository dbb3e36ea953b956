from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestSelfTestTours(ToursCase):
    """Fifteen taps and the result, in a real browser."""

    def test_take(self):
        with mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/reactivation-self-test",
                "reactivation_self_test",
                login="tour_manager",
            )
        test = self.env["reactivation.self.test"].search([])
        self.assertEqual((test.state, test.points), ("done", 43))
        self.assertEqual(test.user_id, self.manager)


@tagged("post_install", "-at_install")
class TestSelfTestOnThePhone(ToursCase):
    """The answers stand below their question."""

    browser_size = "390x844"
    touch_enabled = True

    def test_take(self):
        self.start_tour(
            "/odoo/reactivation-self-test",
            "reactivation_self_test_phone",
            login="tour_manager",
        )
        test = self.env["reactivation.self.test"].search([])
        self.assertEqual((test.state, test.points), ("done", 37))
