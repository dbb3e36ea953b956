from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .assessment_case import AssessmentCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestMovingCards(AssessmentCase):
    """Computed, decided, effective: what people move, and how it is taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grid = cls.make_grid(0, 50, 100)
        cls.talked = cls.env.ref("crm_reactivation.reason_move_talked")
        cls.as_julie = cls.the_card.with_user(cls.julie)

    def score(self, points):
        """Somebody assesses the customer anew, with this score."""
        return self.assess(self.the_card, [self.level(self.grid, points)])

    def assert_categories(self, computed, decided, effective):
        card = self.the_card
        self.assertEqual(
            (card.computed_category_id, card.decided_category_id, card.category_id),
            (computed, decided, effective),
        )
        self.assertEqual(card.category_differs, effective != computed)

    @property
    def nothing(self):
        return self.env["reactivation.category"]

    # -- every order of events

    def test_assessed_then_moved_then_followed(self):
        self.score(50)
        self.assert_categories(self.months_6_18, self.nothing, self.months_6_18)
        self.as_julie.category_id = self.months_0_6
        self.assert_categories(self.months_6_18, self.months_0_6, self.months_0_6)
        self.as_julie.action_follow_score()
        self.assert_categories(self.months_6_18, self.nothing, self.months_6_18)

    def test_moved_then_assessed_otherwise_then_followed(self):
        self.as_julie.category_id = self.months_0_6
        self.assert_categories(self.to_assess, self.months_0_6, self.months_0_6)
        self.score(100)
        self.assert_categories(self.over_18, self.months_0_6, self.months_0_6)
        self.assertEqual(self.the_card.resistance_score, 100)
        self.as_julie.action_follow_score()
        self.assert_categories(self.over_18, self.nothing, self.over_18)

    def test_moved_to_the_scores_own_column_is_a_decision(self):
        self.score(50)
        self.as_julie.category_id = self.months_6_18
        self.assert_categories(self.months_6_18, self.months_6_18, self.months_6_18)
        self.score(0)
        self.assert_categories(self.months_0_6, self.months_6_18, self.months_6_18)

    def test_moved_twice(self):
        self.score(50)
        self.as_julie.category_id = self.months_0_6
        self.as_julie.category_id = self.over_18
        self.assert_categories(self.months_6_18, self.over_18, self.over_18)
        self.assertEqual(self.the_card.previous_decided_category_id, self.months_0_6)

    def test_moved_to_nothing_follows_the_score(self):
        """A drop on the column without a category."""
        self.score(50)
        self.as_julie.category_id = self.months_0_6
        self.as_julie.category_id = False
        self.assert_categories(self.months_6_18, self.nothing, self.months_6_18)

    def test_moved_while_provisional(self):
        self.the_card.write(
            {
                "opening_category_id": self.months_6_18.id,
                "computed_category_id": self.months_6_18.id,
                "category_is_provisional": True,
            }
        )
        self.as_julie.category_id = self.months_0_6
        self.assert_categories(self.months_6_18, self.months_0_6, self.months_0_6)
        self.assertFalse(self.the_card.provisional_hint, msg="a person has decided")
        self.assertEqual(self.the_card.moved_on, TODAY)
        # placed by a person: from now on there is a window
        self.assertEqual(self.the_card.expected_activation_from, TODAY)

    def test_refresh_and_grid_leave_the_decision(self):
        self.score(0)
        self.as_julie.category_id = self.over_18
        self.grid.inverse = True
        self.refresh()
        self.assert_categories(self.over_18, self.over_18, self.over_18)
        self.grid.inverse = False
        self.assert_categories(self.months_0_6, self.over_18, self.over_18)

    def test_through_the_form(self):
        """On a phone and by keyboard: the same by the card's form."""
        self.score(50)
        with Form(self.as_julie) as form:
            form.category_id = self.months_0_6
        self.assert_categories(self.months_6_18, self.months_0_6, self.months_0_6)
        self.assertEqual(self.the_card.moved_by, self.julie)

    # -- why, by whom, and back

    def test_a_move_is_signed_and_asks_why(self):
        self.as_julie.category_id = self.months_0_6
        card = self.the_card
        self.assertEqual((card.moved_by, card.moved_on), (self.julie, TODAY))
        self.assertTrue(card.move_reason_missing)
        self.assertEqual(
            self.Episode.search([("move_reason_missing", "=", True)]), card
        )
        self.as_julie.move_reason_id = self.talked
        self.assertFalse(card.move_reason_missing)

    def test_reason_given_with_the_move(self):
        self.as_julie.write(
            {"category_id": self.months_0_6.id, "move_reason_id": self.talked.id}
        )
        self.assertEqual(self.the_card.move_reason_id, self.talked)
        self.assertFalse(self.the_card.move_reason_missing)
        self.as_julie.write(
            {"decided_category_id": self.over_18.id, "move_note": "New owner"}
        )
        self.assertEqual(self.the_card.move_note, "New owner")
        self.assertFalse(
            self.the_card.move_reason_id, msg="the reason of the move before"
        )
        self.assertFalse(self.the_card.move_reason_missing)

    def test_reason_of_another_list(self):
        reason = self.env.ref("crm_reactivation.reason_inactivity_forgot")
        with self.refused(
            ValidationError,
            "“Forgot us or lost interest” is no reason for moving a card",
        ):
            self.as_julie.move_reason_id = reason

    def test_undo_brings_back_what_was_decided_and_why(self):
        self.score(50)
        self.as_julie.write(
            {"category_id": self.months_0_6.id, "move_reason_id": self.talked.id}
        )
        with self.at(TODAY + timedelta(days=3)):
            as_manager = self.the_card.with_user(self.manager)
            as_manager.category_id = self.over_18
            self.assertEqual(self.the_card.moved_by, self.manager)
            self.assertTrue(as_manager.can_undo_move)
            as_manager.action_undo_move()
        self.assert_categories(self.months_6_18, self.months_0_6, self.months_0_6)
        card = self.the_card
        self.assertEqual(card.move_reason_id, self.talked)
        self.assertEqual((card.moved_by, card.moved_on), (self.julie, TODAY))
        self.assertFalse(card.can_undo_move)
        with self.refused(UserError, "Garage Durand was not moved since its last undo"):
            as_manager.action_undo_move()

    def test_undo_of_the_first_move_follows_the_score(self):
        self.score(50)
        self.as_julie.category_id = self.months_0_6
        self.as_julie.action_undo_move()
        self.assert_categories(self.months_6_18, self.nothing, self.months_6_18)
        self.assertFalse(self.the_card.moved_by or self.the_card.moved_on)
        self.assertFalse(self.the_card.move_reason_missing)

    def test_undo_of_following_the_score(self):
        self.score(50)
        self.as_julie.category_id = self.months_0_6
        self.as_julie.action_follow_score()
        self.as_julie.action_undo_move()
        self.assert_categories(self.months_6_18, self.months_0_6, self.months_0_6)

    def test_assessed_between_move_and_undo(self):
        self.score(50)
        self.as_julie.category_id = self.months_0_6
        self.score(100)
        self.as_julie.action_undo_move()
        self.assert_categories(self.over_18, self.nothing, self.over_18)

    def test_moves_are_tracked(self):
        card = self.as_julie.with_context(tracking_disable=False)
        card.write({"category_id": self.months_0_6.id, "move_note": "They rang"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        message = self.the_card.message_ids[:1]
        self.assertEqual(message.author_id, self.julie.partner_id)
        values = {
            value.field_id.name: (value.new_value_char, value.new_value_integer)
            for value in message.sudo().tracking_value_ids
        }
        self.assertEqual(values["decided_category_id"][1], self.months_0_6.id)
        self.assertEqual(values["move_note"][0], "They rang")

    # -- who may

    def test_anothers_card_is_refused_by_name(self):
        """By any method, as RPC may call it; the card stays where it was."""
        as_marc = self.the_card.with_user(self.marc)
        for attempt in (
            lambda: as_marc.write({"category_id": self.over_18.id}),
            lambda: as_marc.write({"decided_category_id": self.over_18.id}),
            lambda: as_marc.write({"move_note": "?"}),
            lambda: as_marc.action_follow_score(),
        ):
            with self.refused(
                AccessError,
                "This card belongs to Julie Dupont: only that person or a sales manager"
                " can move or change it",
            ):
                attempt()
        with self.assertRaises(AccessError):
            as_marc.action_undo_move()
        self.assertEqual(self.the_card.category_id, self.to_assess)

    def test_several_cards_of_which_one_is_anothers(self):
        mine = self.make_partner("Marc's", user_id=self.marc.id)
        self.insert_orders([(mine, 400, 100)])
        self.refresh()
        both = (self.card(mine) | self.the_card).with_user(self.marc)
        with self.refused(AccessError, "belongs to Julie Dupont"):
            both.write({"category_id": self.over_18.id})
        self.assertEqual(self.card(mine).category_id, self.to_assess)

    def test_nobody_signs_for_somebody_else(self):
        for values in (
            {"moved_by": self.marc.id},
            {"moved_on": TODAY},
            {"move_before": {"decided_category_id": self.over_18.id}},
            {"previous_decided_category_id": self.over_18.id},
        ):
            with self.refused(AccessError, "is written by the refresh only"):
                self.as_julie.write(values)

    def test_closed_card_stays_where_it_was(self):
        self.as_julie.category_id = self.months_0_6
        self.make_order(self.partner, 0, confirm=False).action_confirm()
        self.assertFalse(self.the_card.can_undo_move)
        for attempt in (
            lambda: self.as_julie.write({"category_id": self.over_18.id}),
            lambda: self.as_julie.action_undo_move(),
        ):
            with self.refused(UserError, "card of Garage Durand is closed"):
                attempt()

    # -- into the last column

    def test_warning_names_what_is_planned(self):
        card = self.as_julie
        self.assertFalse(card.move_warning(self.over_18.id))
        card.activity_schedule(
            "mail.mail_activity_data_call", TODAY, summary="Call Ms Roy"
        )
        warning = card.move_warning(self.over_18.id)
        self.assertRegex(
            warning,
            "“Over 18 months” is for customers to be left alone .*planned for Garage"
            " Durand: Call Ms Roy on 03/15/2027",
        )
        self.assertFalse(card.move_warning(self.months_6_18.id))
        card.write({"critical_need": "Recall", "critical_need_date": TODAY})
        self.assertFalse(card.move_warning(self.over_18.id))

    def test_critical_need_has_a_text_and_a_date(self):
        self.as_julie.category_id = self.over_18
        self.assertTrue(self.the_card._is_left_alone())
        for values in ({"critical_need": "Recall"}, {"critical_need_date": TODAY}):
            with self.refused(ValidationError, "takes both a text and the day it came"):
                self.as_julie.write(values)
        self.as_julie.write({"critical_need": "Recall", "critical_need_date": TODAY})
        self.assertFalse(self.the_card._is_left_alone())
        self.as_julie.write({"critical_need": False, "critical_need_date": False})
        self.assertTrue(self.the_card._is_left_alone())
