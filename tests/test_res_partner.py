from datetime import timedelta

from odoo.tests import tagged

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestResPartner(ReactivationCase):
    """The partner as a facade of its customer row in the current company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.silent = cls.make_partner("Silent")
        cls.contact = cls.env["res.partner"].create(
            {"name": "Jo", "parent_id": cls.silent.id}
        )
        cls.below = cls.env["res.partner"].create(
            {"name": "Jo's desk", "parent_id": cls.contact.id}
        )
        cls.buying = cls.make_partner("Buying")
        cls.asking = cls.make_partner("Asking")
        cls.stranger = cls.make_partner("Stranger")
        cls.all = (
            cls.silent
            | cls.contact
            | cls.below
            | cls.buying
            | cls.asking
            | cls.stranger
        )
        cls.insert_orders(
            [
                (cls.silent, 400, 900),
                (cls.buying, 3, 50),
                (cls.buying, 60, 50),
                (cls.asking, 3, 50, {"state": "sent"}),
                (cls.silent, 2, 10, {"company_id": cls.other.id}),
            ]
        )
        cls.refresh(cls.company | cls.other)

    def found(self, *domain):
        return self.env["res.partner"].search([("id", "in", self.all.ids), *domain])

    def test_contact_shows_its_companys_row(self):
        family = self.silent | self.contact | self.below
        row = self.standing(self.silent)
        for partner in family:
            self.assertEqual(partner.reactivation_customer_id, row)
            self.assertEqual(partner.reactivation_episode_id, row.episode_id)
            self.assertEqual(partner.lifecycle_status, "customer")
            self.assertEqual(partner.inactivity_level, row.inactivity_level)
            self.assertEqual(partner.last_order_date, TODAY - timedelta(days=400))
            self.assertEqual(partner.value_class, "a")
            self.assertEqual(partner.activation_category_id, self.to_assess)
            self.assertAlmostEqual(
                partner.no_order_probability, row.no_order_probability
            )
        self.assertEqual(
            self.found(("inactivity_level", "=", row.inactivity_level)), family
        )

    def test_partner_without_a_row_is_a_lead(self):
        self.assertEqual(self.stranger.lifecycle_status, "lead")
        self.assertFalse(self.stranger.reactivation_customer_id)
        self.assertEqual(self.found(("lifecycle_status", "=", "lead")), self.stranger)
        self.assertEqual(
            self.found(("lifecycle_status", "in", ["lead", "prospect"])),
            self.asking | self.stranger,
        )
        self.assertEqual(
            self.found(("lifecycle_status", "!=", "lead")),
            self.all - self.stranger,
        )
        self.assertFalse(self.found(("lifecycle_status", "=", False)))

    def test_reading_equals_searching_for_every_value(self):
        """Whatever a partner shows finds it, and only who shows it."""
        for name in (
            "lifecycle_status",
            "inactivity_level",
            "value_class",
            "last_order_date",
            "activation_category_id",
            "reactivation_customer_id",
            "reactivation_episode_id",
        ):
            for partner in self.all:
                value = partner[name]
                value = value.id if hasattr(value, "ids") else value
                same = self.all.filtered(
                    lambda p, name=name, partner=partner: p[name] == partner[name]
                )
                self.assertEqual(self.found((name, "=", value)), same, (name, value))
                self.assertEqual(
                    self.found((name, "!=", value)), self.all - same, (name, value)
                )
                self.assertEqual(self.found((name, "in", [value])), same, name)
                self.assertEqual(
                    self.found((name, "not in", [value])), self.all - same, name
                )

    def test_search_by_category_and_by_path(self):
        family = self.silent | self.contact | self.below
        for domain in (
            [("activation_category_id", "=", "To assess")],
            [("activation_category_id", "ilike", "assess")],
            [("activation_category_id.is_scored", "=", False)],
            [("activation_category_id", "any", [("id", "=", self.to_assess.id)])],
            [("reactivation_episode_id.state", "=", "open")],
            [("reactivation_customer_id.silence_days", ">=", 400)],
            [("reactivation_customer_id", "!=", False), ("value_class", "=", "a")],
            [("last_order_date", "<", "2026-12-31")],
            [("last_order_date", "<", "-1y")],
        ):
            self.assertEqual(self.found(*domain), family, domain)

    def test_negated_searches(self):
        others = self.buying | self.asking | self.stranger
        for domain in (
            [("activation_category_id", "not ilike", "assess")],
            [("activation_category_id", "not any", [("is_scored", "=", False)])],
            [("reactivation_episode_id", "=", False)],
            ["!", ("value_class", "=", "a")],
            [("activation_category_id", "not in", self.to_assess.ids)],
        ):
            self.assertEqual(self.found(*domain), others, domain)
        self.assertFalse(self.found(("activation_category_id", "=", "No such column")))

    def test_search_by_chance(self):
        bound = (
            self.standing(self.silent).no_order_probability
            + self.standing(self.buying).no_order_probability
        ) / 2
        self.assertEqual(
            self.found(("no_order_probability", ">", bound)),
            self.silent | self.contact | self.below,
        )
        bought = ("last_order_date", "!=", False)  # unknown compares as 0 in Odoo
        self.assertEqual(
            self.found(("no_order_probability", "<=", bound), bought), self.buying
        )

    def test_groups_count_right(self):
        domain = [("id", "in", self.all.ids)]
        partners = self.env["res.partner"]

        def count(name):
            return dict(partners._read_group(domain, [name], ["__count"]))

        level = self.standing(self.silent).inactivity_level
        self.assertEqual(count("inactivity_level"), {level: 3, "active": 1, False: 2})
        self.assertEqual(
            count("activation_category_id"),
            {self.to_assess: 3, self.env["reactivation.category"]: 3},
        )
        self.assertEqual(
            count("lifecycle_status"), {"customer": 4, "prospect": 1, "lead": 1}
        )
        self.assertEqual(
            count("last_order_date:year"),
            {
                self.silent.last_order_date.replace(month=1, day=1): 3,
                self.buying.last_order_date.replace(month=1, day=1): 1,
                False: 2,
            },
        )
        [[chance]] = partners._read_group(domain, [], ["no_order_probability:sum"])
        expected = sum(
            self.standing(partner.commercial_partner_id).no_order_probability
            for partner in self.all - self.stranger - self.asking
        )
        self.assertAlmostEqual(chance, expected)

    def test_groups_open_to_the_partners_they_count(self):
        groups = self.env["res.partner"].web_read_group(
            [("id", "in", self.all.ids)], ["activation_category_id"], ["__count"]
        )["groups"]
        self.assertEqual(len(groups), 2)
        for group in groups:
            found = self.found(*group["__extra_domain"])
            self.assertEqual(len(found), group["__count"])

    def test_order_by_chance_and_by_date(self):
        pair = [("id", "in", (self.silent | self.buying).ids)]
        partners = self.env["res.partner"]
        for order, first in (
            ("no_order_probability desc", self.silent),
            ("no_order_probability", self.buying),
            ("last_order_date", self.silent),
            ("last_order_date desc", self.buying),
            ("value_class", self.silent),
        ):
            self.assertEqual(partners.search(pair, order=order)[0], first, order)

    def test_another_company_shows_another_standing(self):
        """R123: customer of one company, nobody to the other."""
        silent, buying = (
            p.with_company(self.other) for p in (self.silent, self.buying)
        )
        self.assertEqual(silent.inactivity_level, "active")
        self.assertEqual(silent.last_order_date, TODAY - timedelta(days=2))
        self.assertEqual(buying.lifecycle_status, "lead")
        abroad = self.env["res.partner"].with_company(self.other)
        domain = [("id", "in", self.all.ids)]
        found = abroad.search([("lifecycle_status", "=", "customer"), *domain])
        self.assertEqual(found, self.silent | self.contact | self.below)
        self.assertEqual(
            dict(abroad._read_group(domain, ["inactivity_level"], ["__count"])),
            {"active": 3, False: 3},
        )

    def test_prospect_of_one_company_is_customer_of_another(self):
        self.insert_orders([(self.asking, 9, 70, {"company_id": self.other.id})])
        self.refresh(self.other)
        self.assertEqual(self.asking.lifecycle_status, "prospect")
        abroad = self.asking.with_company(self.other)
        self.assertEqual(abroad.lifecycle_status, "customer")

    def test_buttons_open_the_card_or_the_figures(self):
        action = self.contact.action_open_reactivation()
        self.assertEqual(action["res_model"], "reactivation.episode")
        self.assertEqual(action["res_id"], self.card(self.silent).id)
        action = self.buying.action_open_reactivation()
        self.assertEqual(action["res_model"], "reactivation.customer")
        self.assertEqual(action["res_id"], self.standing(self.buying).id)

    def test_unsaved_partner_reads_as_lead(self):
        self.assertEqual(self.env["res.partner"].new({}).lifecycle_status, "lead")
