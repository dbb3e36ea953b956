from odoo.exceptions import AccessError
from odoo.tests import tagged

from .security_case import SecurityCase

ABOUT_CUSTOMERS = (
    "reactivation.customer",
    "reactivation.profile",
    "reactivation.episode",
)
CONFIGURATION = ("reactivation.policy", "reactivation.category")


@tagged("post_install", "-at_install")
class TestSecurity(SecurityCase):
    """Role × model × operation, on the server."""

    def visible(self, user, model):
        """Names of the customers whose records of the model the user finds."""
        records = self.env[model].with_user(user).search([])
        return set(records.sudo().partner_id.mapped("name"))

    def may(self, user, operation, records):
        return records.with_user(user).has_access(operation)

    # -- who sees what

    def test_visible_records_by_role(self):
        expected = {
            self.rep: {"Own", "Free"},
            self.colleague: {"Theirs", "Free"},
            self.senior: {"Own", "Free", "Theirs"},
            self.manager: {"Own", "Free", "Theirs"},
        }
        for model in ABOUT_CUSTOMERS:
            for user, names in expected.items():
                self.assertEqual(self.visible(user, model), names, (model, user.login))

    def test_others_see_nothing(self):
        models = (*ABOUT_CUSTOMERS, *CONFIGURATION, "reactivation.run")
        for user in (self.clerk, self.portal, self.public):
            for model in models:
                with self.assertRaises(AccessError, msg=(model, user.login)):
                    self.env[model].with_user(user).search_count([])
                with self.assertRaises(AccessError, msg=(model, user.login)):
                    record = self.env[model].sudo().search([], limit=1)
                    self.assertTrue(record)
                    record.with_user(user).read(["display_name"])

    def test_records_of_another_company_need_that_company(self):
        for model in ABOUT_CUSTOMERS:
            abroad = self.record(model, self.abroad)
            self.assertTrue(abroad, msg=model)
            self.assertFalse(self.may(self.manager, "read", abroad), msg=model)
            polyglot = abroad.with_user(self.polyglot)
            self.assertFalse(
                polyglot.with_context(allowed_company_ids=self.company.ids).has_access(
                    "read"
                ),
                msg="its company is not ticked",
            )
            both = (self.other | self.company).ids
            self.assertTrue(
                polyglot.with_context(allowed_company_ids=both).has_access("read"),
                msg=model,
            )
        self.assertFalse(self.may(self.manager, "read", self.policy_abroad))
        self.assertFalse(self.may(self.manager, "write", self.policy_abroad))
        run = self.last_run(self.other).sudo(False)
        self.assertFalse(self.may(self.manager, "read", run))

    # -- who may do what

    def test_operations_on_customer_rows(self):
        """The refresh alone writes them, not even a manager."""
        for user in (self.rep, self.senior, self.manager):
            row = self.record("reactivation.customer", self.own)
            self.assertTrue(self.may(user, "read", row))
            for operation in ("write", "create", "unlink"):
                self.assertFalse(self.may(user, operation, row), msg=operation)

    def test_operations_on_cards(self):
        cases = [
            # user, customer, read, write
            (self.rep, self.own, True, True),
            (self.rep, self.free, True, False),
            (self.rep, self.theirs, False, False),
            (self.senior, self.theirs, True, True),
            (self.manager, self.theirs, True, True),
            (self.manager, self.abroad, False, False),
        ]
        for user, partner, read, write in cases:
            card = self.record("reactivation.episode", partner)
            message = (user.login, partner.name)
            self.assertEqual(self.may(user, "read", card), read, message)
            self.assertEqual(self.may(user, "write", card), write, message)
            self.assertFalse(self.may(user, "create", card), msg=message)
            self.assertFalse(self.may(user, "unlink", card), msg=message)

    def test_operations_on_profiles(self):
        cases = [
            # user, customer, read, write, unlink
            (self.rep, self.own, True, True, False),
            (self.rep, self.free, True, False, False),
            (self.rep, self.theirs, False, False, False),
            (self.senior, self.theirs, True, True, False),
            (self.manager, self.theirs, True, True, True),
            (self.manager, self.abroad, False, False, False),
        ]
        for user, partner, *expected in cases:
            profile = self.record("reactivation.profile", partner)
            found = [self.may(user, op, profile) for op in ("read", "write", "unlink")]
            self.assertEqual(found, expected, (user.login, partner.name))

    def test_salesperson_creates_profiles_for_own_customers_only(self):
        profiles = self.env["reactivation.profile"]
        profiles.search([]).unlink()
        as_rep = profiles.with_user(self.rep)
        self.assertTrue(as_rep.create({"partner_id": self.own.id}))
        for partner in (self.free, self.theirs):
            with self.refused(AccessError, "profile|allowed"):
                as_rep.create({"partner_id": partner.id})
        with self.refused(AccessError, "."):
            as_rep.create({"partner_id": self.theirs.id, "user_id": self.rep.id})
        mine = as_rep.search([])
        with self.refused(AccessError, "."):
            mine.partner_id = self.theirs

    def test_configuration_is_the_managers(self):
        for record in (self.policy, self.to_assess):
            for user, read, edit in (
                (self.rep, True, False),
                (self.senior, True, False),
                (self.manager, True, True),
            ):
                found = [
                    self.may(user, operation, record)
                    for operation in ("read", "write", "create", "unlink")
                ]
                self.assertEqual(found, [read, edit, edit, edit], (record, user.login))

    def test_runs_are_read_by_managers_and_written_by_nobody(self):
        run = self.last_run().sudo(False)
        self.assertTrue(self.may(self.manager, "read", run))
        self.assertFalse(self.may(self.rep, "read", run))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(self.may(self.manager, operation, run))

    # -- in words, and against tricks

    def test_moving_anothers_card_is_refused_in_words(self):
        theirs = self.record("reactivation.episode", self.theirs)
        free = self.record("reactivation.episode", self.free)
        with self.refused(AccessError, "belongs to Colleague: only that person or a"):
            theirs.with_user(self.rep).category_id = self.over_18
        with self.refused(AccessError, "card of Free has no salesperson yet"):
            free.with_user(self.rep).category_id = self.over_18
        own = self.record("reactivation.episode", self.own)
        own.with_user(self.rep).category_id = self.over_18
        self.assertEqual(own.category_id, self.over_18)

    def test_only_managers_assign_and_pin(self):
        own = self.record("reactivation.episode", self.own)
        for values in (
            {"pinned": True, "pin_reason": "Key account"},
            {"user_id": self.colleague.id},
        ):
            for user in (self.rep, self.senior):
                with self.refused(AccessError, "Only sales managers assign"):
                    own.with_user(user).write(values)
            own.with_user(self.manager).write(values)

    def test_what_the_refresh_writes_is_written_by_nobody_else(self):
        """A salesperson cannot report a reactivation that did not happen."""
        own = self.record("reactivation.episode", self.own)
        for values in (
            {"state": "reactivated"},
            {"recovered_amount": 1e6},
            {"at_stake_amount": 1e6},
            {"rank": 1},
            {"computed_category_id": self.months_0_6.id},
            {"closed_on": "2027-01-01"},
            {"partner_id": self.theirs.id},
            {"customer_id": self.record("reactivation.customer", self.theirs).id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                own.with_user(self.rep).write(values)
                self.env.flush_all()

    def test_background_refresh_is_started_by_managers(self):
        customers = self.env["reactivation.customer"]
        with self.refused(AccessError, "Only sales managers can refresh"):
            customers.with_user(self.rep).action_refresh_now()
        self.assertTrue(customers.with_user(self.manager).action_refresh_now())

    def test_refresh_of_partners_is_for_sales_users(self):
        partner = self.own.with_user(self.clerk)
        with self.assertRaises(AccessError):
            partner.action_refresh_reactivation()
        self.assertTrue(self.own.with_user(self.rep).action_refresh_reactivation())

    def test_preview_of_a_policy_is_for_managers(self):
        values = {"method": "fixed", "inactive_after": 1}
        for user in (self.rep, self.clerk):
            policies = self.env["reactivation.policy"].with_user(user)
            with self.assertRaises(AccessError, msg=user.login):
                policies.preview(self.policy.id, values)
        policies = self.env["reactivation.policy"].with_user(self.manager)
        self.assertTrue(policies.preview(self.policy.id, values)["levels"])
