from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestRetentionTours(ToursCase):
    """A manager looks at what anonymising changes, and does it."""

    def test_anonymise(self):
        self.env.company.reactivation_retention_decides = True
        gone = self._make_customer("Tour Long Gone", self.seller, (1300,))
        self.env["reactivation.customer"]._refresh(companies=self.env.company)
        self.start_tour(
            "/odoo/reactivation-personal-data",
            "reactivation_retention",
            login="tour_manager",
        )
        self.assertFalse(gone.active)
        self.assertEqual(gone.name, "Tour Long Gone", "its order is young")
        log = self.env["reactivation.retention.log"].search([])
        self.assertEqual(log.decision, "anonymise")
