from odoo.tests import tagged

from .rpc_surface import ANSWERED, EXTENDED, SURFACE, WITHOUT_RECORD, WRITES
from .secrets_case import SecretsCase

MODULE = "odoo.addons.crm_reactivation."


@tagged("post_install", "-at_install")
class TestRpcSurface(SecretsCase):
    """No method that a request can call tells or changes what the role may not."""

    def public_methods(self):
        """Set of (model, method) that this module defines and requests may call."""
        found = set()
        for name, model in self.env.registry.items():
            for ancestor in model.mro():
                if not ancestor.__module__.startswith(MODULE):
                    continue
                for method, function in vars(ancestor).items():
                    if (
                        callable(function)
                        and not method.startswith("_")
                        and not getattr(function, "_api_private", False)
                    ):
                        found.add((name, method))
        return found

    def extends_odoo(self, name, method):
        """Whether a class outside of this module has a method of that name."""
        return any(
            method in vars(ancestor)
            for ancestor in self.env.registry[name].mro()
            if not ancestor.__module__.startswith((MODULE, "odoo.api"))
            and ancestor is not self.env.registry[name]
        )

    def test_every_public_method_is_listed(self):
        """Also when somebody adds one: list it, with who may get an answer."""
        found = self.public_methods()
        extended = {key for key in found if self.extends_odoo(*key)}
        self.assertEqual({method for __, method in extended}, EXTENDED)
        listed = {
            (model, method)
            for model, methods in SURFACE.items()
            for method in methods.split()
        }
        self.assertEqual(found - extended, listed)
        self.assertLessEqual(ANSWERED.keys() | WRITES.keys() | WITHOUT_RECORD, listed)

    # ------------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy_at_home = cls.env["reactivation.policy"].create(
            {"name": "At home", "company_id": cls.company.id, "min_order_count": 9}
        )

    def targets(self):
        """Dict model -> records that none of the roles works on."""
        mine = self.insiders[self.theirs]
        card, company = mine["reactivation.episode"], self.company
        env = self.env(context={"allowed_company_ids": company.ids})
        renunciation = env["reactivation.renunciation"].create(
            {
                "partner_id": self.theirs.id,
                "reason_id": self.reason("do_not_pursue").id,
            }
        )
        objective = {
            "owner_type": "user",
            "user_id": self.colleague.id,
            "company_id": company.id,
            "date_start": "2027-01-01",
            "date_end": "2027-12-31",
            "target_count": 3,
        }
        objective = env["reactivation.objective"].create(objective)
        sharing = env["reactivation.sharing"].create(
            {
                "company_id": company.id,
                "user_id": self.manager.id,
                "method": "keep",
            }
        )
        wizards = {
            "reactivation.campaign.launch": {
                "campaign_id": mine["reactivation.campaign"].id
            },
            "reactivation.credit.correction": {
                "credit_id": mine["reactivation.credit"].id,
                "correction": "leave_out",
            },
            "reactivation.enroll": {
                "episode_ids": card.ids,
                "campaign_id": mine["reactivation.campaign"].id,
            },
            "reactivation.no.go": {
                "episode_ids": card.ids,
                "reason_id": self.reason("no_go").id,
                "revisit_on": "2027-09-01",
            },
            "reactivation.objective.launch": {"objective_id": objective.id},
            "reactivation.objective.year": {"year": 2028, "target_count": 5},
            "reactivation.renunciation.end": {
                "renunciation_ids": renunciation.ids,
                "what": "refuse",
            },
            "reactivation.renunciation.proposal": {
                "partner_ids": self.theirs.ids,
                "reason_id": self.reason("do_not_pursue").id,
            },
            "reactivation.retention.decision": {
                "customer_ids": mine["reactivation.customer"].ids
            },
            "reactivation.sharing.proposal": {"company_id": company.id},
        }
        return {
            **mine,
            "reactivation.objective": objective,
            "reactivation.plan": env["reactivation.plan"].search(
                [("user_id", "=", self.colleague.id)], limit=1
            ),
            "reactivation.renunciation": renunciation,
            "reactivation.self.test": env["reactivation.self.test"].create({}),
            "reactivation.sharing": sharing,
            **{name: env[name].create(values) for name, values in wizards.items()},
        }

    def reason(self, kind):
        return self.env["reactivation.reason"].search([("kind", "=", kind)], limit=1)

    def arguments(self, model, method):
        if method == "move_warning":
            return [self.over_18.id]
        if method == "preview":
            return [self.policy_at_home.id, {}]
        return []

    def test_by_role(self):
        roles = ("rep", "marketer", "foreigner", "clerk", "portal")
        targets = self.targets()
        self.env.flush_all()
        self.env.invalidate_all()
        for role in roles:
            self.log_in(getattr(self, role))
            before = self.fingerprint()
            for model, methods in SURFACE.items():
                for method in methods.split():
                    with self.subTest(role=role, model=model, method=method):
                        key = (model, method)
                        ids = [] if key in WITHOUT_RECORD else [targets[model].ids]
                        self.assertNotEqual(ids, [[]], "nothing to try it on")
                        arguments = self.arguments(*key)
                        answer, error = self.attempt(model, method, *ids, *arguments)
                        if not error and key in WRITES:
                            before = self.fingerprint()
                        elif not error:
                            self.assertEqual(self.fingerprint(), before)
                        self.assert_nothing_told(error or answer, (role, key), role)
                        if role in ANSWERED.get(key, "").split():
                            self.assertFalse(error)
                        else:
                            self.assertIn("AccessError", error)
            self.assertEqual(self.fingerprint(), before, msg=f"{role} wrote")
