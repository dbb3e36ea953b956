from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ReactivationCase


@tagged("post_install", "-at_install")
class TestReactivationSettings(ReactivationCase):
    """The same settings for administrators and for sales managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_user("manager", "sales_team.group_sale_manager")
        cls.rep = cls.make_user("rep", "sales_team.group_sale_salesman")
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.Settings = cls.env["reactivation.settings"]

    def test_every_setting_of_the_company_is_on_both_pages(self):
        """A setting that only administrators reach is declared in the wrong place:
        extend ``reactivation.settings.mixin``.  Read-only fields are noted by the
        machine, nobody sets them."""
        of_company = {
            name
            for name, field in self.company._fields.items()
            if name.startswith("reactivation_")
            and field.type != "one2many"
            and not field.readonly
        }
        self.assertGreater(len(of_company), 10)
        self.assertEqual(of_company, set(self.Settings._company_settings()))
        self.assertLessEqual(of_company, set(self.env["res.config.settings"]._fields))

    def test_manager_saves(self):
        self.assertFalse(self.manager.has_group("base.group_system"))
        with Form(self.Settings.with_user(self.manager)) as page:
            self.assertEqual(page.reactivation_credit_days, 90)
            page.reactivation_credit_days = 60
            page.reactivation_paused = True
        self.assertEqual(self.company.reactivation_credit_days, 60)
        self.assertTrue(self.company.reactivation_paused)
        self.assertEqual(self.other.reactivation_credit_days, 90)
        page.record.with_user(self.manager).write({"reactivation_credit_days": 61})
        self.assertEqual(self.company.reactivation_credit_days, 61)
        self.assertEqual(page.record.reactivation_credit_days, 61)

    def test_same_block_as_the_administrators(self):
        """Fields and texts of the block are written once."""
        pages = self.env["res.config.settings"].get_view(view_type="form")
        own = self.Settings.with_user(self.manager).get_view(view_type="form")
        for arch in (pages["arch"], own["arch"]):
            for text in ("reactivation_policies", "reactivation_credit_days"):
                self.assertIn(text, arch)
        self.assertNotIn("auth_signup", own["arch"])

    def test_nothing_else_of_the_company_is_written(self):
        name = self.company.name
        page = self.Settings.with_user(self.manager).create(
            {"company_id": self.company.id, "reactivation_credit_days": 45}
        )
        page.write({"reactivation_value_days": 200})
        self.assertEqual(self.company.name, name)
        self.assertEqual(self.company.reactivation_value_days, 200)
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).write({"name": "Mine"})

    def test_who_is_refused(self):
        settings = self.Settings.with_user(self.rep)
        with self.assertRaises(AccessError):
            settings.create({"reactivation_credit_days": 1})
        settings = self.Settings.with_user(self.manager)
        with self.refused(AccessError, "You do not work in Elsewhere Ltd"):
            settings.create(
                {"company_id": self.other.id, "reactivation_credit_days": 1}
            )
        self.assertEqual(self.other.reactivation_credit_days, 90)
        page = settings.create({})
        page.write({"company_id": self.other.id, "reactivation_credit_days": 33})
        self.assertEqual(self.other.reactivation_credit_days, 90)
        self.assertEqual(self.company.reactivation_credit_days, 33)

    def test_values_are_checked(self):
        settings = self.Settings.with_user(self.manager)
        for name, value, message in (
            ("reactivation_credit_days", 0, "credit_days_positive"),
            ("reactivation_time_share", 101, "time_share_percentage"),
            ("reactivation_objective_default", 0, "objective_default_positive"),
        ):
            with mute_logger("odoo.sql_db"), self.refused(CheckViolation, message):
                settings.create({name: value})
