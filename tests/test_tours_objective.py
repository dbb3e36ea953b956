from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestToursObjective(ToursCase):
    """Objectives, settings and credits in a real browser."""

    def _objectives(self):
        return self.env["reactivation.objective"].search(
            [("user_id", "=", self.seller.id)]
        )

    def test_manager_creates_and_agrees(self):
        self.start_tour(
            "/odoo/reactivation-objectives",
            "reactivation_objective",
            login="tour_manager",
        )
        objective = self._objectives()
        self.assertEqual(objective.target_count, 5)
        self.assertEqual(objective.state, "agreed")
        self.assertEqual(objective.agreed_by, self.manager)
        self.assertEqual(objective.milestone_ids[-1].number, 5)

    def test_manager_books_the_launch_meeting(self):
        objective = self.env["reactivation.objective"].create(
            {"user_id": self.seller.id, "target_count": 5}
        )
        self.start_tour(
            "/odoo/reactivation-objectives",
            "reactivation_launch_meeting",
            login="tour_manager",
        )
        self.assertEqual(
            objective.launch_event_id.partner_ids,
            (self.seller | self.manager).partner_id,
        )

    def test_salesperson_sees_the_line_on_the_board(self):
        self.env["reactivation.objective"].create(
            {"user_id": self.seller.id, "target_count": 5}
        ).action_agree()
        self.start_tour(
            "/odoo/reactivation-board",
            "reactivation_objective_line",
            login="tour_seller",
        )

    def test_manager_opens_the_settings(self):
        self.env["reactivation.objective"].create(
            {"user_id": self.seller.id, "target_count": 5}
        )
        self.start_tour(
            "/odoo/reactivation-settings",
            "reactivation_settings",
            login="tour_manager",
        )
        self.assertEqual(self._objectives().target_count, 7)
        colleagues = self.env["reactivation.objective"].search(
            [("user_id", "=", self.colleague.id)]
        )
        self.assertEqual(colleagues.target_count, 12)
        self.assertEqual(self.env.company.reactivation_credit_days, 45)

    def test_manager_corrects_a_credit(self):
        self.env["sale.order"].create(
            {
                "partner_id": self.garage.id,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "price_unit": 80})
                ],
            }
        ).action_confirm()
        self.start_tour(
            "/odoo/reactivation-credits",
            "reactivation_credit_correction",
            login="tour_manager",
        )
        credit = self.env["reactivation.credit"].search(
            [("partner_id", "=", self.garage.id)]
        )
        self.assertEqual(credit.state, "left_out")
