from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import NOW, TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestReactivationWhy(ReactivationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"method": "fixed", "inactive_after": 6})
        cls.garage = cls.make_partner(email="info@garage.example.com")
        cls.make_order(cls.garage, 400)
        cls.mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": cls.env.ref("base.model_res_partner").id,
            }
        )

    def trace(self, partner, **values):
        return self.env["mailing.trace"].create(
            {
                "mass_mailing_id": self.mailing.id,
                "model": "res.partner",
                "res_id": partner.id,
                "email": partner.email,
                "sent_datetime": NOW - timedelta(days=500),
                **values,
            }
        )

    def judge(self):
        self.refresh()
        row = self.standing(self.garage)
        return row.inactivity_level, row.inactivity_score

    def test_points_scale_to_what_can_be_observed(self):
        self.assertEqual(self.judge(), ("very_inactive", 6))
        self.policy.scale_points = False
        self.assertEqual(self.judge(), ("inactive", 3))

    def test_never_opened_gives_points(self):
        self.policy.scale_points = False
        self.trace(self.garage)
        self.assertEqual(self.judge(), ("inactive", 5))

    def test_open_at_the_exact_day(self):
        self.policy.scale_points = False
        trace = self.trace(self.garage)
        trace.open_datetime = NOW.replace(year=2026, month=9, day=15)
        self.assertEqual(self.judge()[1], 5, "six months ago to the day: points")
        trace.open_datetime = NOW.replace(year=2026, month=9, day=16)
        self.assertEqual(self.judge()[1], 3, "a day less: none")

    def test_portal_visit_of_the_customer_only(self):
        self.policy.scale_points = False
        portal = self.env["res.users"].create(
            {
                "name": "P",
                "login": "portal-p",
                "partner_id": self.env["res.partner"]
                .create({"name": "P", "parent_id": self.garage.id})
                .id,
                "group_ids": [Command.set([self.env.ref("base.group_portal").id])],
            }
        )
        self.assertEqual(self.judge()[1], 4, "has access, never came")
        self.env["res.device.log"].create(
            {
                "session_identifier": "s",
                "user_id": portal.id,
                "first_activity": NOW - timedelta(days=10),
                "last_activity": NOW - timedelta(days=10),
            }
        )
        self.assertEqual(self.judge()[1], 3)

    def test_interest_without_order_still_reacts(self):
        self.trace(self.garage, open_datetime=NOW, links_click_datetime=NOW)
        level, points = self.judge()
        self.assertEqual(level, "inactive")
        row = self.standing(self.garage)
        self.assertEqual(row.last_signal_date, TODAY)
        self.assertEqual(row.last_interaction_kind, "mail_click")
        self.assertEqual(row.action_open_interaction()["res_model"], "mailing.trace")

    def test_explanation_adds_up(self):
        self.policy.scale_points = False
        self.trace(self.garage)
        self.judge()
        row = self.standing(self.garage)
        reasons = row._explain()[row.id]
        self.assertEqual(reasons["score"], row.inactivity_score)
        self.assertEqual(
            [(line["points"], line["possible"]) for line in reasons["rules"]],
            [(3, 3), (2, 2), (None, 1), (0, 0)],
        )
        self.assertIn("no data", row.why_table)
        self.assertIn("never", reasons["rules"][1]["fact"])

    def test_preview_equals_what_saving_does(self):
        self.make_order(self.make_partner("Fresh"), 200)
        self.refresh()
        preview = self.env["reactivation.policy"].preview(
            self.policy.id, {"inactive_after": 14}
        )
        then = {line["level"]: line["then"] for line in preview["levels"]}
        self.policy.inactive_after = 14
        self.refresh()
        for level, count in then.items():
            self.assertEqual(
                count,
                self.Customer.search_count([("inactivity_level", "=", level)]),
                level,
            )
        self.assertGreater(preview["changed"], 0)

    def test_preview_of_a_new_policy(self):
        self.refresh()
        preview = self.env["reactivation.policy"].preview(
            False,
            {
                "name": "Garages",
                "domain": "[('name', 'ilike', 'garage')]",
                "method": "fixed",
                "inactive_after": 36,
                "sequence": 1,
            },
        )
        self.assertEqual(preview["changed"], 1)
        self.assertEqual(preview["customer_ids"], self.standing(self.garage).ids)

    def test_preview_is_for_managers(self):
        self.refresh()
        user = self.make_user("paul", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            self.policy.with_user(user).preview(self.policy.id, {})
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.policy.preview(self.policy.id, {"domain": "[('uid'"})
