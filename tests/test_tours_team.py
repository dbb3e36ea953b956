from odoo.fields import Domain
from odoo.tests import tagged

from .test_tours import ToursCase


@tagged("post_install", "-at_install")
class TestTeamTours(ToursCase):
    """What managers know of their team: skills, joint visits, benchmarks."""

    def test_skill_decides_who_gets_cards(self):
        team = self.env["crm.team"].create({"name": "Tour team"})
        team.member_ids = self.seller | self.colleague
        self.start_tour(
            "/odoo/reactivation-skills", "reactivation_skill", login="tour_manager"
        )
        self.assertEqual(self._card(self.nobodys).user_id, self.colleague)

    def test_own_skill(self):
        self.env["reactivation.skill"].create(
            [
                {"user_id": user.id, "level": "to_train"}
                for user in (self.seller, self.colleague)
            ]
        )
        self.start_tour(
            "/odoo/reactivation-skills", "reactivation_own_skill", login="tour_seller"
        )

    def test_joint_visits(self):
        outcome = self.env.ref("crm_reactivation.outcome_unreachable")
        card = self._card(self.garage)
        self.env["reactivation.call"].with_user(self.seller).create(
            {
                "episode_id": card.id,
                "channel": "visit",
                "outcome_id": outcome.id,
                "accompanied_by_ids": self.manager.ids,
            }
        )
        self.start_tour(
            "/odoo/reactivation-joint-visits",
            "reactivation_joint_visits",
            login="tour_manager",
        )

    def test_benchmark(self):
        self.start_tour(
            "/odoo/reactivation-benchmarks",
            "reactivation_benchmark",
            login="tour_manager",
        )
        benchmark = self.env["reactivation.benchmark"].search(Domain.TRUE)
        self.assertEqual((benchmark.figure, benchmark.value), ("contact_rate", 40))
        self.start_tour(
            "/odoo/reactivation-overview",
            "reactivation_benchmark_shown",
            login="tour_seller",
        )
