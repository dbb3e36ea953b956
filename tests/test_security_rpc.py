from datetime import timedelta

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import NOW
from .security_case import FACADE, SecurityCase


@tagged("post_install", "-at_install")
class TestSecurityRpc(SecurityCase, HttpCase):
    """The same rules through real requests, as a script or a curious user sends."""

    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def log_in(self, user):
        self.authenticate(user.login, f"{user.login}-password")

    def assert_refused(self, model, method, *args, **kwargs):
        with (
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException, msg=(model, method, args)) as caught,
        ):
            self.call(model, method, *args, **kwargs)
        self.assertIn(
            "odoo.exceptions.AccessError", str(caught.exception), (model, method)
        )

    def test_salesperson(self):
        self.log_in(self.rep)
        for model in (
            "reactivation.customer",
            "reactivation.profile",
            "reactivation.episode",
        ):
            found = self.call(model, "search_read", [], ["partner_id"])
            names = {row["partner_id"][1] for row in found}
            self.assertEqual(names, {"Own", "Free"}, model)
            for partner in (self.theirs, self.abroad):
                record = self.record(model, partner)
                self.assert_refused(model, "read", record.ids, ["partner_id"])
        own = self.record("reactivation.episode", self.own)
        theirs = self.record("reactivation.episode", self.theirs)
        move = {"category_id": self.over_18.id}
        self.assert_refused("reactivation.episode", "write", theirs.ids, move)
        self.assert_refused("reactivation.episode", "unlink", own.ids)
        self.assert_refused("reactivation.episode", "create", [{}])
        self.assertTrue(self.call("reactivation.episode", "write", own.ids, move))
        self.assertEqual(own.category_id, self.over_18)
        self.assert_refused(
            "reactivation.customer",
            "write",
            self.record("reactivation.customer", self.own).ids,
            {"ordered_amount": 1},
        )
        self.assert_refused(
            "reactivation.policy", "write", self.policy.ids, {"inactive_after": 1}
        )
        self.assert_refused("reactivation.run", "search_read", [], ["today"])

    def test_logging_calls(self):
        outcome = self.env.ref("crm_reactivation.outcome_unreachable")

        def values(partner, **more):
            card = self.record("reactivation.episode", partner)
            return [{"episode_id": card.id, "outcome_id": outcome.id, **more}]

        self.log_in(self.rep)
        for partner in (self.free, self.theirs, self.abroad):
            self.assert_refused("reactivation.call", "create", values(partner))
        signed = {"user_id": self.colleague.id}
        [call_id] = self.call("reactivation.call", "create", values(self.own, **signed))
        log = self.env["reactivation.call"].browse(call_id)
        self.assertEqual(log.user_id, self.rep)
        self.assert_refused("reactivation.call", "unlink", log.ids)
        script = self.env["reactivation.script"].search([], limit=1)
        self.assert_refused(
            "reactivation.script", "write", script.ids, {"text": "Mine"}
        )
        self.log_in(self.clerk)
        for model in ("reactivation.call", "reactivation.script"):
            self.assert_refused(model, "search_count", [])

    def test_private_methods_are_not_reachable(self):
        self.log_in(self.manager)
        for method in ("_refresh", "_cron_refresh", "_write_figures"):
            self.assert_refused("reactivation.customer", method)

    def test_internal_user_without_sales_rights(self):
        self.log_in(self.clerk)
        for model in (
            "reactivation.customer",
            "reactivation.profile",
            "reactivation.episode",
            "reactivation.policy",
            "reactivation.category",
            "reactivation.run",
        ):
            self.assert_refused(model, "search_count", [])
            self.assert_refused(model, "search_read", [], ["display_name"])
        for name, value in FACADE.items():
            domain = [[name, "=", value]]
            self.assert_refused("res.partner", "search_count", domain)
            self.assert_refused("res.partner", "read", self.own.ids, [name])
            self.assert_refused("res.partner", "search_read", [], [], order=name)
        self.assert_refused(
            "res.partner", "web_read_group", [], ["inactivity_level"], ["__count"]
        )
        self.assert_refused(
            "res.partner",
            "formatted_read_group",
            [],
            [],
            ["no_order_probability:sum"],
        )
        self.assert_refused("res.partner", "export_data", self.own.ids, ["value_class"])
        # the partner itself is readable, as ever
        [row] = self.call("res.partner", "read", self.own.ids, ["name"])
        self.assertEqual(row["name"], "Own")

    def test_portal_user(self):
        self.log_in(self.portal)
        self.assert_refused("reactivation.customer", "search_count", [])
        self.assert_refused("reactivation.episode", "search_count", [])
        partner = self.portal.partner_id
        self.assert_refused("res.partner", "read", partner.ids, ["inactivity_level"])
        self.assert_refused("res.partner", "action_refresh_reactivation", partner.ids)

    def test_manager(self):
        self.log_in(self.manager)
        theirs = self.record("reactivation.episode", self.theirs)
        self.call(
            "reactivation.episode",
            "write",
            theirs.ids,
            {"pinned": True, "pin_reason": "Key"},
        )
        self.assertTrue(theirs.pinned)
        groups = self.call(
            "res.partner",
            "web_read_group",
            [["reactivation_episode_id", "!=", False]],
            ["activation_category_id"],
            ["__count"],
        )["groups"]
        self.assertEqual(sum(group["__count"] for group in groups), 3)

    def test_json2_with_an_api_key(self):
        """The public API: same rules, by key instead of session."""
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.rep)
            ._generate("rpc", "test", NOW + timedelta(days=1))
        )
        theirs = self.record("reactivation.episode", self.theirs)

        def post(method, **body):
            return self.url_open(
                f"/json/2/reactivation.episode/{method}",
                json=body,
                headers={"Authorization": f"Bearer {key}"},
            )

        response = post("search_read", domain=[], fields=["partner_id"])
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(len(response.json()), 2)
        with mute_logger("odoo.http"):
            response = post("read", ids=theirs.ids, fields=["partner_id"])
        self.assertEqual(response.status_code, 403, response.text)
