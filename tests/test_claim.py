from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .call_case import CallCase
from .common import NOW, TODAY
from .security_case import SALESMAN


def days_ago(days):
    return TODAY - timedelta(days=days)


class ClaimCase(CallCase):
    """Julie has a card, another one is nobody's; Anne reads all, Marc his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_claims = True
        cls.free_partner = cls.make_partner("Free")
        cls.make_order(cls.free_partner, 400)
        cls.refresh()
        cls.free = cls.card(cls.free_partner)
        cls.free.user_id = False
        # nobody was in touch since the last order, 400 days ago
        cls.the_card.write({"opened_on": days_ago(90), "assigned_on": False})

    def to_claim(self, user):
        return self.Episode.with_user(user).search([("can_claim", "=", True)])

    def claim(self, user, card=None):
        (card or self.the_card).with_user(user).action_claim()


@tagged("post_install", "-at_install")
class TestClaim(ClaimCase):
    def test_off_by_default(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(other.reactivation_claims)
        self.assertEqual(
            (other.reactivation_claim_days, other.reactivation_claim_protected_days),
            (180, 90),
        )
        self.company.reactivation_claims = False
        self.assertFalse(self.to_claim(self.senior))
        self.assertFalse(self.free.claimable_from)
        for action in ("action_claim", "action_give_back"):
            with self.refused(UserError, "sales managers assign cards.*Garage Durand"):
                getattr(self.the_card.with_user(self.julie), action)()

    def test_a_card_of_nobody(self):
        self.assertIn(self.free, self.to_claim(self.marc))
        self.assertNotIn(self.the_card, self.to_claim(self.marc))
        self.claim(self.marc, self.free)
        self.assertEqual(self.free.user_id, self.marc)
        self.assertEqual(self.free.customer_id.user_id, self.marc)
        self.assertEqual(self.free.assigned_on, TODAY)
        log = self.env["reactivation.sharing"].search([], limit=1)
        self.assertEqual((log.method, log.user_id), ("claim", self.marc))
        self.assertEqual(log.line_ids.episode_id, self.free)
        self.assertIn("Claimed: from nobody to Marc Roy", self.free.message_ids[0].body)
        log.with_user(self.manager).action_undo()
        self.assertFalse(self.free.user_id)

    def test_protected_for_exactly_so_many_days(self):
        self.assertEqual(self.the_card.claimable_from, TODAY)
        self.assertIn(self.the_card, self.to_claim(self.senior))
        self.the_card.opened_on = days_ago(89)
        self.assertNotIn(self.the_card, self.to_claim(self.senior))
        with self.refused(
            UserError,
            "Julie Dupont has the card of Garage Durand.* 180 .* 90 .*03/16/2027",
        ):
            self.claim(self.senior)
        self.the_card.opened_on = days_ago(90)
        self.claim(self.senior)
        self.assertEqual(self.the_card.user_id, self.senior)
        with self.refused(UserError, "Anne Petit has the card.*06/13/2027"):
            self.claim(self.manager)
        with self.refused(UserError, "is yours"):
            self.claim(self.senior)

    def test_an_assignment_protects(self):
        self.the_card.user_id = self.marc
        self.assertEqual(self.the_card.assigned_on, TODAY)
        self.the_card.assigned_on = days_ago(89)
        self.the_card.user_id = self.marc  # the same again is no assignment
        self.assertEqual(self.the_card.assigned_on, days_ago(89))
        self.assertNotIn(self.the_card, self.to_claim(self.senior))

    def test_contact_within_exactly_so_many_days(self):
        for name in ("last_call_on", "decision_on", "silent_since"):
            before = self.the_card[name]
            for days, claimable in ((179, False), (180, True)):
                self.the_card[name] = days_ago(days)
                self.assertEqual(
                    self.the_card in self.to_claim(self.senior), claimable, name
                )
                self.assertEqual(
                    self.the_card.with_user(self.senior).can_claim, claimable
                )
            self.the_card[name] = before

    def test_what_the_salesperson_wrote_is_contact(self):
        def note(user, days):
            message = self.the_card.with_user(user).message_post(
                body="Spoke to Paul", message_type="comment"
            )
            message.sudo().date = NOW - timedelta(days=days)
            self.env.flush_all()
            self.the_card.invalidate_recordset()

        note(self.senior, 10)
        self.assertIn(self.the_card, self.to_claim(self.senior), "not the owner")
        note(self.julie, 180)
        self.assertIn(self.the_card, self.to_claim(self.senior))
        note(self.julie, 179)
        self.assertNotIn(self.the_card, self.to_claim(self.senior))

    def test_an_activity_that_was_done_is_contact(self):
        activity = self.the_card.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.julie.id
        )
        self.assertIn(self.the_card, self.to_claim(self.senior), "planned only")
        activity.with_user(self.julie).action_feedback()
        self.assertNotIn(self.the_card, self.to_claim(self.senior))

    def test_give_back_and_claim_with_what_was_planned(self):
        planned = self.the_card.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.julie.id
        )
        team = self.the_card.team_id
        self.the_card.with_user(self.julie).action_give_back()
        self.assertFalse(self.the_card.user_id)
        self.assertEqual(self.the_card.team_id, team)
        self.assertFalse(planned.user_id)
        self.claim(self.marc)
        self.assertEqual(planned.user_id, self.marc)
        with self.refused(AccessError, "Garage Durand is not yours"):
            self.the_card.with_user(self.senior).action_give_back()

    def test_closed_cards_stay(self):
        self.the_card.state = "released"
        self.assertFalse(self.the_card.claimable_from)
        for action in ("action_claim", "action_give_back"):
            with self.refused(UserError, "card of Garage Durand is closed"):
                getattr(self.the_card.with_user(self.julie), action)()

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.make_user(
            "stranger", SALESMAN, company_id=other.id, company_ids=other.ids
        )
        self.assertFalse(self.to_claim(stranger))
        with self.assertRaises(AccessError):
            self.claim(stranger, self.free)

    def test_days_are_not_negative(self):
        with (
            mute_logger("odoo.sql_db"),
            self.refused(IntegrityError, "reactivation_claim_positive"),
        ):
            self.company.reactivation_claim_days = -1


@tagged("post_install", "-at_install")
class TestClaimRpc(HttpCase, ClaimCase):
    def call(self, method, card, *args):
        with mute_logger("odoo.http"):
            return self.make_jsonrpc_request(
                f"/web/dataset/call_kw/reactivation.episode/{method}",
                {
                    "model": "reactivation.episode",
                    "method": method,
                    "args": [card.ids, *args],
                    "kwargs": {},
                },
            )

    def test_only_what_may_be_claimed(self):
        self.marc.password = "marc-password"
        self.authenticate("marc", "marc-password")
        for method, args in (
            ("action_claim", ()),
            ("action_give_back", ()),
            ("_change_hands", ("claim", self.marc.id, "Mine")),
            ("write", ({"assigned_on": "2020-01-01"},)),
        ):
            with self.assertRaises(JsonRpcException):
                self.call(method, self.the_card, *args)
        self.call("action_claim", self.free)
        with self.assertRaises(JsonRpcException):
            self.call("write", self.free, {"assigned_on": "2020-01-01"})
        self.env.invalidate_all()
        self.assertEqual(self.free.user_id, self.marc)
        self.assertEqual(self.the_card.user_id, self.julie)
