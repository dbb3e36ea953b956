from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .card_case import CardCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestReactivationEpisode(CardCase):
    """One card per silence, in the column people or facts gave it."""

    # -- opening

    def test_one_card_per_silence(self):
        partner, card = self.silent_with_card()
        self.assertEqual(card.state, "open")
        self.assertEqual(card.opened_on, TODAY)
        self.assertEqual(card.silent_since, TODAY - timedelta(days=400))
        self.assertEqual(card.decision, "none")
        for days in (1, 100, 1000):
            with self.at(TODAY + timedelta(days=days)):
                self.refresh()
        self.assertEqual(self.cards_of(partner), card)

    def test_a_second_silence_gets_a_second_card(self):
        partner, card = self.silent_with_card()
        self.confirm(partner)
        self.assertFalse(self.card(partner))
        with self.at(TODAY + timedelta(days=600)):
            self.refresh()
            second = self.card(partner)
            self.assertTrue(second)
            self.assertNotEqual(second, card)
            self.assertEqual(second.silent_since, TODAY)
            self.assertEqual(second.opened_on, TODAY + timedelta(days=600))
        self.assertEqual(card.state, "reactivated")

    def test_no_card_for_who_never_bought(self):
        prospect = self.make_partner()
        self.make_order(prospect, 800, confirm=False)
        profiled = self.make_partner("Known only by name")
        self.env["reactivation.profile"].create({"partner_id": profiled.id})
        self.refresh()
        self.assertEqual(self.standing(prospect).lifecycle_status, "prospect")
        self.assertEqual(self.standing(profiled).lifecycle_status, "lead")
        self.assertFalse(self.cards_of(prospect | profiled))

    def test_no_card_for_an_active_customer(self):
        partner = self.silent(5, 30, 60)
        self.refresh()
        self.assertFalse(self.cards_of(partner))

    def test_no_card_for_an_archived_customer(self):
        partner = self.silent(active=False)
        self.refresh()
        self.assertEqual(self.standing(partner).inactivity_level[-8:], "inactive")
        self.assertFalse(self.cards_of(partner))

    def test_archiving_the_customer_releases_the_card(self):
        partner, card = self.silent_with_card()
        partner.active = False
        self.refresh()
        self.assertEqual(card.state, "released")
        self.assertEqual(card.closed_on, TODAY)
        self.assertFalse(self.standing(partner).episode_id)

    def test_card_comes_back_with_the_customer(self):
        """Archived by mistake and restored: the silence is still the same."""
        partner, __ = self.silent_with_card()
        partner.active = False
        self.refresh()
        partner.active = True
        self.refresh()
        self.assertEqual(self.card(partner).state, "open")

    def test_released_silence_waits_for_an_order(self):
        partner, card = self.silent_with_card()
        card._close_released(TODAY)
        with self.at(TODAY + timedelta(days=300)):
            self.refresh()
            self.assertEqual(self.cards_of(partner), card)
            self.confirm(partner)
        with self.at(TODAY + timedelta(days=900)):
            self.refresh()
            self.assertEqual(len(self.cards_of(partner)), 2)

    def test_policy_tried_and_reverted_leaves_the_board_as_it_was(self):
        """A manager tries 24 months, sees the board empty, and goes back."""
        partner, __ = self.silent_with_card()
        self.policy.write({"method": "fixed", "inactive_after": 24})
        self.refresh()
        self.assertFalse(self.card(partner))
        self.policy.write({"method": "rhythm"})
        self.refresh()
        self.assertEqual(self.card(partner).state, "open")

    def test_salesperson_and_team_are_the_customers(self):
        seller = self.make_user("nora", "sales_team.group_sale_salesman")
        team = self.env["crm.team"].create(
            {"name": "North", "member_ids": [(4, seller.id)]}
        )
        partner, card = self.silent_with_card()
        self.assertFalse(card.user_id)
        owned = self.silent(user_id=seller.id)
        self.refresh()
        self.assertEqual(self.card(owned).user_id, seller)
        self.assertEqual(self.card(owned).team_id, team)
        # sharing out writes the card; the customer's row follows at once
        card.user_id = seller
        self.assertEqual(self.standing(partner).user_id, seller)

    # -- categories

    def test_column_is_decided_else_by_score_else_to_assess(self):
        __, card = self.silent_with_card()
        self.assertEqual(card.category_id, self.to_assess)
        card.computed_category_id = self.months_6_18
        self.assertEqual(card.category_id, self.months_6_18)
        self.assertFalse(card.category_differs)
        card.category_id = self.over_18  # a drop on the board
        self.assertEqual(card.decided_category_id, self.over_18)
        self.assertEqual(card.computed_category_id, self.months_6_18)
        self.assertTrue(card.category_differs)

    def test_dropping_on_the_scores_own_column_is_a_decision(self):
        """Then a later score does not move the card."""
        __, card = self.silent_with_card()
        card.computed_category_id = self.months_6_18
        card.category_id = self.months_6_18
        card.computed_category_id = self.months_0_6
        self.assertEqual(card.category_id, self.months_6_18)

    def test_decision_survives_every_refresh(self):
        __, card = self.silent_with_card()
        card.category_id = self.over_18
        for days in (1, 30, 400):
            with self.at(TODAY + timedelta(days=days)):
                self.refresh()
        self.assertEqual(card.category_id, self.over_18)
        self.assertEqual(card.decided_category_id, self.over_18)

    def test_follow_the_score(self):
        __, card = self.silent_with_card()
        card.computed_category_id = self.months_0_6
        card.category_id = self.over_18
        card.action_follow_score()
        self.assertFalse(card.decided_category_id)
        self.assertEqual(card.category_id, self.months_0_6)

    def test_closed_card_cannot_be_moved(self):
        partner, card = self.silent_with_card()
        self.confirm(partner)
        for values in (
            {"category_id": self.over_18.id},
            {"decided_category_id": self.over_18.id},
        ):
            with self.refused(
                UserError, "card of Garage Durand is closed: its category is history"
            ):
                card.write(values)
        with self.refused(UserError, "is closed"):
            card.action_follow_score()

    def test_board_shows_all_columns_when_it_is_empty(self):
        self.Episode.search([]).unlink()
        groups = self.Episode.with_context(read_group_expand=True).web_read_group(
            [("state", "=", "open")], ["category_id"], ["__count"]
        )["groups"]
        self.assertEqual(
            [group["category_id"][0] for group in groups],
            (self.to_assess | self.months_0_6 | self.months_6_18 | self.over_18).ids,
        )

    # -- order of the board

    def test_rank_and_amount_are_written_by_differences(self):
        big, small = self.make_partner("Big"), self.make_partner("Small")
        self.insert_orders([(big, 400, 900), (small, 400, 10)])
        self.refresh()
        # nobody can be reached: high, low and low, low
        self.assertEqual(self.card(big).rank, 5)
        self.assertEqual(self.card(small).rank, 9)
        self.assertEqual(self.card(big).at_stake_amount, 900)
        self.env.cr.execute("SELECT id, ctid::text FROM reactivation_episode")
        before = dict(self.env.cr.fetchall())
        self.insert_orders([(small, 410, 4000)])
        self.refresh()
        self.assertEqual(self.card(small).rank, 5)
        self.assertEqual(self.card(small).at_stake_amount, 4010)
        self.assertEqual(self.card(big).rank, 7)
        huge = self.make_partner("Huge")
        self.insert_orders([(huge, 500, 5)])
        self.env.cr.execute("SELECT id, ctid::text FROM reactivation_episode")
        settled = dict(self.env.cr.fetchall())
        self.assertNotEqual(before, settled)
        self.refresh()
        self.env.cr.execute("SELECT id, ctid::text FROM reactivation_episode")
        after = dict(self.env.cr.fetchall())
        self.assertEqual({i: after[i] for i in settled}, settled)

    def test_at_stake_is_the_year_before_the_last_order_net_of_credit_notes(self):
        partner = self.make_partner()
        last = date(2026, 1, 31)
        self.insert_orders(
            [
                (partner, last, 100),
                (partner, last - timedelta(days=364), 30),
                (partner, last - timedelta(days=365), 7),
            ]
        )
        journal = self.env["account.journal"].search([], limit=1)
        self.insert(
            "account_move",
            [
                {
                    "journal_id": journal.id,
                    "currency_id": self.company.currency_id.id,
                    "company_id": self.company.id,
                    "state": "posted",
                    "move_type": "out_refund",
                    "auto_post": "no",
                    "date": last,
                    "invoice_date": last,
                    "partner_id": partner.id,
                    "amount_untaxed_signed": -25,
                }
            ],
        )
        self.refresh()
        self.assertEqual(self.card(partner).at_stake_amount, 105)

    def test_pinned_cards_come_first(self):
        big, small = self.make_partner("Big"), self.make_partner("Small")
        self.insert_orders([(big, 400, 900), (small, 400, 10)])
        self.refresh()
        open_cards = [("state", "=", "open")]
        self.assertEqual(self.Episode.search(open_cards).partner_id, big | small)
        self.card(small).write({"pinned": True, "pin_reason": "Promised"})
        self.assertEqual(self.Episode.search(open_cards)[0].partner_id, small)
