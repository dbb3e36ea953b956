from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .pursuit_case import MARKETING
from .security_case import SecurityCase

RENUNCIATION = "reactivation.renunciation"
ANSWER = "reactivation.renunciation.answer"
END = "reactivation.renunciation.end"


class RolesCase(SecurityCase):
    """One proposal for each customer at home, and one abroad."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mailer = cls.make_user("mailer", MARKETING, password="mailer-password")
        cls.reason = cls.env.ref("crm_reactivation.reason_do_not_pursue_late_payer")
        cls.of_theirs = cls.env[RENUNCIATION].create({"partner_id": cls.theirs.id})
        cls.of_abroad = cls.env[RENUNCIATION].create(
            {"partner_id": cls.abroad.id, "company_id": cls.other.id}
        )
        cls.env.flush_all()

    def of(self, user, partner, **values):
        """A proposal by a user, as that user sees it."""
        return (
            self.env[RENUNCIATION]
            .with_user(user)
            .create({"partner_id": partner.id, **values})
        )


@tagged("post_install", "-at_install")
class TestNotPursuedRoles(RolesCase):
    def seen_by(self, user):
        return self.env[RENUNCIATION].with_user(user).search([]).partner_id

    def test_salesperson_proposes_own_and_unassigned_only(self):
        mine = self.of(self.rep, self.own)
        self.of(self.rep, self.free)
        self.assertEqual((mine.proposer_id, mine.proposed_on), (self.rep, TODAY))
        self.of_theirs.sudo().unlink()
        with self.refused(AccessError, "Theirs belongs to Colleague"):
            self.of(self.rep, self.theirs)
        self.of(self.senior, self.theirs)

    def test_reads_own_and_unassigned(self):
        self.of(self.rep, self.own)
        self.assertEqual(self.seen_by(self.rep), self.own)
        self.assertEqual(self.seen_by(self.colleague), self.theirs)
        self.assertEqual(self.seen_by(self.senior), self.own | self.theirs)
        self.assertEqual(self.seen_by(self.manager), self.own | self.theirs)
        with self.refused(AccessError, "."):
            self.of_theirs.with_user(self.rep).read(["note"])
        with self.refused(AccessError, "."):
            self.of_abroad.with_user(self.manager).read(["note"])
        with self.refused(AccessError, "."):
            self.of_theirs.answer_ids.with_user(self.rep).read(["fits"])

    def test_only_managers_decide_and_end(self):
        mine = self.of(self.rep, self.own, reason_id=self.reason.id)
        for user in (self.rep, self.senior):
            with self.refused(AccessError, "Only sales managers decide"):
                mine.with_user(user).action_decide()
            with self.refused(AccessError, "."):
                self.env[END].with_user(user).create({"what": "refuse"})
        mine.with_user(self.manager).action_decide()
        with self.refused(AccessError, "Only sales managers decide"):
            mine._reinstate("Mine again")

    def test_who_changes_a_proposal(self):
        proposal = self.of(self.senior, self.own)
        mine = proposal.with_user(self.rep)
        with self.refused(AccessError, "Only whoever proposed it"):
            mine.note = "Not at all"
        with self.refused(AccessError, "Only whoever proposed it"):
            mine.answer_ids[0].fits = "yes"
        with self.refused(AccessError, "Only whoever proposed it"):
            mine.review_on = TODAY
        proposal.note = "Because"
        proposal.answer_ids[0].fits = "no"
        with self.refused(AccessError, "only a sales manager decides"):
            proposal.reviewer_id = self.senior
        with self.refused(AccessError, "written by the buttons"):
            proposal.state = "decided"
        with self.refused(AccessError, "make another one"):
            proposal.with_user(self.manager).partner_id = self.free
        mine.told_on = TODAY
        self.assertEqual(mine.told_on, TODAY, "told by who works with the customer")

    def test_marketing_proposes_and_learns_nothing_else(self):
        mine = self.of(self.mailer, self.own)
        self.assertEqual(mine.origin, "marketing")
        self.assertEqual(self.seen_by(self.mailer), self.own)
        self.assertTrue(mine.answer_ids[0].criterion_id.display_name)
        with self.refused(AccessError, "you propose for marketing"):
            self.of(self.mailer, self.free, origin="sales")
        with self.refused(AccessError, "."):
            self.of_theirs.with_user(self.mailer).read(["state"])
        for name in ("standing_text", "user_id", "profile_id.user_id"):
            with self.subTest(name), self.refused(AccessError, "."):
                self.env[RENUNCIATION].with_user(self.mailer).search([(name, "!=", 0)])
        with self.refused(AccessError, "."):
            mine.read(["standing_text"])
        with self.refused(AccessError, "."):
            self.env["reactivation.customer"].with_user(self.mailer).search([])

    def test_nobody_else(self):
        for user in (self.clerk, self.portal, self.public):
            for model in (RENUNCIATION, ANSWER, END, "reactivation.fit.criterion"):
                with self.refused(AccessError, "."):
                    self.env[model].with_user(user).search([])
            with self.refused(AccessError, "."):
                self.of(user, self.own)

    def test_another_company(self):
        with self.refused(AccessError, "."):
            self.of(self.manager, self.own, company_id=self.other.id)
        both = self.of_abroad.with_user(self.polyglot).with_context(
            allowed_company_ids=(self.company | self.other).ids
        )
        both.reason_id = self.reason
        both.action_decide()
        self.assertEqual(self.of_abroad.state, "decided")

    def test_nothing_is_deleted(self):
        with self.refused(AccessError, "."):
            self.of_theirs.with_user(self.manager).unlink()


@tagged("post_install", "-at_install")
class TestNotPursuedRpc(RolesCase, HttpCase):
    """The same through real requests."""

    def call(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, f"{user.login}-password")
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def assert_refused(self, user, method, *args, model=RENUNCIATION, **kwargs):
        with (
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException, msg=(user.login, method)) as caught,
        ):
            self.call(user, model, method, *args, **kwargs)
        self.assertIn("AccessError", str(caught.exception))

    def test_proposed_decided_and_reinstated(self):
        [made] = self.call(
            self.rep,
            RENUNCIATION,
            "create",
            [{"partner_id": self.own.id, "reason_id": self.reason.id}],
        )
        for values in ({"state": "decided"}, {"decided_by": self.rep.id}):
            self.assert_refused(self.rep, "write", [made], values)
            self.assert_refused(self.manager, "write", [made], values)
            self.assert_refused(
                self.rep, "create", [{"partner_id": self.free.id, **values}]
            )
        profile = self.record("reactivation.profile", self.own)
        for values in (
            {"pursuit": "not_pursued"},
            {"renunciation_ids": [Command.update(made, {"state": "decided"})]},
        ):
            self.assert_refused(
                self.rep, "write", profile.ids, values, model="reactivation.profile"
            )
        self.assert_refused(self.rep, "action_decide", [made])
        self.assert_refused(self.rep, "_reinstate", [made], "Mine")
        self.assert_refused(self.rep, "unlink", [made])
        card = self.record("reactivation.episode", self.own)
        self.call(self.manager, RENUNCIATION, "action_decide", [made])
        self.env.invalidate_all()
        self.assertEqual(card.state, "not_pursued")
        self.assert_refused(
            self.rep,
            "write",
            card.ids,
            {"is_superseded": True},
            model="reactivation.episode",
        )
        [dialog] = self.call(
            self.manager,
            END,
            "create",
            [{"renunciation_ids": [made], "what": "reinstate", "reason": "New owner"}],
        )
        self.call(self.manager, END, "action_apply", [dialog])
        self.env.invalidate_all()
        renunciation = self.env[RENUNCIATION].browse(made)
        self.assertEqual(renunciation.state, "reinstated")
        self.assertEqual(renunciation.ended_by, self.manager)

    def test_others_customers_marketing_and_outsiders(self):
        self.of_theirs.with_user(self.manager).write({"reason_id": self.reason.id})
        self.assert_refused(self.rep, "read", self.of_theirs.ids, ["note"])
        self.assert_refused(self.rep, "write", self.of_theirs.ids, {"note": "?"})
        self.assert_refused(self.manager, "action_decide", self.of_abroad.ids)
        for user in (self.clerk, self.portal):
            self.assert_refused(user, "search_read", [], ["partner_id"])
            self.assert_refused(user, "create", [{"partner_id": self.own.id}])
        [made] = self.call(
            self.mailer, RENUNCIATION, "create", [{"partner_id": self.own.id}]
        )
        self.assert_refused(self.mailer, "action_decide", [made])
        self.assert_refused(self.mailer, "read", [made], ["standing_text"])
