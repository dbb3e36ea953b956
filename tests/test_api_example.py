from datetime import timedelta
from xmlrpc.client import Fault

from odoo.tests import HttpCase, tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME
from odoo.tools import mute_logger

from .common import NOW
from .dev_tools import import_dev_tools
from .security_case import SecurityCase

#: What a board shows, dates and amounts included.
BOARD = (
    *("partner_id", "category_id", "value_class", "at_stake_amount"),
    *("silence_days", "last_order_date", "next_step_text", "user_id"),
)


@tagged("post_install", "-at_install")
class TestApiExample(SecurityCase, HttpCase):
    """The example script reads the board and logs a call, by real requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = import_dev_tools().api

    def key(self, user):
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "Example", NOW + timedelta(days=1))

    def api(self, user):
        api = self.script.Api(self.base_url(), self.env.cr.dbname, self.key(user))
        api.headers["Cookie"] = f"{TEST_CURSOR_COOKIE_NAME}={self.http_request_key}"
        return api

    def test_board_and_call(self):
        card = self.record("reactivation.episode", self.own)
        with self.allow_requests():
            api = self.api(self.rep)
            names = {row["partner_id"][1] for row in self.script.board(api)}
            self.assertEqual(names, {"Own", "Free"})
            call_id = self.script.log_call(api, card.id, "unreachable", "Rang twice")
        call = self.env["reactivation.call"].browse(call_id)
        self.assertEqual(
            (call.episode_id, call.user_id, call.effect, call.note),
            (card, self.rep, "unreachable", "Rang twice"),
        )
        self.assertTrue(card.activity_ids, msg="the next call is planned")

    def test_refusals(self):
        theirs = self.record("reactivation.episode", self.theirs)
        with self.allow_requests(), mute_logger("odoo.http"):
            api = self.api(self.rep)
            with self.assertRaisesRegex(RuntimeError, "no outcome 'sold'"):
                self.script.log_call(api, theirs.id, "sold")
            with self.assertRaisesRegex(RuntimeError, "belongs to Colleague"):
                self.script.log_call(api, theirs.id, "unreachable")
            api.headers["Authorization"] = "bearer wrong"
            with self.assertRaises(RuntimeError):
                self.script.board(api)
        self.assertFalse(theirs.call_ids)

    def test_xml_rpc(self):
        """The same over XML-RPC: the key is the password."""
        # Odoo warns that its version 20 will have JSON-2 only; and of what it refuses
        loggers = ("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
        self.enterContext(mute_logger(*loggers))
        database, key = self.env.cr.dbname, self.key(self.rep)
        uid = self.xmlrpc_common.authenticate(database, self.rep.login, key, {})
        self.assertEqual(uid, self.rep.id)

        def call(model, method, *arguments, **named):
            return self.xmlrpc_object.execute_kw(
                database, uid, key, model, method, arguments, named
            )

        board = call(
            "reactivation.episode",
            "search_read",
            [["state", "=", "open"]],
            fields=BOARD,
        )
        names = {row["partner_id"][1] for row in board}
        self.assertEqual(names, {"Own", "Free"})
        outcome = self.env.ref("crm_reactivation.outcome_unreachable")
        card = self.record("reactivation.episode", self.own)
        values = {"episode_id": card.id, "outcome_id": outcome.id, "note": "Rang"}
        [call_id] = call("reactivation.call", "create", [values])
        log = self.env["reactivation.call"].browse(call_id)
        self.assertEqual(
            (log.episode_id, log.user_id, log.note), (card, self.rep, "Rang")
        )
        self.assertTrue(card.activity_ids, msg="the next call is planned")
        self.assertTrue(call("reactivation.episode", "action_go", card.ids))
        self.assertEqual(card.decision, "go")
        theirs = self.record("reactivation.episode", self.theirs)
        with self.assertRaisesRegex(Fault, "belongs to Colleague"):
            call("reactivation.call", "create", [{**values, "episode_id": theirs.id}])
        with self.assertRaisesRegex(Fault, "rivate method"):
            call("reactivation.episode", "_open_missing", card.ids)
