from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..engine.priority import CLASSES, POSITIONS
from ..queries import card_order
from .assessment_case import AssessmentCase
from .common import TODAY

AMOUNTS = {"high": 10_000, "medium": 2_000, "low": 100}


@tagged("post_install", "-at_install")
class TestPriority(AssessmentCase):
    """Potential x accessibility: proposed from facts, corrected by people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_potential_high = 10_000
        cls.company.reactivation_potential_medium = 2_000
        cls.refresh()
        cls.phone = "+33 4 65 71 20 00"

    def profile(self, partner=None, **values):
        profiles = self.env["reactivation.profile"].with_user(self.julie)
        return profiles.create({"partner_id": (partner or self.partner).id, **values})

    def silent(self, amount, **values):
        """A customer of Julie's who bought for so much, then nothing for 400 days."""
        partner = self.make_partner(user_id=self.julie.id, **values)
        self.insert_orders([(partner, 400, amount)])
        return partner

    def show_interest(self, partner, days_ago):
        self.env["reactivation.observation"].create(
            {
                "partner_id": partner.id,
                "date": TODAY - timedelta(days=days_ago),
                "user_id": self.julie.id,
            }
        )

    def test_interest_noted_by_mistake_is_taken_back_at_once(self):
        partner, other = self.silent(100), self.silent(200)
        self.refresh()
        self.show_interest(partner, 3)
        noted = self.env["reactivation.observation"].search(
            [("partner_id", "=", partner.id)]
        )
        day = TODAY - timedelta(days=3)
        self.assertEqual(self.standing(partner).last_signal_date, day)
        noted.partner_id = other
        self.assertFalse(self.standing(partner).last_signal_date)
        self.assertEqual(self.standing(other).last_signal_date, day)
        noted.unlink()
        self.assertFalse(self.standing(other).last_signal_date)

    def assert_order(self, card, potential, access):
        found = (card.potential_class, card.accessibility_class, card.rank)
        wanted = (potential, access, POSITIONS[potential, access])
        self.assertEqual(found, wanted)

    # -- the matrix

    def test_every_cell_by_facts(self):
        """Amounts and reachability alone, for the first run's cards and later ones."""
        reached = {"high": self.phone, "medium": self.phone, "low": False}
        cells = {}
        for potential, access in POSITIONS:
            partner = self.silent(AMOUNTS[potential], phone=reached[access])
            if access == "high":
                self.show_interest(partner, 10)
            cells[potential, access] = partner
        self.refresh()
        for pair, partner in cells.items():
            self.assert_order(self.card(partner), *pair)
        found = self.Episode.search([("partner_id", "!=", self.partner.id)])
        self.assertEqual(
            [(card.potential_class, card.accessibility_class) for card in found],
            sorted(POSITIONS, key=POSITIONS.get),
            "the board's order",
        )

    def test_every_cell_by_people(self):
        ratings = {
            "high": {"reach": "direct", "decision_level": "decides"},
            "medium": {"reach": "direct", "decision_level": "uses"},
            "low": {"reach": "none", "budget": "none"},
        }
        profile = self.profile()
        for potential in CLASSES:
            for access in CLASSES:
                profile.write(
                    {
                        "potential_amount": AMOUNTS[potential],
                        "budget": False,
                        **ratings[access],
                    }
                )
                self.assert_order(self.the_card, potential, access)

    def test_amounts_on_the_bounds(self):
        profile = self.profile()
        for amount, expected in (
            (10_000, "high"),
            (9_999.99, "medium"),
            (2_000, "medium"),
            (1_999.99, "low"),
            (0.01, "low"),
        ):
            profile.potential_amount = amount
            self.assertEqual(self.the_card.potential_class, expected, amount)

    def test_an_estimate_stands_beside_past_turnover(self):
        self.profile(potential_amount=10_000)
        self.assert_order(self.the_card, "high", "low")
        self.assertEqual(self.the_card.at_stake_amount, 100)
        self.assertEqual(self.the_card.customer_id.yearly_amount, 100)
        self.refresh()
        self.assert_order(self.the_card, "high", "low")

    def test_estimate_taken_back(self):
        profile = self.profile(potential_amount=10_000, reach="direct")
        self.assert_order(self.the_card, "high", "high")
        profile.write({"potential_amount": 0, "reach": False})
        self.assert_order(self.the_card, "low", "low")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            profile.potential_amount = -1
            self.env.flush_all()

    def test_without_amounts_potential_is_the_wave(self):
        """No setting needed: who made most of the lost turnover comes first."""
        self.company.reactivation_potential_high = 0
        self.company.reactivation_potential_medium = 0
        big, middle, small = (self.silent(amount) for amount in (5000, 800, 1))
        self.refresh()
        for partner, wave, potential in (
            (big, "1", "high"),
            (middle, "2", "medium"),
            (small, "3", "low"),
        ):
            self.assertEqual(self.standing(partner).wave, wave)
            self.assertEqual(self.card(partner).potential_class, potential)
        # an estimate is held against the smallest turnover of the first wave
        profile = self.profile(small, potential_amount=4999)
        self.assertEqual(self.card(small).potential_class, "medium")
        profile.potential_amount = 5000
        self.assertEqual(self.card(small).potential_class, "high")

    def test_who_can_be_reached(self):
        self.assertEqual(self.the_card.accessibility_class, "low")
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": self.partner.id, "email": "jo@example.com"}
        )
        self.refresh()
        self.assertEqual(self.the_card.accessibility_class, "medium")
        contact.active = False
        self.refresh()
        self.assertEqual(self.the_card.accessibility_class, "low")
        self.partner.phone = self.phone
        self.refresh()
        self.assertEqual(self.the_card.accessibility_class, "medium")

    def test_silent_customers_fall_in_rank(self):
        """Interest counts for half a year; resistance does not change with it."""
        self.partner.phone = self.phone
        self.show_interest(self.partner, 182)
        self.refresh()
        self.assertEqual(self.the_card.accessibility_class, "medium")
        self.assertFalse(self.the_card.still_reacts)
        self.show_interest(self.partner, 181)
        self.refresh()
        self.env.invalidate_all()
        self.assertEqual(self.the_card.accessibility_class, "high")
        self.assertTrue(self.the_card.still_reacts)
        with self.at(TODAY + timedelta(days=1)):
            self.refresh()
            self.assertEqual(self.the_card.accessibility_class, "medium")

    def test_equal_ranks_by_amount(self):
        self.partner.active = False
        partners = [self.silent(amount) for amount in (30, 90, 60)]
        self.refresh()
        found = self.Episode.search([("state", "=", "open")])
        self.assertEqual(found.mapped("rank"), [9, 9, 9])
        self.assertEqual(found.mapped("at_stake_amount"), [90, 60, 30])
        self.assertEqual(found[0].partner_id, partners[1])

    # -- in words

    def test_the_formula_in_words(self):
        self.assertEqual(
            self.the_card.rank_text,
            "Priority 9 of 9 = potential × accessibility. Potential: Low (bought for"
            " $\xa0100 in the year before the silence). Accessibility: Low (no phone"
            " number and no e-mail address known). Among equals, the higher amount at"
            " stake comes first.",
        )
        profile = self.profile(
            potential_amount=12_000, reach="direct", decision_level="influences"
        )
        self.env.invalidate_all()
        self.assertRegex(
            self.the_card.rank_text,
            "^Priority 1 of 9 .*High \\(estimated at \\$.12,000 a year\\).*High \\(The"
            " right person, directly, We talk to who influences\\)",
        )
        self.assertEqual(profile.potential_class, "high")
        self.assertEqual(
            profile.accessibility_hint,
            "The right person, directly, We talk to who influences",
        )

    def test_proposed_values_have_reasons(self):
        profile = self.profile()
        self.assertEqual(profile.potential_class, "low")
        self.assertRegex(profile.potential_hint, "bought for .*100 in the year before")
        self.assertFalse(profile.accessibility_class, msg="nobody rated it")
        self.assertEqual(
            profile.accessibility_hint, "no phone number and no e-mail address known"
        )

    # -- by hand

    def test_pin_has_a_reason_a_name_and_a_date(self):
        as_manager = self.the_card.with_user(self.manager)
        for values in ({"pinned": True}, {"manual_rank": 1}):
            with self.refused(
                ValidationError, "Say why the card of Garage Durand comes before others"
            ):
                as_manager.write(values)
        as_manager.write({"pinned": True, "pin_reason": "Promised to the owner"})
        card = self.the_card
        self.assertEqual((card.pinned_by, card.pinned_on), (self.manager, TODAY))
        self.assertEqual(
            card.rank_text.split("\n")[0],
            "Pinned by Claire Fontaine on March 15, 2027: Promised to the owner",
        )
        as_manager.action_toggle_pinned()
        self.assertFalse(card.pinned or card.pin_reason or card.pinned_by)
        action = as_manager.action_toggle_pinned()
        self.assertEqual((action["res_id"], action["target"]), (card.id, "new"))
        self.assertFalse(card.pinned, msg="first the reason")

    def test_rank_by_hand_survives_the_night(self):
        as_manager = self.the_card.with_user(self.manager)
        as_manager.write({"manual_rank": 2, "pin_reason": "Trade fair"})
        self.assertEqual(self.the_card.rank, 2)
        self.refresh()
        self.assertEqual(self.the_card.rank, 2)
        self.assertRegex(self.the_card.rank_text, "^Rank 2 set by Claire Fontaine on")
        as_manager.manual_rank = 0
        self.assertEqual(self.the_card.rank, 9)
        self.assertFalse(self.the_card.pin_reason)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            as_manager.write({"manual_rank": 10, "pin_reason": "?"})
            self.env.flush_all()

    def test_unpinned_but_ranked_keeps_its_reason(self):
        as_manager = self.the_card.with_user(self.manager)
        as_manager.write({"manual_rank": 2, "pinned": True, "pin_reason": "Fair"})
        as_manager.pinned = False
        self.assertEqual(self.the_card.pin_reason, "Fair")
        self.assertEqual(self.the_card.pinned_by, self.manager)

    def test_salespeople_do_not_rank(self):
        as_julie = self.the_card.with_user(self.julie)
        for values in (
            {"pinned": True, "pin_reason": "Mine"},
            {"manual_rank": 1, "pin_reason": "Mine"},
            {"pin_reason": "Mine"},
        ):
            with self.refused(AccessError, "Only sales managers"):
                as_julie.write(values)
        for values in (
            {"rank": 1},
            {"potential_class": "high"},
            {"accessibility_class": "high"},
            {"pinned_by": self.julie.id},
        ):
            with self.refused(AccessError, "is written by the refresh only"):
                as_julie.write(values)

    # -- how it is written

    def places(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT id, ctid::text FROM reactivation_episode")
        )
        return dict(rows)

    def test_differences_only(self):
        others = [self.silent(AMOUNTS[name]) for name in CLASSES]
        self.refresh()
        before = self.places()
        self.refresh()
        self.assertEqual(self.places(), before)
        self.profile(others[2], potential_amount=50_000)
        after = self.places()
        moved = {card_id for card_id in after if after[card_id] != before[card_id]}
        self.assertEqual(moved, {self.card(others[2]).id})

    def test_cards_somebody_is_writing_wait(self):
        """No waiting for a salesperson's transaction: the row is skipped.

        One transaction cannot show that, so the statement is read.
        """
        statement = card_order.refresh_order(
            self.company.id, SQL("SELECT 1"), SQL("FALSE")
        )
        self.assertIn("FOR NO KEY UPDATE OF card SKIP LOCKED", statement.code)

    def test_constant_number_of_statements(self):
        counts = []
        for number in (1, 2, 50):
            partners = self.insert_partners(number)
            self.insert_orders((p, 400, 100) for p in partners)
            self.refresh()
            self.company.reactivation_potential_high += 1
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self.Episode._bring_up_to_date(self.company)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[1], counts[2])

    def test_two_companies_have_their_own_amounts(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        other.reactivation_potential_high = 100
        self.insert_orders([(self.partner, 420, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        abroad = self.standing(self.partner, other).episode_id
        self.assertEqual(abroad.potential_class, "high")
        self.assertEqual(self.the_card.potential_class, "low")
        self.profile(potential_amount=10_000, reach="direct")
        self.assertEqual(self.the_card.rank, 1)
        self.assertEqual(abroad.rank, POSITIONS["high", "low"])

    def test_bounds_in_the_wrong_order(self):
        with mute_logger("odoo.sql_db"):
            with self.assertRaises(psycopg2.IntegrityError) as caught:
                self.company.reactivation_potential_medium = 20_000
                self.env.flush_all()
        self.assertIn(
            "High potential must begin above medium potential",
            self.company._sql_error_to_message(caught.exception),
        )

    def test_customer_active_again_keeps_the_cards_rank(self):
        """Somebody works on the card; there is no wave any more to rank it by."""
        self.company.reactivation_potential_high = 0
        self.company.reactivation_potential_medium = 0
        self.the_card.decision = "go"
        rank = self.the_card.rank
        self.insert_orders([(self.partner, 3, 50)])
        self.refresh()
        self.assertFalse(self.the_card.customer_id.wave)
        self.assertEqual(self.the_card.state, "open")
        self.assertEqual(self.the_card.rank, rank)
