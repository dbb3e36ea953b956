from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from . import test_security_rpc as rpc
from .security_case import SecurityCase
from .test_campaign_security import MARKETING

CAMPAIGN = "reactivation.campaign"
ENROLLMENT = "reactivation.enrollment"


@tagged("post_install", "-at_install")
class TestSecurityRpcCampaign(SecurityCase, HttpCase):
    """R128: marketing without sales rights, and salespeople, through real requests."""

    call = rpc.TestSecurityRpc.call
    log_in = rpc.TestSecurityRpc.log_in
    assert_refused = rpc.TestSecurityRpc.assert_refused

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_campaign_needs_go = False
        cls.marketer = cls.make_user(
            "marketer", MARKETING, password="marketer-password"
        )
        for partner in cls.own | cls.free | cls.theirs | cls.abroad:
            partner.phone = "+33 1"
        cls.step = {
            "name": "Call",
            "channel_id": cls.env.ref("crm_reactivation.channel_call").id,
        }
        cls.managers = cls.env[CAMPAIGN].create(
            {
                "name": "The manager's",
                "user_id": cls.manager.id,
                "step_ids": [(0, 0, cls.step)],
            }
        )
        cls.env.flush_all()

    def shown(self, model, record_id, *kinds):
        """Read a record with all the fields that its views show this user."""
        views = self.call(model, "get_views", [[False, kind] for kind in kinds], {})
        names = set(views["models"][model]["fields"])
        [values] = self.call(model, "read", [record_id], sorted(names))
        return values

    def test_marketing(self):
        self.log_in(self.marketer)
        [mine] = self.call(
            CAMPAIGN, "create", [{"name": "Mine", "step_ids": [[0, 0, self.step]]}]
        )
        [step] = self.call(CAMPAIGN, "read", [mine], ["step_ids"])[0]["step_ids"]
        values = {"name": "Ring them", "body": "<p>Dear {contact}</p>"}
        self.call("reactivation.campaign.step", "write", [step], values)
        self.call(CAMPAIGN, "action_launch", [mine])
        values = self.shown(CAMPAIGN, mine, "form", "kanban", "list")
        self.assertEqual((values["state"], values["enrolled_count"]), ("running", 3))
        self.assertNotIn("order_amount", values)
        found = self.call(
            ENROLLMENT,
            "search_read",
            [["campaign_id", "=", mine]],
            ["partner_id", "category_id", "inactivity_level", "next_step_id"],
        )
        names = {row["partner_id"][1] for row in found}
        self.assertEqual(names, {"Own", "Free", "Theirs"})
        self.assertEqual({row["inactivity_level"] for row in found}, {"inactive"})
        values = self.shown(ENROLLMENT, found[0]["id"], "form", "kanban", "list")
        self.assertNotIn("order_amount", values)

    def test_marketing_learns_no_amounts(self):
        """Not by reading, searching, grouping or counting an audience."""
        self.log_in(self.marketer)
        [mine] = self.call(
            CAMPAIGN, "create", [{"name": "Mine", "step_ids": [[0, 0, self.step]]}]
        )
        self.call(CAMPAIGN, "action_launch", [mine])
        ids = self.call(ENROLLMENT, "search", [["campaign_id", "=", mine]])
        self.assert_refused(ENROLLMENT, "read", ids, ["order_amount"])
        self.assert_refused(CAMPAIGN, "read", [mine], ["order_amount"])
        for field in (
            "order_amount",
            "customer_id.ordered_amount",
            "episode_id.at_stake_amount",
        ):
            self.assert_refused(ENROLLMENT, "search_count", [[field, ">", 0]])
        self.assert_refused(
            ENROLLMENT, "formatted_read_group", [], [], ["order_amount:sum"]
        )
        for model in ("reactivation.customer", "reactivation.episode", "sale.order"):
            self.assert_refused(model, "search_count", [])
        amounts = "[('ordered_amount', '>', 50)]"
        self.assert_refused(CAMPAIGN, "create", [{"name": "X", "domain": amounts}])
        self.assert_refused(CAMPAIGN, "write", [mine], {"domain": amounts})
        [saved] = self.call(
            "ir.filters",
            "create",
            [{"name": "X", "model_id": "reactivation.customer", "domain": amounts}],
        )
        self.assert_refused(CAMPAIGN, "write", [mine], {"filter_id": saved})
        theirs = self.env["ir.filters"].create(
            {"name": "Y", "model_id": "reactivation.customer", "user_ids": False}
        )
        self.call(CAMPAIGN, "write", [mine], {"filter_id": theirs.id})
        scenario = self.env.ref("crm_reactivation.scenario_bought_much")
        scenario.domain = amounts
        action = self.call(CAMPAIGN, "action_use_scenario", scenario.ids)
        copy = self.env[CAMPAIGN].browse(action["res_id"])
        self.assertEqual((copy.domain, copy.user_id), (amounts, self.marketer))

    def test_marketing_leaves_others_alone(self):
        self.log_in(self.marketer)
        self.assert_refused(CAMPAIGN, "read", self.managers.ids, ["name"])
        self.assert_refused(CAMPAIGN, "action_launch", self.managers.ids)
        steps = self.managers.step_ids.ids
        self.assert_refused("reactivation.campaign.step", "write", steps, {"name": "X"})
        self.managers.action_launch()
        with patch.object(self.env.cr, "commit"):  # the runner's
            self.managers._run()
        enrolled = self.managers.enrollment_ids
        self.assertTrue(enrolled)
        self.assert_refused(ENROLLMENT, "action_take_out", enrolled.ids)
        self.assert_refused(ENROLLMENT, "read", enrolled.ids, ["partner_id"])
        touches = enrolled.touch_ids.ids
        self.assert_refused("reactivation.touch", "read", touches, ["state"])

    def test_salesperson(self):
        self.managers.action_launch()
        self.log_in(self.rep)
        for button in ("action_pause", "action_stop"):
            self.assert_refused(CAMPAIGN, button, self.managers.ids)
        self.assert_refused(CAMPAIGN, "write", self.managers.ids, {"budget": 1})
        found = self.call(ENROLLMENT, "search_read", [], ["partner_id"])
        self.assertEqual({row["partner_id"][1] for row in found}, {"Own", "Free"})
        theirs = self.managers.enrollment_ids.filtered(
            lambda enrollment: enrollment.partner_id == self.theirs
        )
        self.assert_refused(ENROLLMENT, "read", theirs.ids, ["partner_id"])
        self.assert_refused(ENROLLMENT, "write", theirs.ids, {"email": "x@example.com"})
        self.assert_refused(ENROLLMENT, "action_take_out", theirs.ids)
