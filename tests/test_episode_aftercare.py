from datetime import date, timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from ..models import reactivation_episode_flow
from .card_case import CardCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestEpisodeAftercare(CardCase):
    """Who came back is thanked; who falls silent again is not overlooked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write(
            {"method": "fixed", "inactive_after": 6, "delay_unit": "months"}
        )
        cls.julie = cls.make_user(
            "julie", "sales_team.group_sale_salesman", name="Julie Dupont"
        )
        cls.marc = cls.make_user("marc", "sales_team.group_sale_salesman")

    def comes_back(self, **values):
        """(partner, card, order) of a customer of Julie's who orders today."""
        partner = self.silent(user_id=self.julie.id)
        self.refresh()
        card = self.card(partner)
        return partner, card, self.confirm(partner, **values)

    def followups(self, partner):
        return self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", partner.id)]
        )

    # -- follow-up

    def test_followup_of_a_comeback(self):
        partner, card, order = self.comes_back()
        activity = self.followups(partner)
        self.assertEqual(activity, card.followup_activity_id)
        self.assertEqual(activity.user_id, self.julie)
        self.assertEqual(activity.date_deadline, date(2027, 4, 14))
        self.assertEqual(card.followup_on, date(2027, 4, 14))
        self.assertEqual(activity.summary, "Thank them for coming back")
        self.assertIn(f"Ordered again on 03/15/2027 ({order.name})", activity.note)

    def test_who_came_back_is_thanked_in_writing(self):
        partner, card, __ = self.comes_back()
        partner.email = "garage@example.com"
        action = card.with_user(self.julie).action_say_thanks()
        composer = Form(
            self.env[action["res_model"]]
            .with_user(self.julie)
            .with_context(**action["context"])
        ).save()
        self.assertEqual(composer.partner_ids, partner)
        self.assertEqual(composer.subject, "Good to have you back")
        self.assertIn("Julie Dupont", composer.body)
        composer.action_send_mail()
        self.assertIn("thank you for your trust", card.message_ids[0].body)

    def test_never_twice(self):
        partner, card, _order = self.comes_back()
        self.confirm(partner)
        self.refresh()
        card._plan_followups(TODAY)
        self.assertEqual(len(self.followups(partner)), 1)

    def test_days_of_the_company(self):
        self.company.reactivation_followup_days = 7
        partner, _card, _order = self.comes_back()
        self.assertEqual(
            self.followups(partner).date_deadline, TODAY + timedelta(days=7)
        )

    def test_no_followup_wanted(self):
        self.company.reactivation_followup_days = 0
        partner, card, _order = self.comes_back()
        self.assertEqual(card.state, "reactivated")
        self.assertFalse(self.followups(partner))
        with mute_logger("odoo.sql_db"), self.refused(CheckViolation, "followup_days"):
            self.company.reactivation_followup_days = -1

    def test_nobody_to_thank(self):
        partner = self.silent()
        self.refresh()
        card = self.card(partner)
        self.confirm(partner, user_id=False)
        self.assertEqual(card.state, "reactivated")
        self.assertFalse(self.followups(partner))

    def test_salesperson_who_left(self):
        partner = self.silent(user_id=self.julie.id)
        self.refresh()
        self.julie.active = False
        self.confirm(partner, user_id=self.marc.id)
        self.assertEqual(self.followups(partner).user_id, self.marc)

    def test_released_card_thanks_nobody(self):
        partner = self.silent(user_id=self.julie.id)
        self.refresh()
        partner.active = False
        self.refresh()
        self.assertEqual(self.cards_of(partner).state, "released")
        self.assertFalse(self.followups(partner))

    def test_cancelled_comeback_cancels_the_followup(self):
        partner, card, order = self.comes_back()
        order._action_cancel()
        self.assertEqual(card.state, "open")
        self.assertFalse(self.followups(partner) or card.followup_activity_id)
        self.assertFalse(card.followup_on)
        self.assertIn(
            "cancelled: Thank them for coming back", partner.message_ids[:1].body
        )
        self.confirm(partner)
        self.assertEqual(len(self.followups(partner)), 1, msg="back after all")

    def test_done_followup_stays_done(self):
        partner, card, order = self.comes_back()
        done = card.followup_activity_id
        done.action_feedback("They were pleased")
        self.assertFalse(card.followup_on)
        order._action_cancel()
        self.assertTrue(done.exists())
        self.confirm(partner)
        self.assertNotEqual(card.followup_activity_id, done)
        self.assertEqual(card.followup_activity_id, self.followups(partner))

    def test_in_the_words_of_the_salesperson(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.julie.lang = "fr_FR"
        partner, _card, _order = self.comes_back()
        self.assertIn("15/03/2027", self.followups(partner).note)

    # -- relapse

    def back_and_silent(self, closed_on, opened_on, count=1):
        """(partners, cards of the comeback, cards of the relapse, if any)."""
        partners = self.env["res.partner"].union(
            *(self.silent(400, user_id=self.julie.id) for _number in range(count))
        )
        self.refresh()
        before = self.cards_of(partners)
        with self.at(closed_on):
            self.insert_orders((partner, closed_on, 100) for partner in partners)
            self.refresh()
            self.assertEqual(set(before.mapped("state")), {"reactivated"})
        with self.at(opened_on):
            self.refresh()
        return partners, before, self.cards_of(partners) - before

    def test_inactive_again_on_the_last_day(self):
        _partner, before, again = self.back_and_silent(TODAY, date(2028, 3, 15))
        self.assertEqual(again.relapse_of_id, before)
        self.assertEqual(before.relapsed_on, date(2028, 3, 15))
        self.assertEqual(again.relapse_text, "Came back in March 2027, silent again")
        self.assertEqual(self.Episode.search([("relapse_of_id", "!=", False)]), again)
        self.assertEqual(again.action_open_relapse_of()["res_id"], before.id)

    def test_inactive_again_a_day_later(self):
        _partner, before, again = self.back_and_silent(TODAY, date(2028, 3, 16))
        self.assertEqual(again.state, "open")
        self.assertFalse(again.relapse_of_id or before.relapsed_on)
        self.assertFalse(again.relapse_text)

    def test_first_silence_is_no_relapse(self):
        _partner, card = self.silent_with_card()
        self.assertFalse(card.relapse_of_id or card.relapse_text)

    def test_released_before_is_no_comeback(self):
        _partner, card = self.silent_with_card()
        card._close_released(TODAY)
        card.silent_since = TODAY - timedelta(days=800)
        self.refresh()
        again = self.cards_of(card.partner_id) - card
        self.assertEqual(again.state, "open")
        self.assertFalse(again.relapse_of_id)

    def test_cards_inserted_at_once(self):
        """As the first run of a company does."""
        partners = self.silent(400) | self.silent(400)
        self.refresh()
        before = self.cards_of(partners)
        self.insert_orders((partner, TODAY, 100) for partner in partners)
        self.refresh()
        with self.at(date(2028, 1, 10)):
            judgement = self.last_run()._judgement(date(2028, 1, 10))
            judgement = judgement._replace(is_first=True)
            everybody = SQL("TRUE")
            self.Customer._write_figures(judgement, everybody)
            with patch.object(reactivation_episode_flow, "INSERTED_AT_ONCE", 1):
                steps = [
                    self.Episode._open_missing(judgement, everybody) for __ in range(3)
                ]
        self.assertEqual(steps, [(1, True), (1, True), (0, False)])
        again = self.cards_of(partners) - before
        self.assertEqual(again.relapse_of_id, before)
        self.assertEqual(before.mapped("relapsed_on"), [date(2028, 1, 10)] * 2)

    def test_relapse_that_was_moot(self):
        partner, before, again = self.back_and_silent(TODAY, date(2028, 1, 10))
        self.assertTrue(before.relapsed_on)
        with self.at(date(2028, 1, 10)):
            self.insert_orders([(partner, date(2028, 1, 8), 100)])
            self.refresh()
        self.assertEqual(again.state, "released")
        self.assertFalse(before.relapsed_on)

    def test_comeback_withdrawn_after_the_relapse(self):
        _partner, before, again = self.back_and_silent(TODAY, date(2028, 1, 10))
        with self.at(date(2028, 1, 11)):
            before.order_id._action_cancel()
        self.assertEqual(before.state, "released")
        self.assertFalse(again.relapse_of_id or before.relapsed_on)

    def test_other_company(self):
        """A comeback elsewhere is no comeback here."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.silent(400)
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.insert_orders([(partner, 0, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        with self.at(date(2028, 1, 10)):
            self.refresh(self.company | other)
        here, there = (
            self.cards_of(partner).filtered(
                lambda card, company=company: (
                    card.company_id == company and card.state == "open"
                )
            )
            for company in (self.company, other)
        )
        self.assertFalse(here.relapse_of_id)
        self.assertEqual(there.relapse_of_id.company_id, other)

    def test_nobody_writes_them(self):
        _partner, card, _order = self.comes_back()
        for values in (
            {"relapse_of_id": card.id},
            {"relapsed_on": TODAY},
            {"followup_activity_id": False},
        ):
            with self.refused(AccessError, "is written by the refresh only"):
                card.with_user(self.julie).write(values)
