from odoo.exceptions import AccessError
from odoo.tests import tagged

from .security_case import FACADE, SecurityCase


@tagged("post_install", "-at_install")
class TestSecurityFacade(SecurityCase):
    """The facade on partners tells sales users their own, and others nothing."""

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
