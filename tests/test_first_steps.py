from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import TODAY
from .security_case import SecurityCase


@tagged("post_install", "-at_install")
class TestFirstSteps(CampaignCase):
    """Each line of the checklist is ticked by its fact, and by nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", "sales_team.group_sale_manager")
        # a company of its own: nothing of the demo data counts
        cls.fresh = cls.env["res.company"].create({"name": "Fresh Start Ltd"})
        (cls.boss | cls.seller | cls.env.user).company_ids += cls.fresh
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.fresh.ids}
        )
        cls.company = cls.fresh
        for name in ("Customer", "Episode", "Campaign", "Enrollment", "Touch"):
            setattr(cls, name, getattr(cls, name).with_env(cls.env))
        cls.policy = cls.policy.with_env(cls.env)

    def overview(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["reactivation.overview"].with_user(user or self.boss)

    def steps(self, user=None):
        """Dict code -> line."""
        lines = self.overview(user).get_figures()["first_steps"]
        return {line["code"]: line for line in lines}

    def assertDone(self, *codes):
        found = self.steps()
        self.assertEqual([code for code in found if found[code]["done"]], [*codes])

    def test_story(self):
        self.assertDone()
        partner = self.customer(go=False, company_id=self.fresh.id, user_id=False)
        card = self.card(partner)
        self.assertFalse(card.user_id)
        self.assertDone("figures")
        self.assertIn("without a salesperson: 1.", self.steps()["sharing"]["detail"])

        self.env["reactivation.policy"].with_user(self.boss).preview(self.policy.id, {})
        self.assertEqual(self.fresh.reactivation_policy_tried_on, TODAY)
        self.assertDone("figures", "policy")

        card.user_id = self.seller
        self.assertDone("figures", "policy", "sharing")

        objective = self.env["reactivation.objective"].create(
            {"user_id": self.seller.id, "target_count": 2}
        )
        self.assertDone("figures", "policy", "sharing")
        objective.action_agree()
        self.assertDone("figures", "policy", "sharing", "objective")

        self.env["reactivation.assessment"].create(
            {"customer_id": card.customer_id.id, "episode_id": card.id}
        )
        self.assertDone("figures", "policy", "sharing", "objective", "assessment")

        campaign = self.make_campaign(launch=False)
        self.assertDone("figures", "policy", "sharing", "objective", "assessment")
        campaign.action_launch()
        self.assertFalse(self.steps(), msg="all done: the list is gone")

    def test_cards_shared_out_stay_so(self):
        """A card that comes later without a salesperson does not take the tick away."""
        cards = self.Episode
        for name in ("Garage", "Bakery"):
            partner = self.customer(
                name, go=False, company_id=self.fresh.id, user_id=False
            )
            cards |= self.card(partner)
        shared = self.env["reactivation.sharing"].with_user(self.boss)
        shared._share_out(
            self.fresh,
            "count",
            [(cards[0].id, None, self.seller.id, None, None)],
        )
        self.assertTrue(self.steps()["sharing"]["done"])
        self.assertIn("without a salesperson: 1.", self.steps()["sharing"]["detail"])

    def test_each_line_opens_a_screen(self):
        for code, line in self.steps().items():
            action = line["action"]
            self.assertIn(
                action["type"], ("ir.actions.act_window", "ir.actions.server"), code
            )
            if action.get("domain"):
                domain = action["domain"]
                self.env[action["res_model"]].search_count(domain)

    def test_closed_by_a_manager_in_one_company(self):
        self.overview().close_first_steps()
        self.assertEqual(self.fresh.reactivation_first_steps_closed_on, TODAY)
        self.assertFalse(self.steps())
        other = self.env["res.company"].create({"name": "Other Ltd"})
        self.boss.company_ids = [Command.link(other.id)]
        elsewhere = self.overview().with_context(allowed_company_ids=other.ids)
        self.assertEqual(len(elsewhere._first_steps()), 6)


@tagged("post_install", "-at_install")
class TestFirstStepsSecurity(SecurityCase):
    def test_roles(self):
        for user in (self.rep, self.senior):
            overview = self.env["reactivation.overview"].with_user(user)
            self.assertFalse(overview.get_figures()["first_steps"])
            with self.refused(AccessError, "Only sales managers close the list"):
                overview.close_first_steps()
            with self.assertRaises(AccessError):
                overview.env.company.reactivation_first_steps_closed_on = TODAY
        for user in (self.clerk, self.portal, self.public):
            overview = self.env["reactivation.overview"].with_user(user)
            with self.refused(AccessError, "Only sales managers close the list"):
                overview.close_first_steps()
