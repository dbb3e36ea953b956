from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .security_case import SecurityCase


@tagged("post_install", "-at_install")
class TestSecurityDecision(SecurityCase, HttpCase):
    """Who reads and takes decisions; the same over RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls.Episode.search(
            [("partner_id", "in", (cls.own | cls.free | cls.theirs | cls.abroad).ids)]
        )
        cls.cards.write({"decision": "go"})
        cls.Decision = cls.env["reactivation.decision"]

    def visible(self, user, **context):
        found = self.Decision.with_user(user).with_context(**context).search([])
        return set(found.sudo().partner_id.mapped("name"))

    def test_visible_decisions_by_role(self):
        self.assertEqual(self.visible(self.rep), {"Own", "Free"})
        self.assertEqual(self.visible(self.colleague), {"Theirs", "Free"})
        for user in (self.senior, self.manager):
            self.assertEqual(self.visible(user), {"Own", "Free", "Theirs"})
        both = (self.company | self.other).ids
        self.assertEqual(
            self.visible(self.polyglot, allowed_company_ids=both),
            {"Own", "Free", "Theirs", "Abroad"},
        )

    def test_others_see_nothing(self):
        for user in (self.clerk, self.portal, self.public):
            with self.assertRaises(AccessError, msg=user.login):
                self.Decision.with_user(user).search_count([])

    def test_nobody_writes_history(self):
        entry = self.Decision.search([("partner_id", "=", self.own.id)])
        for user in (self.rep, self.senior, self.manager):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(entry.with_user(user).has_access(operation))

    # -- over RPC

    def call(self, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/reactivation.episode/{method}",
            {
                "model": "reactivation.episode",
                "method": method,
                "args": args,
                "kwargs": {},
            },
        )

    def assert_refused(self, message, method, *args):
        with (
            mute_logger("odoo.http"),
            self.assertRaisesRegex(JsonRpcException, message),
        ):
            self.call(method, *args)

    def test_the_same_checks_for_a_script(self):
        own = self.record("reactivation.episode", self.own)
        theirs = self.record("reactivation.episode", self.theirs)
        own.write({"decision": "none"})
        own.stopped_by_us = "unpaid"
        self.authenticate("rep", "rep-password")
        user_error, access_error = (
            f"odoo.exceptions.{name}" for name in ("UserError", "AccessError")
        )
        self.assert_refused(user_error, "write", own.ids, {"decision": "go"})
        self.assert_refused(user_error, "write", own.ids, {"decision": "no_go"})
        self.assert_refused(
            access_error, "write", own.ids, {"stopped_lift_reason": "Why not"}
        )
        self.assert_refused(access_error, "write", own.ids, {"stopped_by_us": "no"})
        self.assert_refused(
            access_error, "write", own.ids, {"decision_by": self.colleague.id}
        )
        self.assert_refused(access_error, "action_go", theirs.ids)
        self.assert_refused(access_error, "write", theirs.ids, {"history_read": True})
        self.assertTrue(self.call("write", own.ids, {"history_read": True}))
        self.assertEqual(own.history_read_by, self.rep)
        self.assertEqual(own.decision, "none")
