from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .security_case import SecurityCase

MARKETING = "mass_mailing.group_mass_mailing_user"
MODELS = (
    "reactivation.campaign",
    "reactivation.campaign.step",
    "reactivation.campaign.message",
    "reactivation.enrollment",
    "reactivation.touch",
)


@tagged("post_install", "-at_install")
class TestCampaignSecurity(SecurityCase):
    """Role × model × operation: design section 9, and marketing (R128)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_campaign_needs_go = False
        cls.other.reactivation_campaign_needs_go = False
        cls.marketer = cls.make_user("marketer", MARKETING)
        cls.rival = cls.make_user("rival", MARKETING)
        for partner in cls.own | cls.free | cls.theirs | cls.abroad:
            partner.phone = "+33 1"
        cls.campaign = cls.make_campaign(cls.company, user_id=cls.marketer.id)
        cls.campaign_abroad = cls.make_campaign(cls.other)

    @classmethod
    def make_campaign(cls, company, **values):
        step = {
            "name": "Call",
            "channel_id": cls.env.ref("crm_reactivation.channel_call").id,
            "message_ids": [(0, 0, {"subject": "Variant"})],
        }
        campaign = cls.env["reactivation.campaign"].create(
            {
                "name": "C",
                "company_id": company.id,
                "step_ids": [(0, 0, step)],
                **values,
            }
        )
        campaign.action_launch()
        with patch.object(cls.env.cr, "commit"):  # the runner's
            campaign._run()
        cls.env.flush_all()
        return campaign

    def records(self, model, campaign):
        paths = {
            "reactivation.campaign": campaign,
            "reactivation.campaign.step": campaign.step_ids,
            "reactivation.campaign.message": campaign.step_ids.message_ids,
            "reactivation.enrollment": campaign.enrollment_ids,
            "reactivation.touch": campaign.enrollment_ids.touch_ids,
        }
        self.assertTrue(paths[model])
        return paths[model]

    def may(self, user, operation, records):
        return records.with_user(user).has_access(operation)

    def test_definitions(self):
        cases = [
            # user, read, write
            (self.rep, True, False),
            (self.senior, True, False),
            (self.manager, True, True),
            (self.marketer, True, True),
            (self.rival, False, False),
            (self.clerk, False, False),
            (self.portal, False, False),
            (self.public, False, False),
        ]
        for model in MODELS[:3]:
            records = self.records(model, self.campaign)
            for user, read, write in cases:
                message = (model, user.login)
                self.assertEqual(self.may(user, "read", records), read, message)
                for operation in ("write", "create", "unlink"):
                    self.assertEqual(self.may(user, operation, records), write, message)

    def test_enrolments_and_touches(self):
        """Salespeople see their own and unassigned customers; nobody writes touches."""
        expected = {
            self.rep: {"Own", "Free"},
            self.colleague: {"Theirs", "Free"},
            self.senior: {"Own", "Free", "Theirs"},
            self.manager: {"Own", "Free", "Theirs"},
            self.marketer: {"Own", "Free", "Theirs"},
            self.rival: set(),
        }
        for model in MODELS[3:]:
            for user, names in expected.items():
                found = self.env[model].with_user(user).search([])
                names_found = set(found.sudo().partner_id.mapped("name"))
                self.assertEqual(names_found, names, (model, user.login))
            for user in (self.clerk, self.portal, self.public):
                with self.assertRaises(AccessError, msg=(model, user.login)):
                    self.env[model].with_user(user).search_count([])
        touches = self.records("reactivation.touch", self.campaign)
        for user in (self.rep, self.manager, self.marketer):
            self.assertFalse(self.may(user, "write", touches), msg=user.login)
            self.assertFalse(self.may(user, "unlink", touches), msg=user.login)

    def test_other_company(self):
        """A manager of company A never touches cards of B."""
        for model in MODELS:
            records = self.records(model, self.campaign_abroad)
            for operation in ("read", "write"):
                self.assertFalse(self.may(self.manager, operation, records), msg=model)
        for method in ("action_launch", "action_pause", "action_stop"):
            with self.assertRaises(AccessError, msg=method):
                getattr(self.campaign_abroad.with_user(self.manager), method)()
        with self.assertRaises(AccessError):
            self.record("reactivation.episode", self.abroad).with_user(
                self.manager
            )._add_to(self.campaign)

    def test_only_owners_and_managers_launch_pause_and_stop(self):
        for method in ("action_launch", "action_pause", "action_stop"):
            for user in (self.rep, self.senior, self.rival):
                with self.assertRaises(AccessError, msg=(method, user.login)):
                    getattr(self.campaign.with_user(user), method)()
        self.campaign.with_user(self.marketer).action_pause()
        self.campaign.with_user(self.manager).action_resume()
        self.assertEqual(self.campaign.state, "running")

    def test_state_is_written_by_the_buttons_only(self):
        for user in (self.manager, self.marketer):
            with self.refused(AccessError, "by Launch, Pause, Resume and Stop only"):
                self.campaign.with_user(user).state = "done"
            with self.refused(AccessError, "by Launch, Pause, Resume and Stop only"):
                self.env["reactivation.campaign"].with_user(user).create(
                    {"name": "Running", "state": "running"}
                )

    def test_marketing_works_without_sales_rights(self):
        """R128: writes, launches and follows the campaign; no amounts, no cards."""
        me = self.marketer
        campaign = (
            self.env["reactivation.campaign"]
            .with_user(me)
            .create(
                {
                    "name": "Mine",
                    "step_ids": [(0, 0, {"name": "Mail", "body": "<p>Hello</p>"})],
                }
            )
        )
        self.assertEqual(campaign.audience_count, 3)
        self.assertTrue(campaign.left_out_table)
        campaign.action_launch()
        enrollment = self.campaign.enrollment_ids[0].with_user(me)
        self.assertTrue(enrollment.read(["partner_id", "category_id", "next_on"]))
        with self.assertRaises(AccessError):
            enrollment.read(["order_amount"])
        with self.assertRaises(AccessError):
            self.campaign.with_user(me).read(["order_amount"])
        with self.assertRaises(AccessError):
            self.record("reactivation.episode", self.own).with_user(me).read(["rank"])
        preview = (
            self.env["reactivation.campaign.preview"]
            .with_user(me)
            .create({"campaign_id": campaign.id, "partner_id": self.own.id})
        )
        self.assertIn("Hello", preview.messages)

    def test_salespeople_enrol_whom_they_work(self):
        for enrollment in self.campaign.enrollment_ids:
            enrollment._leave("by_hand")
        own, theirs, free = (
            self.record("reactivation.episode", partner)
            for partner in (self.own, self.theirs, self.free)
        )
        own.with_user(self.rep)._add_to(self.campaign.with_user(self.rep))
        self.assertEqual(own.campaign_id, self.campaign)
        own.with_user(self.rep).action_leave_campaign()
        self.assertFalse(own.enrollment_id)
        for card in (theirs, free):
            with self.assertRaises(AccessError):
                card.with_user(self.rep)._add_to(self.campaign.with_user(self.rep))
        theirs.with_user(self.senior)._add_to(self.campaign.with_user(self.senior))

    def test_machine_fields_of_enrolments(self):
        enrollment = self.campaign.enrollment_ids[0]
        for values in ({"state": "done"}, {"order_amount": 9}, {"customer_id": 1}):
            for user in (self.manager, self.marketer):
                with self.subTest(values=values), self.assertRaises(AccessError):
                    enrollment.with_user(user).write(values)
        enrollment.with_user(self.marketer).email = "better@example.com"
        with self.assertRaises(AccessError):
            enrollment.with_user(self.rep).email = "mine@example.com"
