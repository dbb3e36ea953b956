from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .security_case import MANAGER, SALESMAN
from .self_test_case import SelfTestCase


@tagged("post_install", "-at_install")
class TestSelfTestSecurity(SelfTestCase):
    """Managers take it and see those of their companies; nobody else learns of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.manager = cls.make_user("self_manager", MANAGER)
        cls.colleague = cls.make_user("self_colleague", MANAGER)
        cls.abroad = cls.make_user(
            "self_abroad", MANAGER, company_id=cls.other.id, company_ids=cls.other.ids
        )

    def test_managers(self):
        mine = self.take(30, self.manager)
        theirs = self.take(30, self.colleague)
        draft = self.begin(30, self.colleague)
        foreign = self.take(30, self.abroad)
        self.assertEqual(foreign.company_id, self.other)
        seen = self.Test.with_user(self.manager).search([])
        self.assertEqual(seen, mine | theirs | draft)
        for change in (
            lambda: draft.with_user(self.manager).write({"date": TODAY}),
            lambda: draft.with_user(self.manager).action_submit(),
            lambda: draft.answer_ids[0]
            .with_user(self.manager)
            .write({"choice_id": False}),
            lambda: theirs.with_user(self.manager).unlink(),
            lambda: foreign.with_user(self.manager).read(["points"]),
            lambda: foreign.answer_ids.with_user(self.manager).read(["points"]),
        ):
            with self.assertRaises(AccessError):
                change()
        mine.with_user(self.manager).unlink()
        self.assertFalse(mine.exists())

    def test_nobody_answers_for_somebody_else(self):
        test = self.Test.with_user(self.manager).create({"user_id": self.colleague.id})
        self.assertEqual(test.user_id, self.manager)
        with self.refused(AccessError, "belongs to the person who takes it"):
            test.user_id = self.colleague
        with self.refused(AccessError, "belongs to the person who takes it"):
            test.company_id = self.other

    def test_own_draft_only_is_gone_on_with(self):
        self.begin(30, self.colleague)
        action = self.Test.with_user(self.manager).action_take()
        self.assertFalse(action["res_id"])

    def test_everybody_else(self):
        self.take(30, self.manager)
        seller = self.make_user("self_seller", SALESMAN)
        senior = self.make_user(
            "self_senior", "sales_team.group_sale_salesman_all_leads"
        )
        clerk = self.make_user("self_clerk")
        portal = self.make_user("self_portal")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        for user in (seller, senior, clerk, portal):
            for model in (
                "reactivation.self.test",
                "reactivation.self.test.answer",
                "reactivation.self.test.question",
                "reactivation.self.test.choice",
            ):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_count([])
            with self.assertRaises(AccessError):
                self.Test.with_user(user).action_take()
        menus = self.env["ir.ui.menu"].with_user(seller)._visible_menu_ids()
        self.assertNotIn(self.env.ref("crm_reactivation.menu_self_test").id, menus)
        menus = self.env["ir.ui.menu"].with_user(self.manager)._visible_menu_ids()
        self.assertIn(self.env.ref("crm_reactivation.menu_self_test").id, menus)


@tagged("post_install", "-at_install")
class TestSelfTestRpc(SelfTestCase, HttpCase):
    """Real requests of a script: an incomplete test has no result there either."""

    def test_incomplete_test_is_refused(self):
        self.make_user("self_rpc", MANAGER, password="self_rpc-password")
        self.authenticate("self_rpc", "self_rpc-password")

        def call(method, *args):
            return self.make_jsonrpc_request(
                f"/web/dataset/call_kw/reactivation.self.test/{method}",
                {
                    "model": "reactivation.self.test",
                    "method": method,
                    "args": args,
                    "kwargs": {},
                },
            )

        test_id = call("create", [{}])
        for method, args in (
            ("create", [{"state": "done"}]),
            ("write", [test_id, {"state": "done"}]),
            ("action_submit", [test_id]),
        ):
            with (
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException, msg=method) as caught,
            ):
                call(method, *args)
            self.assertIn("ValidationError", str(caught.exception), method)
        self.assertEqual(self.Test.search([]).ids, test_id)
        self.assertEqual(self.Test.search([]).state, "draft")
