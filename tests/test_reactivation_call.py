from datetime import date, datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .call_case import OTHER_SOLUTION, CallCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestReactivationCall(CallCase):
    """What a log has to say, who writes it, and what stays as it was."""

    # -- the dialog

    def test_the_dialog_proposes_whom_to_ask_for(self):
        action = self.the_card.with_user(self.julie).action_log_call()
        calls = self.Call.with_user(self.julie).with_context(**action["context"])
        [(view_id, __)] = action["views"]
        with Form(calls, view=self.env["ir.ui.view"].browse(view_id)) as form:
            self.assertEqual(form.contact_id, self.contact)
            self.assertEqual(form.channel, "call")
            self.assertIn("Do you still use", form.script)
            self.assertFalse(form.saving_text)
            form.outcome_id = self.outcome("unreachable")
            self.assertEqual(form.next_date, self.day(1))
            self.assertEqual(
                form.saving_text, "A call is planned for you on March 16, 2027."
            )
            form.duration = 0.1
        call = form.record
        self.assertEqual(call.user_id, self.julie)
        self.assertEqual(call.category_id, self.to_assess)
        self.assertFalse(call.reached)

    def test_an_activity_opens_the_dialog_of_its_card(self):
        visit = self.the_card.activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.julie.id
        )
        card = self.the_card.with_user(self.julie)
        action = card.with_context(log_activity_id=visit.id).action_log_call()
        defaults = self.Call.with_context(**action["context"]).default_get(
            ["episode_id", "activity_id", "channel"]
        )
        self.assertEqual(defaults["channel"], "visit")
        self.assertEqual(defaults["activity_id"], visit.id)
        # by the activity alone, too
        defaults = self.Call.with_context(default_activity_id=visit.id).default_get(
            ["episode_id", "activity_id"]
        )
        self.assertEqual(defaults["episode_id"], self.the_card.id)

    def test_saving_is_told_before(self):
        def said(code, **values):
            call = self.Call.with_user(self.julie).new(
                {
                    "episode_id": self.the_card.id,
                    "outcome_id": self.outcome(code).id,
                    **values,
                }
            )
            return call.saving_text

        self.assertEqual(
            said("no_need"),
            "The card is put aside until September 15, 2027, with a reminder for you on"
            " that day.",
        )
        self.assertRegex(
            said("other_solution", solution_name="Dupont SA"),
            "^Dupont SA is noted as a supplier of this customer.* trial order.$",
        )
        self.assertEqual(
            said("need_now"), "An opportunity is opened. Next: the quotation."
        )
        self.assertEqual(
            said("call_back", next_date=False),
            "Choose the day on which to call again.",
        )
        closed_down = self.env.ref("crm_reactivation.reason_inactivity_closed_down")
        self.assertEqual(
            said("unreachable", inactivity_reason_id=closed_down.id),
            "The card is closed: there is nobody to win back.",
        )
        self.the_card.activity_schedule("mail.mail_activity_data_call")
        self.assertRegex(said("need_now"), "^The planned activity is done. An ")

    # -- what it has to say

    def test_another_solution_takes_four_answers(self):
        missing = self.env.ref("crm_reactivation.missing_advice")
        answers = {**OTHER_SOLUTION, "missing_id": missing.id, "missing": False}
        for name, words in (
            ("solution_name", "what they use now"),
            ("change_reason", "why they changed"),
            ("better", "what is better there"),
            ("missing_id", "what is missing there"),
        ):
            with self.refused(
                ValidationError, f"Fill in {words}: that is .*Garage Durand"
            ):
                self.log("other_solution", **{**answers, name: False})
        with self.refused(ValidationError, "Fill in what they use now, why they chang"):
            self.log("other_solution", solution_name="  ", change_reason=False)
        self.assertTrue(self.log("other_solution", **answers))
        self.assertTrue(self.log("need_now"), msg="the others take none")

    def test_whether_somebody_was_reached(self):
        reached = {
            "no_need": True,
            "other_solution": True,
            "need_now": True,
            "unreachable": False,
            "call_back": True,
        }
        for code, expected in reached.items():
            call = self.log(code)
            self.assertEqual(call.reached, expected, code)
            self.assertEqual(call.contact_rate, 100 if expected else 0, code)
        self.assertFalse(self.log("call_back", reached=False).reached)
        with self.refused(ValidationError, "“Not reached” tells whether Garage Dur"):
            self.log("unreachable", reached=True)

    def test_the_day_to_call_again(self):
        for code, first in (("unreachable", 0), ("call_back", 0), ("no_need", 1)):
            call = self.log(code, next_date=self.day(first))
            self.assertEqual(call.next_date, self.day(first), code)
            with self.refused(ValidationError, "cannot be called again on .* or later"):
                self.log(code, next_date=self.day(first - 1))
            with self.refused(ValidationError, "Choose the day on which to call Gara"):
                self.log(code, next_date=False)
        self.assertFalse(self.log("need_now").next_date)

    def test_the_next_working_day_is_proposed(self):
        for today, proposed in (
            (date(2027, 3, 18), date(2027, 3, 19)),  # Thursday
            (date(2027, 3, 19), date(2027, 3, 22)),  # Friday
            (date(2027, 3, 20), date(2027, 3, 22)),  # Saturday
        ):
            with self.at(today):
                call = self.Call.new({"episode_id": self.the_card.id})
                call.outcome_id = self.outcome("unreachable")
                self.assertEqual(call.next_date, proposed)

    def test_the_contact_is_one_of_the_customers(self):
        stranger = self.make_partner("Stranger")
        with self.refused(ValidationError, "Stranger is no contact of Garage Durand"):
            self.log("need_now", contact_id=stranger.id)
        self.assertTrue(self.log("need_now", contact_id=self.partner.id))
        self.contact.active = False
        with self.refused(ValidationError, "Paul Durand is archived"):
            self.log("need_now", contact_id=self.contact.id)

    def test_reasons_of_other_lists_are_refused(self):
        move = self.env.ref("crm_reactivation.reason_move_talked")
        with self.refused(ValidationError, "“I talked to them” is no choice for “Out"):
            self.log("need_now", outcome_id=move.id)
        with self.refused(ValidationError, "is no choice for “Why They Stopped”"):
            self.log("need_now", inactivity_reason_id=move.id)
        with self.refused(ValidationError, "is no choice for “What Is Missing There”"):
            self.log("need_now", missing_id=move.id)

    def test_nobody_calls_in_the_future_or_for_days(self):
        self.assertTrue(self.log("need_now", date=NOW))
        with self.refused(ValidationError, "cannot be logged before it took place"):
            self.log("need_now", date=NOW + timedelta(seconds=1))
        self.assertTrue(self.log("need_now", duration=24))
        for hours in (-0.01, 24.01):
            with (
                mute_logger("odoo.sql_db"),
                self.refused(CheckViolation, "duration_of_a_day"),
            ):
                self.log("need_now", duration=hours)

    def test_the_activity_is_one_of_the_card(self):
        elsewhere = self.partner.activity_schedule("mail.mail_activity_data_call")
        with self.refused(ValidationError, "planned for something else than the card"):
            self.log("need_now", activity_id=elsewhere.id)

    def test_a_solution_is_spelled_one_way(self):
        self.log("other_solution")
        other = self.make_partner("Other garage", user_id=self.marc.id)
        self.insert_orders([(other, 400, 100)])
        self.refresh()
        call = self.log(
            "other_solution",
            self.card(other),
            self.marc,
            solution_name=" dupont  sa ",
        )
        self.assertEqual(call.solution_name, "Dupont SA")
        # a name is no pattern
        for name in ("Dupont_SA", "Dupont%"):
            call = self.log("other_solution", solution_name=name)
            self.assertEqual(call.solution_name, name)

    # -- who, and never again

    def test_closed_cards_take_no_calls(self):
        self.make_order(self.partner, 0)
        self.assertEqual(self.the_card.state, "reactivated")
        with self.refused(UserError, "The card of Garage Durand is closed: calls are"):
            self.log("need_now")
        with self.refused(UserError, "The card of Garage Durand is closed"):
            self.the_card.with_user(self.julie).action_log_call()

    def test_who_works_on_the_card_logs(self):
        with self.refused(AccessError, "This card belongs to Julie Dupont"):
            self.log("need_now", user=self.marc)
        for user in (self.senior, self.manager):
            self.assertEqual(self.log("unreachable", user=user).user_id, user)
        self.the_card.user_id = False
        with self.refused(AccessError, "Garage Durand has no salesperson yet"):
            self.log("need_now")

    def test_the_server_signs(self):
        call = self.log("need_now", user_id=self.marc.id, category_id=self.over_18.id)
        self.assertEqual(call.user_id, self.julie)
        self.assertEqual(call.category_id, self.to_assess)

    def test_a_log_is_history(self):
        call = self.log("no_need")
        call.write({"note": "They moved", "duration": 0.2})
        for name, value in (
            ("outcome_id", self.outcome("need_now").id),
            ("next_date", self.day(9)),
            ("episode_id", False),
            ("user_id", self.marc.id),
            ("date", datetime(2027, 1, 1)),
            ("reached", False),
        ):
            with self.refused(UserError, "This call is logged and .* has taken effect"):
                call.write({name: value})
        for user in (self.senior, self.manager):
            with self.refused(UserError, "Julie Dupont logged this call with Garage"):
                call.with_user(user).write({"note": "Mine"})
        with self.refused(AccessError, "not allowed to delete"):
            call.unlink()
        call.with_user(self.manager).unlink()

    def test_who_reads_logs(self):
        call = self.log("no_need")
        readers = {
            self.julie: call,
            self.marc: self.Call,
            self.senior: call,
            self.manager: call,
        }
        for user, expected in readers.items():
            self.assertEqual(self.Call.with_user(user).search([]), expected, user.name)
        self.the_card.user_id = self.marc
        for user in (self.julie, self.marc):  # the author, and whose card it is now
            self.assertEqual(self.Call.with_user(user).search([]), call, user.name)

    def test_calls_stay_in_their_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        abroad = self.make_user(
            "abroad",
            "sales_team.group_sale_manager",
            company_ids=elsewhere.ids,
            company_id=elsewhere.id,
        )
        self.log("no_need")
        self.assertFalse(self.Call.with_user(abroad).search([]))
        with self.assertRaises(AccessError):
            self.log("need_now", user=abroad)

    def test_last_call_on_the_card(self):
        card = self.the_card
        self.log("unreachable")
        self.assertEqual(card.outcome_id, self.outcome("unreachable"))
        self.assertEqual(card.last_call_on, TODAY)
        self.log("need_now", date=NOW - timedelta(days=3))
        self.assertEqual(card.outcome_id, self.outcome("unreachable"), "an older one")
        for name, value in (("outcome_id", False), ("last_call_on", TODAY)):
            with self.refused(AccessError, "is written by the refresh only"):
                card.with_user(self.julie).write({name: value})
