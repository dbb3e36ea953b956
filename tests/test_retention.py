from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import NOW, TODAY
from .retention_case import LAST_DAY, RetentionCase


@tagged("post_install", "-at_install")
class TestRetention(RetentionCase):
    """The term, to the day, and what restarts it."""

    def test_boundaries(self):
        ends_in_60 = date(2024, 5, 13)  # not used from 2027-05-14 on, in 60 days
        days = {
            LAST_DAY - timedelta(days=1): "reached",
            LAST_DAY: "soon",
            ends_in_60: "soon",
            ends_in_60 + timedelta(days=1): False,
        }
        partners = {self.customer(day, f"Of {day}"): day for day in days}
        self.refresh()
        for partner, day in partners.items():
            with self.subTest(day):
                self.assertEqual(self.state(partner), days[day])
        row = self.standing(next(iter(partners)))
        self.assertEqual(row.retention_on, TODAY)

    def test_term_and_warning_of_the_company(self):
        partner = self.customer(LAST_DAY - timedelta(days=1))
        self.refresh()
        self.company.reactivation_retention_months = 37
        self.assertEqual(self.state(partner), "soon")
        self.company.reactivation_retention_warning_days = 0
        self.assertFalse(self.state(partner))

    def test_what_restarts_the_term(self):
        partner = self.customer(1200)
        user = self.jules

        def opened(moment):
            return {"open_datetime": moment}

        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env.ref("base.model_res_partner").id,
            }
        )
        trace = self.env["mailing.trace"].create(
            {
                "model": "res.partner",
                "res_id": partner.id,
                "mass_mailing_id": mailing.id,
                "sent_datetime": NOW,
            }
        )
        trace.write(opened(NOW))
        self.refresh()
        self.assertEqual(self.state(partner), "reached", "opened only")
        trace.links_click_datetime = NOW
        self.refresh()
        self.assertFalse(self.state(partner), msg="clicked")
        trace.links_click_datetime = False
        quotation = self.make_order(partner, 5, confirm=False)
        self.refresh()
        self.assertEqual(self.state(partner), "reached", "we wrote a quotation")
        quotation.write({"signed_by": "Anne", "signed_on": NOW})
        self.refresh()
        self.assertFalse(self.state(partner), msg="they signed it")
        self.assertEqual(self.standing(partner).last_interaction_kind, "signed")
        quotation.signed_on = False
        self.refresh()
        self.assertEqual(self.state(partner), "reached")
        meeting = self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": NOW - timedelta(days=2),
                "stop": NOW - timedelta(days=2),
                "partner_ids": (partner | user.partner_id).ids,
            }
        )
        self.refresh()
        self.assertFalse(self.state(partner), msg="met")
        meeting.unlink()
        partner.message_post(
            body="Call me", message_type="email", author_id=partner.id, date=NOW
        )
        self.refresh()
        self.assertFalse(self.state(partner), msg="wrote")

    def test_never_in_touch_counts_from_the_day_of_entry(self):
        partner = self.make_partner("Prospect")
        self.env["reactivation.profile"].create({"partner_id": partner.id})
        for day, state in (
            (LAST_DAY, "soon"),
            (LAST_DAY - timedelta(days=1), "reached"),
        ):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_partner SET create_date = %s WHERE id = %s",
                [day, partner.id],
            )
            self.env.invalidate_all()
            self.refresh()
            self.assertEqual(self.state(partner), state)

    def test_campaigns_leave_out_whom_the_list_shows(self):
        partners = [
            self.customer(LAST_DAY - timedelta(days=days), f"Of {days}")
            for days in (0, 1)
        ]
        self.refresh()
        self.company.reactivation_campaign_needs_go = False
        campaign = self.env["reactivation.campaign"].create({"name": "Spring"})
        rows = self.env.execute_query(campaign._members())
        reasons = {row[1]: row[-2] for row in rows}
        self.assertNotEqual(reasons[partners[0].id], "retention")
        self.assertEqual(reasons[partners[1].id], "retention")
        self.assertEqual(self.listed()["reached"], partners[1])

    def test_the_card_says_so(self):
        partner = self.customer(LAST_DAY)
        self.refresh()
        card = self.card(partner)
        card.user_id = self.jules
        with Form(card.with_user(self.jules)) as form:
            self.assertEqual(
                form.retention_text,
                "Last contact on 03/15/2024: unless you are in touch before 03/16/2027,"
                " campaigns leave this customer out.",
            )
        with self.at(TODAY + timedelta(days=1)):
            card.invalidate_recordset()
            self.standing(partner).invalidate_recordset()
            self.assertIn("No contact since 03/15/2024", card.retention_text)

    def test_each_company_has_its_own_term(self):
        other = self.a_second_company()
        partner = self.customer(1200)
        self.insert_orders([(partner, 10, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.assertEqual(self.state(partner), "reached")
        row = self.standing(partner, other)
        self.assertFalse(row.retention_state)
        here = self.standing(partner).with_user(self.clara)
        self.assertEqual(here.retention_advice, "ask")
        partner.email = False
        here.invalidate_recordset()
        self.assertEqual(here.retention_advice, "wait")
        self.assertIn("another company is in touch", here.retention_advice_text)
        other.reactivation_retention_months = 1
        with self.at(TODAY + timedelta(days=40)):
            self.env.invalidate_all()
            self.assertEqual(here.retention_advice, "archive")

    def test_what_documents_need(self):
        """Ten years to the day; an older document exempts nobody."""
        for day, until in (
            (date(2017, 3, 15), False),
            (date(2017, 3, 16), date(2027, 3, 15)),
            (date(2020, 2, 29), date(2030, 2, 28)),
        ):
            partner = self.customer(day, f"Of {day}", email=False)
            self.refresh()
            row = self.standing(partner).with_user(self.clara)
            self.assertEqual(row.kept_until, until)
            self.assertEqual(row.retention_advice, "archive" if until else "anonymise")

    def test_list_is_for_managers(self):
        partner = self.customer(1200, user_id=self.jules.id)
        self.refresh()
        row = self.standing(partner)
        self.assertEqual(self.listed()["reached"], partner)
        seller = row.with_user(self.jules)
        with self.refused(AccessError, "Only sales managers decide on personal data"):
            seller.action_decide_retention()
        with self.refused(AccessError, "retention_advice|access|allowed"):
            seller.read(["retention_advice"])
        self.assertEqual(seller.retention_state, "reached", "why it is left out")
        for model in ("reactivation.retention.log", "reactivation.consent"):
            with self.refused(AccessError, "not allowed"):
                self.env[model].with_user(self.jules).search([])

    def test_hundreds_in_as_many_queries_as_two(self):
        partners = self.insert_partners(40, email="x@example.com")
        self.insert_orders([(partner, 1200, 100) for partner in partners])
        self.refresh()
        rows = self.Customer.search([("partner_id", "in", partners.ids)])
        counts = []
        for some in (rows[:2], rows):
            self.env.invalidate_all()
            some.mapped("partner_id.name")
            before = self.env.cr.sql_log_count
            some.mapped("retention_advice")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
