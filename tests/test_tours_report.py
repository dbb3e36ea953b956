from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestReportTours(ToursCase):
    """The overview opens the records of its figures; the analysis opens cards; time
    is told by week."""

    def test_overview(self):
        self.start_tour(
            "/odoo/reactivation-overview", "reactivation_overview", login="tour_seller"
        )

    def test_first_steps(self):
        self.start_tour(
            "/odoo/reactivation-overview",
            "reactivation_first_steps",
            login="tour_manager",
        )
        self.assertTrue(self.env.company.reactivation_policy_tried_on)
        self.assertTrue(self.env.company.reactivation_first_steps_closed_on)

    def test_report(self):
        self.start_tour(
            "/odoo/reactivation-analysis", "reactivation_report", login="tour_manager"
        )

    def test_time(self):
        self.start_tour(
            "/odoo/reactivation-time", "reactivation_time", login="tour_seller"
        )
