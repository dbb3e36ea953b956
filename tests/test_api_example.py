from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME
from odoo.tools import mute_logger

from .common import NOW
from .dev_tools import import_dev_tools
from .security_case import SecurityCase


@tagged("post_install", "-at_install")
class TestApiExample(SecurityCase, HttpCase):
    """The example script reads the board and logs a call, by real requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = import_dev_tools().api

    def api(self, user):
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "Example", NOW + timedelta(days=1))
        )
        api = self.script.Api(self.base_url(), self.env.cr.dbname, key)
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
