from datetime import timedelta

from odoo.tests import Form, tagged

from ..models.reactivation_episode_preparation import CHECKS
from .assessment_case import AssessmentCase
from .common import TODAY

SEARCH = ("prepare", "find somebody who can be reached")


@tagged("post_install", "-at_install")
class TestNextStep(AssessmentCase):
    """A card always says what to do next, and how many cards are enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grid = cls.make_grid(0, 50, 100)
        cls.as_julie = cls.the_card.with_user(cls.julie)

    def score(self, points):
        """Somebody assesses the customer anew, with this score."""
        return self.assess(self.the_card, [self.level(self.grid, points)])

    def assert_step(self, code, text):
        self.env.invalidate_all()
        self.assertEqual(self.the_card.next_step, code)
        self.assertRegex(self.the_card.next_step_text, text)

    def test_the_method_step_by_step(self):
        self.assert_step("assess", "^Assess$")
        self.score(0)
        self.assert_step("prepare", "find somebody who can be reached")
        self.partner.phone = "+33 4 65 71 20 00"
        self.refresh()
        self.assert_step("prepare", "4 checks left")
        self.the_card.write({"history_read": True, "past_checked": True})
        self.assert_step("prepare", "2 checks left")
        self.the_card.write({"accounts_checked": True, "colleagues_asked": True})
        self.assert_step("decide", "^Decide: Go or No-Go$")
        self.the_card.decision = "go"
        self.assert_step("activity", "Call Garage Durand")
        self.the_card.activity_ids.unlink()
        self.assert_step("call", "Call")
        self.score(50)
        self.assert_step("campaign", "Add to a campaign")
        self.score(100)
        self.assert_step("revisit", "Revisit on 09/15/2028")
        self.the_card.write({"critical_need": "Recall", "critical_need_date": TODAY})
        self.assert_step("call", "Call")

    def test_only_who_cannot_be_reached_is_to_be_found(self):
        """A poor fit or an empty budget is no reason to look for a phone number."""
        self.score(0)
        self.the_card.write(dict.fromkeys(CHECKS, True))
        profile = self.env["reactivation.profile"].create(
            {"partner_id": self.partner.id, "fit": "good", "budget": "available"}
        )
        for phone, ratings, reachable in (
            (False, {}, False),
            ("+33 1", {}, True),
            ("+33 1", {"fit": "poor", "budget": "none"}, True),
            ("+33 1", {"fit": "good", "reach": "none"}, False),
            (False, {"reach": "indirect"}, True),
        ):
            self.partner.phone = phone
            profile.write({"reach": False, **ratings})
            self.refresh()
            with self.subTest(ratings, phone=phone):
                self.assert_step(*(("decide", "Go or") if reachable else SEARCH))
                self.assertEqual(
                    "Nobody to talk to" in self.the_card.invest_reasons, not reachable
                )

    def test_no_go_until_its_day(self):
        self.partner.phone = "+33 4 65 71 20 00"
        self.refresh()
        self.score(0)
        self.the_card.write(dict.fromkeys(CHECKS, True))
        self.the_card.write(
            {
                "decision": "no_go",
                "decision_reason_id": self.env.ref(
                    "crm_reactivation.reason_no_go_timing"
                ).id,
                "revisit_on": TODAY + timedelta(days=10),
            }
        )
        self.assert_step("revisit", "Revisit on 03/25/2027")
        with self.at(TODAY + timedelta(days=9)):
            self.assert_step("revisit", "Revisit on 03/25/2027")
        with self.at(TODAY + timedelta(days=10)):
            self.assert_step("decide", "Decide again: Go or No-Go")

    def test_a_planned_activity_is_the_next_step(self):
        self.the_card.activity_schedule(
            "mail.mail_activity_data_call", TODAY, summary="Call Ms Roy"
        )
        self.assert_step("activity", "Call Ms Roy, 03/15/2027")

    def test_assessed_long_ago(self):
        self.score(0)
        with self.at(TODAY + timedelta(days=400)):
            self.assert_step("assess", "Assess again: the last time was on 03/15/2027")

    def test_put_off(self):
        self.env["reactivation.profile"].create(
            {
                "partner_id": self.partner.id,
                "snoozed_until": TODAY + timedelta(days=17),
                "snooze_reason": "Holidays",
            }
        )
        self.assert_step("revisit", "Revisit on 04/01/2027")
        with self.at(TODAY + timedelta(days=17)):
            self.assert_step("assess", "Assess")

    def test_moved_without_an_assessment(self):
        """Whoever moves a card has judged; the method goes on from there."""
        self.as_julie.category_id = self.over_18
        self.assert_step("revisit", "Revisit on 09/15/2028")
        self.as_julie.category_id = self.months_0_6
        self.assert_step("prepare", "Prepare")

    def test_closed_card_has_no_next_step(self):
        self.make_order(self.partner, 0, confirm=False).action_confirm()
        self.assertFalse(self.the_card.next_step or self.the_card.next_step_text)

    def test_one_click_starts_it(self):
        action = self.as_julie.action_start_next_step()
        self.assertEqual(action["res_model"], "reactivation.assessment")
        self.score(0)
        self.partner.phone = "+33 4 65 71 20 00"
        self.refresh()
        self.assertEqual(
            self.as_julie.action_start_next_step()["res_id"], self.the_card.id
        )
        self.the_card.decision = "go"
        self.the_card.activity_ids.unlink()
        action = self.as_julie.action_start_next_step()
        wizard = self.env[action["res_model"]].with_user(self.julie)
        form = Form(wizard.with_context(**action["context"]))
        form.save().action_schedule_activities()
        self.assertEqual(
            self.the_card.activity_ids.activity_type_id,
            self.env.ref("mail.mail_activity_data_call"),
        )

    # -- how many cards are enough

    def test_too_many_cards(self):
        partners = self.insert_partners(3, user_id=self.julie.id)
        self.insert_orders((partner, 400, 100) for partner in partners)
        self.refresh()
        cards = self.Episode.search([("user_id", "=", self.julie.id)])
        self.assertEqual(len(cards), 4)
        cards.decided_category_id = self.months_0_6
        self.assertFalse(cards[0].card_limit_text, msg="no limit")
        self.company.reactivation_card_limit = 3
        self.env.invalidate_all()
        self.assertRegex(
            cards[0].card_limit_text, "Julie Dupont has 4 cards to work; more than 3"
        )
        [load] = self.Episode.with_user(self.manager).get_card_load()
        self.assertEqual(
            (load["name"], load["count"], load["limit"]),
            (
                "Julie Dupont",
                4,
                3,
            ),
        )
        self.assertEqual(load["sentence"], cards[0].card_limit_text)
        [own] = self.Episode.with_user(self.julie).get_card_load()
        self.assertEqual(own, load)
        self.assertFalse(self.Episode.with_user(self.marc).get_card_load())
        # what waits for a critical need, or to be assessed, is no load
        cards[0].decided_category_id = self.over_18
        self.env.invalidate_all()
        self.assertFalse(cards[1].card_limit_text)
