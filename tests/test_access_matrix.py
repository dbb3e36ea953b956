from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .access_matrix import MARKETING, MATRIX, OPERATIONS, SHARED
from .security_case import SecurityCase


@tagged("post_install", "-at_install")
class TestAccessMatrix(SecurityCase, HttpCase):
    """Every model of the module: role × operation, own / free / other's / abroad."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketer = cls.make_user("marketer", MARKETING, password="m-password")
        passwords = {cls.marketer: "m-password"}
        cls.senior.password = "senior-password"
        cls.roles = {
            "rep": (cls.rep, 0),
            "senior": (cls.senior, 0),
            "manager": (cls.manager, 1),
            "marketer": (cls.marketer, 2),
            "clerk": (cls.clerk, None),
            "portal": (cls.portal, None),
        }
        cls.passwords = {
            user: passwords.get(user, f"{user.login}-password")
            for user, __ in cls.roles.values()
        }

    def models(self):
        """Concrete models of the module, by name."""
        return sorted(
            name
            for name, model in self.env.registry.items()
            if name.startswith("reactivation.") and not model._abstract
        )

    def log_in(self, role):
        user, column = self.roles[role]
        self.authenticate(user.login, self.passwords[user])
        return column

    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def refused_by(self, model, method, *args):
        """Name of the error that a call ends with, or nothing."""
        try:
            with mute_logger("odoo.http"):
                self.call(model, method, *args)
        except JsonRpcException as error:
            return str(error)
        return ""

    def test_every_model_is_in_the_matrix(self):
        self.assertEqual(self.models(), sorted(MATRIX))

    def test_role_by_model_by_operation(self):
        for role in self.roles:
            column = self.log_in(role)
            for model, allowed in MATRIX.items():
                may = "" if column is None else allowed[column]
                found = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self.call(model, "has_access", [], operation)
                )
                self.assertEqual(found, may, (role, model))
                record = self.env[model].search([], limit=1)
                attempts = {
                    "r": ("search_read", [], ["id"]),
                    "w": ("write", record.ids, {"display_name": "x"}),
                    "c": ("create", [{}]),
                    "u": ("unlink", record.ids),
                }
                for letter, attempt in attempts.items():
                    if letter not in may and (record or letter in "rc"):
                        self.assertIn(
                            "AccessError",
                            self.refused_by(model, *attempt),
                            (role, model, attempt),
                        )

    def test_without_a_session(self):
        self.authenticate(None, None)
        for model in MATRIX:
            error = self.refused_by(model, "search_read", [], ["id"])
            self.assertRegex(error, "SessionExpired|AccessError|Session expired", model)

    # -- on which records

    def test_every_model_knows_its_company(self):
        """A global rule, so that no group steps over it; drafts are their author's."""
        rules = self.env["ir.rule"].search(
            [("global", "=", True), ("domain_force", "like", "company_ids")]
        )
        kept_apart = set(rules.model_id.mapped("model"))
        for name in self.models():
            if not self.env[name]._transient and name not in SHARED:
                self.assertIn(name, kept_apart)

    def test_every_dialog_is_its_authors(self):
        """Odoo lets whoever may open a dialog read and confirm those of others."""
        rules = self.env["ir.rule"].search(
            [("global", "=", True), ("domain_force", "like", "create_uid")]
        )
        kept_apart = set(rules.model_id.mapped("model"))
        for name in self.models():
            if self.env[name]._transient:
                self.assertIn(name, kept_apart)
        reasons = self.env["reactivation.reason"]
        reason = reasons.search([("kind", "=", "no_go")], limit=1)
        card = self.record("reactivation.episode", self.own)
        self.log_in("manager")
        values = {"episode_ids": card.ids, "reason_id": reason.id, "note": "Private"}
        model = "reactivation.no.go"
        ids = self.call(model, "create", [{**values, "revisit_on": "2027-09-01"}])
        self.assertEqual(self.call(model, "read", ids, ["note"])[0]["note"], "Private")
        self.log_in("rep")
        for method, *arguments in (
            ("read", ["note"]),
            ("write", {"note": "Mine"}),
            ("action_confirm",),
        ):
            error = self.refused_by(model, method, ids, *arguments)
            self.assertIn("AccessError", error, method)
        self.assertFalse(self.call(model, "search", []))

    def records_about(self, partner):
        """Something of every kind about a customer, made by nobody in particular."""
        company = self.other if partner == self.abroad else self.company
        env = self.env(context={"allowed_company_ids": company.ids})
        profile = self.record("reactivation.profile", partner).with_env(env)
        customer = self.record("reactivation.customer", partner)
        card = self.record("reactivation.episode", partner)
        key = {"partner_id": partner.id, "company_id": company.id}
        owner = partner.user_id or self.env.user
        found = {
            "reactivation.lifecycle": {
                "customer_id": customer.id,
                "date": "2027-01-01",
                "new_status": "lead",
            },
            "reactivation.incumbent": {"profile_id": profile.id, "name": "Rival Ltd"},
            "reactivation.observation": {**key, "user_id": owner.id},
            "reactivation.assessment": {"customer_id": customer.id},
            "reactivation.credit": {
                "episode_id": card.id,
                "date": "2027-01-01",
                "until": "2027-02-01",
                "user_id": partner.user_id.id,
            },
        }
        made = {name: env[name].create(values) for name, values in found.items()}
        return {
            **made,
            "reactivation.customer": customer,
            "reactivation.profile": profile,
            "reactivation.episode": card,
            "reactivation.report": self.env["reactivation.report"].browse(card.id),
        }

    def test_records_by_owner(self):
        """Own and unassigned for a salesperson, of the own company for a manager."""
        about = {
            partner: self.records_about(partner)
            for partner in (self.own, self.free, self.theirs, self.abroad)
        }
        self.env.flush_all()
        visible = {
            "rep": {self.own, self.free},
            "senior": {self.own, self.free, self.theirs},
            "manager": {self.own, self.free, self.theirs},
        }
        for role, partners in visible.items():
            self.log_in(role)
            for partner, records in about.items():
                for model, record in records.items():
                    if model == "reactivation.observation" and role == "rep":
                        continue  # whoever noted it, see test_observations
                    message = (role, model, partner.name)
                    found = self.call(model, "search_count", [("id", "=", record.id)])
                    self.assertEqual(bool(found), partner in partners, message)
                    if partner not in partners:
                        error = self.refused_by(model, "read", record.ids, ["id"])
                        self.assertIn("AccessError", error, message)
                        error = self.refused_by(model, "write", record.ids, {})
                        self.assertIn("AccessError", error, message)

    def test_observations(self):
        mine, theirs = (
            self.env["reactivation.observation"].create(
                {"partner_id": self.free.id, "user_id": user.id}
            )
            for user in (self.rep, self.colleague)
        )
        self.log_in("rep")
        found = self.call("reactivation.observation", "search", [])
        self.assertIn(mine.id, found)
        self.assertNotIn(theirs.id, found)

    def test_rules_of_another_companys_policy(self):
        """They say what that company knows about its customers."""
        rule = self.env["reactivation.policy.rule"].create(
            {
                "policy_id": self.policy_abroad.id,
                "signal": "order",
                "points": 10,
            }
        )
        self.log_in("manager")
        model = "reactivation.policy.rule"
        self.assertFalse(self.call(model, "search_count", [("id", "=", rule.id)]))
        for method, *arguments in (
            ("read", ["points"]),
            ("write", {"points": 1}),
            ("unlink",),
        ):
            error = self.refused_by(model, method, rule.ids, *arguments)
            self.assertIn("AccessError", error, method)
