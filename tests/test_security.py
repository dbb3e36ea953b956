from odoo.exceptions import AccessError
from odoo.tests import tagged

from .security_case import FACADE, SecurityCase

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

    # -- the facade on partners

    def ways_to(self, name, value, records):
        """All ways of the ORM to learn about a field: name -> function."""
        some = records.search([], limit=2)
        distinct = f"{name}:count_distinct"
        return {
            "read": lambda: some.read([name]),
            "search": lambda: records.search([(name, "=", value)]),
            "negative": lambda: records.search([(name, "!=", False)]),
            "count": lambda: records.search_count([(name, "=", value)]),
            "order": lambda: records.search([], order=f"{name} desc"),
            "search_read": lambda: records.search_read([], ["id", name]),
            "web": lambda: records.web_search_read([], {name: {}}, limit=1),
            "group": lambda: records._read_group([], [name], ["__count"]),
            "web group": lambda: records.web_read_group([], [name], ["__count"]),
            "sum": lambda: records._read_group([], [], [distinct]),
            "formatted": lambda: records.formatted_read_group([], [name]),
            "export": lambda: some.export_data([name]),
            "having": lambda: records._read_group(
                [], ["id"], having=[(distinct, ">", 0)]
            ),
            "name search": lambda: records.name_search("", [(name, "=", value)]),
        }

    def assert_nothing_through(self, model, user):
        """No way of the ORM tells anything about the facade fields of a model."""
        records = self.env[model].with_user(user)
        self.assertFalse(FACADE.keys() & records.fields_get().keys())
        for name, value in FACADE.items():
            for way, attempt in self.ways_to(name, value, records).items():
                with self.subTest(field=name, way=way), self.assertRaises(AccessError):
                    attempt()

    def test_users_without_sales_rights_learn_nothing(self):
        self.assert_nothing_through("res.partner", self.clerk)

    def test_nor_through_the_users_that_inherit_from_partners(self):
        self.assert_nothing_through("res.users", self.clerk)

    def test_nor_through_paths(self):
        users = self.env["res.users"].with_user(self.clerk)
        partners = self.env["res.partner"].with_user(self.clerk)
        for records, domain in (
            (users, [("partner_id.inactivity_level", "=", "inactive")]),
            (partners, [("parent_id.inactivity_level", "=", "inactive")]),
            (partners, [("child_ids.value_class", "=", "a")]),
            (partners, [("child_ids", "any", [("lifecycle_status", "=", "lead")])]),
            (partners, [("commercial_partner_id.no_order_probability", ">", 0.1)]),
            (partners, [("reactivation_customer_id.ordered_amount", ">", 1)]),
            (partners, [("reactivation_episode_id.state", "=", "open")]),
        ):
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                records.search(domain)
        with self.assertRaises(AccessError):
            partners._read_group([], ["commercial_partner_id.inactivity_level"])

    def test_nor_do_portal_users(self):
        partners = self.env["res.partner"].with_user(self.portal)
        for name, value in FACADE.items():
            with self.assertRaises(AccessError, msg=name):
                partners.search([(name, "=", value)])
            with self.assertRaises(AccessError, msg=name):
                self.portal.partner_id.with_user(self.portal).read([name])

    def test_salesperson_learns_about_own_and_free_customers_only(self):
        mine = self.own | self.free | self.theirs
        as_rep = mine.with_user(self.rep)
        in_test = [("id", "in", mine.ids)]
        self.assertEqual(
            as_rep.mapped("inactivity_level"), ["inactive", "inactive", False]
        )
        self.assertEqual(
            as_rep.mapped("lifecycle_status"), ["customer", "customer", "lead"]
        )
        found = as_rep.search([("inactivity_level", "=", "inactive"), *in_test])
        self.assertEqual(found, self.own | self.free)
        found = as_rep.search([("reactivation_episode_id.state", "=", "open")])
        self.assertEqual(found & mine, self.own | self.free)
        self.assertIn(
            self.theirs, as_rep.search([("lifecycle_status", "=", "lead"), *in_test])
        )
        groups = as_rep._read_group(
            in_test, ["inactivity_level"], ["__count", "no_order_probability:sum"]
        )
        chance = self.standing(self.own).no_order_probability
        self.assertEqual({g[0]: g[1] for g in groups}, {"inactive": 2, False: 1})
        self.assertAlmostEqual(sum(g[2] or 0 for g in groups), 2 * chance)
        groups = as_rep._read_group(in_test, ["activation_category_id"], ["__count"])
        self.assertEqual(sum(g[1] for g in groups if g[0]), 2)
        ordered = as_rep.search(in_test, order="no_order_probability desc nulls last")
        self.assertEqual(ordered[-1], self.theirs)
        as_manager = mine.with_user(self.manager)
        self.assertEqual(set(as_manager.mapped("inactivity_level")), {"inactive"})
