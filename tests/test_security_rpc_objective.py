from odoo.tests import HttpCase, tagged

from . import test_security_rpc as rpc
from .security_case import SecurityCase


@tagged("post_install", "-at_install")
class TestSecurityRpcObjective(SecurityCase, HttpCase):
    """Objectives, credits and settings through real requests."""

    call = rpc.TestSecurityRpc.call
    log_in = rpc.TestSecurityRpc.log_in
    assert_refused = rpc.TestSecurityRpc.assert_refused

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.objective = cls.env["reactivation.objective"].create(
            {"user_id": cls.rep.id, "target_count": 20}
        )
        cls.colleagues = cls.objective.copy({"user_id": cls.colleague.id})
        card = cls.record("reactivation.episode", cls.own)
        order = cls.make_order(cls.own, 0, confirm=False)
        order.action_confirm()
        cls.credit = card.credit_ids
        cls.env.flush_all()

    def test_salesperson(self):
        self.log_in(self.rep)
        objective = "reactivation.objective"
        found = self.call(objective, "search_read", [], ["done_count"])
        self.assertEqual([row["id"] for row in found], self.objective.ids)
        self.assertEqual(found[0]["done_count"], 1)
        for ids, values in (
            (self.objective.ids, {"target_count": 1}),
            (self.objective.ids, {"agreed_by": self.rep.id}),
            (self.objective.ids, {"result_count": 99}),
        ):
            self.assert_refused(objective, "write", ids, values)
        self.assert_refused(objective, "read", self.colleagues.ids, ["target_count"])
        self.assert_refused(objective, "create", [{"user_id": self.rep.id}])
        for button in ("action_agree", "action_close", "action_renegotiate"):
            self.assert_refused(objective, button, self.objective.ids)
        milestones = self.objective.milestone_ids.ids
        self.assert_refused(
            "reactivation.milestone", "write", milestones, {"number": 0}
        )
        self.assert_refused("reactivation.plan", "unlink", [1])
        self.assert_refused("reactivation.settings", "create", [{}])
        self.assert_refused(
            "reactivation.credit", "write", self.credit.ids, {"amount": 9}
        )
        self.assert_refused("reactivation.credit", "create", [{}])
        self.assert_refused(
            "reactivation.credit.correction",
            "create",
            [{"credit_id": self.credit.id, "reason": "Mine"}],
        )

    def test_manager(self):
        self.log_in(self.manager)
        for values in ({"closed_on": "2027-01-01"}, {"result_amount": 1e6}):
            self.assert_refused(
                "reactivation.objective", "write", self.objective.ids, values
            )
        self.assert_refused(
            "reactivation.credit", "write", self.credit.ids, {"user_id": 1}
        )
        self.call("reactivation.objective", "action_agree", self.objective.ids)
        self.assertEqual(self.objective.agreed_by, self.manager)
        self.assert_refused(
            "reactivation.settings",
            "create",
            [{"company_id": self.other.id, "reactivation_credit_days": 1}],
        )
        self.call("reactivation.settings", "create", [{"reactivation_credit_days": 33}])
        self.assertEqual(self.company.reactivation_credit_days, 33)

    def test_without_sales_rights(self):
        for user in (self.clerk, self.portal):
            self.log_in(user)
            for model in ("credit", "objective", "milestone", "plan", "settings"):
                self.assert_refused(f"reactivation.{model}", "search_count", [])
            self.assert_refused("reactivation.objective", "get_board_lines")
