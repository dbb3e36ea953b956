from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestSharingTours(ToursCase):
    """A manager shares cards out and takes it back."""

    def test_share_out_and_undo(self):
        team = self.env["crm.team"].create({"name": "Tour team"})
        team.member_ids = self.seller | self.colleague
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_share_out", login="tour_manager"
        )
        log = self.env["reactivation.sharing"].search([], limit=1)
        self.assertTrue(log.undone_on)
        self.assertEqual(log.method, "count")
        self.assertFalse(self._card(self.nobodys).user_id)
        self.assertEqual(self._card(self.garage).user_id, self.seller)

    def test_claim_and_give_back(self):
        self.env.company.reactivation_claims = True
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_claim", login="tour_seller"
        )
        card = self._card(self.nobodys)
        self.assertFalse(card.user_id)
        lines = self.env["reactivation.sharing.line"].search(
            [("episode_id", "=", card.id)], order="id"
        )
        self.assertEqual(lines.sharing_id.mapped("method"), ["claim", "release"])
