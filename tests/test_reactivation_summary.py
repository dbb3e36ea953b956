from datetime import date, datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, TODAY
from .test_reactivation_objective import ObjectiveCase


@tagged("post_install", "-at_install")
class TestReactivationSummary(ObjectiveCase):
    """The weekly mail: to whom, once, in whose words; and the digest's figure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Summary = cls.env["reactivation.summary"]
        cls.company.reactivation_weekly_summary = True
        cls.company.email = "office@example.com"
        partner = cls.make_partner()
        cls.insert_orders([(partner, 400, 100)])
        cls.refresh()
        cls.the_card = cls.card(partner)
        cls.the_card.user_id = cls.seller

    def send(self, company=None):
        """The new summaries of people of this test, and their mails."""
        mails = self.env["mail.mail"]
        before = mails.search(Domain.TRUE)
        sent = self.Summary._send_week(company or self.company)
        sent = sent.filtered(lambda line: line.user_id in self.seller | self.boss)
        return sent, mails.search(Domain.TRUE) - before

    def mail_to(self, user, mails):
        return mails.filtered(lambda mail: user.partner_id in mail.recipient_ids)

    def test_one_mail_each_and_only_once_a_week(self):
        idle = self.make_user("idle", "sales_team.group_sale_salesman")
        sent, mails = self.send()
        self.assertEqual(sent.user_id, self.seller | self.boss)
        self.assertEqual(set(sent.mapped("week")), {TODAY})
        for user in (self.seller, self.boss):
            self.assertEqual(len(self.mail_to(user, mails)), 1)
        self.assertFalse(self.mail_to(idle, mails))
        for days in (0, 6):
            with self.at(TODAY + timedelta(days=days)):
                self.assertFalse(self.send()[1])
        with self.at(TODAY + timedelta(days=7)):
            self.assertEqual(len(self.send()[0]), 2)
        with self.refused(UniqueViolation, "once_a_week"), mute_logger("odoo.sql_db"):
            sent[0].copy()

    def test_the_week_is_the_companys(self):
        """Sunday 23:30 UTC is Monday in Paris."""
        with self.at(datetime(2027, 3, 21, 23, 30)):
            sent, __ = self.send()
        self.assertEqual(set(sent.mapped("week")), {date(2027, 3, 22)})

    def test_a_salesperson_reads_about_own_cards(self):
        self.silent_with_card()  # nobody's
        self.the_card.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=self.seller.id,
            date_deadline=TODAY + timedelta(days=6),
        )
        self.objective(target_count=10)
        self.env.flush_all()
        sent, mails = self.send()
        seller = sent.filtered(lambda line: line.user_id == self.seller)
        numbers = dict(seller._lines())
        self.assertEqual(numbers["Open cards"], "1")
        self.assertEqual(numbers["Cards to assess"], "1")
        self.assertEqual(numbers["Cards without a next activity"], "0")
        self.assertEqual(numbers["Your calls and other activities due this week"], "1")
        self.assertEqual(dict((sent - seller)._lines())["Open cards"], "2")
        body = self.mail_to(self.seller, mails).body_html
        self.assertIn("Cards to assess", body)
        self.assertIn("0 of 10", body)
        self.assertIn("/odoo/reactivation-board", body)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("crm_reactivation.mail_template_summary")
        template.with_context(lang="fr_FR").subject = "Votre semaine"
        self.boss.lang = "fr_FR"
        __, mails = self.send()
        self.assertEqual(self.mail_to(self.boss, mails).subject, "Votre semaine")
        self.assertEqual(
            self.mail_to(self.seller, mails).subject, "Reactivation: your week"
        )

    def test_only_companies_that_want_it(self):
        self.company.reactivation_weekly_summary = False
        before = self.Summary.search_count(Domain.TRUE)
        self.env.ref("crm_reactivation.ir_cron_summary").method_direct_trigger()
        self.assertEqual(self.Summary.search_count(Domain.TRUE), before)

    def test_nobody_writes_them_by_hand(self):
        sent, __ = self.send()
        for user in (self.seller, self.boss):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(sent.with_user(user).has_access(operation))
        self.assertFalse(sent.with_user(self.seller).has_access("read"))
        self.assertTrue(sent.with_user(self.boss).has_access("read"))
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        sent.company_id = other
        self.assertFalse(sent.with_user(self.boss).has_access("read"))

    def test_old_ones_are_forgotten(self):
        sent, __ = self.send()
        with self.at(TODAY + timedelta(days=60)):
            self.Summary._gc_sent()
            self.assertTrue(sent.exists())
        with self.at(TODAY + timedelta(days=61)):
            self.Summary._gc_sent()
            self.assertFalse(sent.exists())

    # -- the digest of Odoo

    def test_figure_of_the_digest(self):
        self.back()
        self.correct(self.back(), correction="leave_out")
        self.env.flush_all()
        digest = self.env["digest.digest"].create(
            {"name": "Ours", "company_id": self.company.id}
        )
        digest = digest.with_context(
            start_datetime=NOW - timedelta(days=1),
            end_datetime=NOW + timedelta(days=1),
        )
        clerk = self.make_user("clerk")
        self.assertEqual(digest.with_user(self.boss).kpi_reactivation_won_back_value, 1)
        actions = digest._compute_kpis_actions(self.company, self.boss)
        self.assertIn(
            "reactivation_credit_action", actions["kpi_reactivation_won_back"]
        )
        self.env.invalidate_all()
        with self.refused(AccessError, "for salespeople only"):
            digest.with_user(clerk).read(["kpi_reactivation_won_back_value"])
