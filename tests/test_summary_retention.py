from datetime import timedelta

from odoo.fields import Domain
from odoo.tests import tagged

from .common import TODAY
from .retention_case import LAST_DAY, RetentionCase

LABEL = "Customers whose personal data term ends within %s days"
PAGE = "/odoo/reactivation-personal-data"


@tagged("post_install", "-at_install")
class TestSummaryRetention(RetentionCase):
    """The weekly mail names whose term ends soon: to managers who decide about it."""

    def setUp(self):
        super().setUp()
        self.company.reactivation_weekly_summary = True
        days = (60, 1, 61, 0)  # until the term ends: two soon, one later, one reached
        for number, left in enumerate(days):
            last = LAST_DAY + timedelta(days=left - 1)
            self.customer(last, f"Garage No{number}", user_id=self.jules.id)
        self.refresh()
        self.env.flush_all()

    def about_data(self, user, company=None):
        """Lines (label, number) about personal data in a user's mail."""
        company = company or self.company
        made = {"user_id": user.id, "company_id": company.id, "week": "2027-03-15"}
        summary = self.env["reactivation.summary"].create(made)
        lines = [line for line in summary._lines() if "personal data" in line[0]]
        summary.unlink()
        return lines

    def test_managers_are_told_and_can_open_them(self):
        [(label, number)] = self.about_data(self.clara)
        self.assertEqual(number, "2")
        self.assertRegex(label, f'<a href="http[^"]*{PAGE}">{LABEL % 60}</a>')
        action = self.env.ref("crm_reactivation.reactivation_customer_action_retention")
        self.assertTrue(PAGE.endswith(action.path), msg="the link opens that list")
        self.assertEqual(len(self.listed()["soon"]), 2, "as many as the list shows")

    def test_it_is_in_the_mail(self):
        sent = self.env["reactivation.summary"]._send_week(self.company)
        mails = self.env["mail.mail"].search(Domain("model", "=", sent._name))
        bodies = {}
        for mail in mails:
            for partner in mail.recipient_ids:
                bodies[partner] = mail.body_html
        self.assertIn(LABEL % 60, bodies[self.clara.partner_id])
        self.assertIn(f'{PAGE}"', bodies[self.clara.partner_id])
        self.assertIn("Open cards", bodies[self.jules.partner_id])
        self.assertNotIn("personal data", bodies[self.jules.partner_id])

    def test_days_of_the_company(self):
        self.company.reactivation_retention_warning_days = 61
        [(label, number)] = self.about_data(self.clara)
        self.assertIn(LABEL % 61, label)
        self.assertEqual(number, "3")

    def test_only_when_data_protection_is_switched_on(self):
        self.company.reactivation_retention_decides = False
        self.assertFalse(self.about_data(self.clara))

    def test_nothing_is_said_of_nobody(self):
        with self.at(TODAY + timedelta(days=90)):
            self.assertFalse(self.about_data(self.clara))

    def test_only_those_of_the_company(self):
        other = self.a_second_company()
        other.reactivation_retention_decides = True
        self.assertFalse(self.about_data(self.clara, other))
