from datetime import date, datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestReactivationEpisode(ReactivationCase):
    """One card per silence, opened and closed by facts, moved by people."""

    def silent(self, *days, **values):
        """A customer with orders so many days ago (default: one, 400 days ago)."""
        partner = self.make_partner(**values)
        self.insert_orders((partner, day, 100) for day in days or (400,))
        return partner

    def silent_with_card(self, *days):
        """The same, refreshed: (partner, its open card)."""
        partner = self.silent(*days)
        self.refresh()
        return partner, self.card(partner)

    def cards_of(self, partner):
        return self.Episode.search([("partner_id", "in", partner.ids)], order="id")

    def confirm(self, partner, amount=100.0, **values):
        """A quotation confirmed now, as a salesperson does."""
        order = self.make_order(partner, 0, amount, confirm=False, **values)
        order.action_confirm()
        return order

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

    # -- closing

    def test_order_closes_the_card_at_once(self):
        partner, card = self.silent_with_card()
        order = self.confirm(partner, 250)
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.closed_on, TODAY)
        self.assertEqual(card.order_id, order)
        self.assertEqual((card.origin_model, card.origin_id), ("sale.order", order.id))
        self.assertEqual(card.recovered_amount, 250)
        self.assertFalse(self.standing(partner).episode_id)
        self.assertEqual(self.standing(partner).inactivity_level, "active")

    def test_order_of_a_contact_closes_the_card(self):
        partner, card = self.silent_with_card()
        contact = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": partner.id}
        )
        self.confirm(contact)
        self.assertEqual(card.state, "reactivated")

    def test_order_without_amount_closes_nothing(self):
        partner, card = self.silent_with_card()
        self.confirm(partner, 0)
        self.confirm(partner, -50)
        self.refresh()
        self.assertEqual(card.state, "open")
        self.assertEqual(self.card(partner), card)

    def test_order_in_another_company_closes_nothing(self):
        partner, card = self.silent_with_card()
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.insert_orders([(partner, 0, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        self.assertEqual(card.state, "open")

    def test_first_order_since_the_opening_is_the_comeback(self):
        partner, card = self.silent_with_card()
        orders = self.insert_orders([(partner, NOW, 70), (partner, NOW, 900)])
        with self.at(TODAY + timedelta(days=2)):
            self.refresh()
        self.assertEqual(card.order_id, orders[0])
        self.assertEqual(card.recovered_amount, 70)

    def test_order_dated_at_local_midnight(self):
        """23:30 UTC on the eve is 00:30 in Paris on the day the card was opened."""
        partner, card = self.silent_with_card()
        order = self.insert_orders([(partner, datetime(2027, 3, 14, 23, 30), 100)])
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.order_id, order)
        other, its_card = self.silent_with_card()
        self.insert_orders([(other, datetime(2027, 3, 14, 22, 59), 100)])
        self.refresh()
        self.assertEqual(its_card.state, "released", "ordered before it was opened")

    def test_backdated_order_releases_an_untouched_card(self):
        """An older order surfaces: the customer was not silent at all."""
        partner, card = self.silent_with_card()
        self.insert_orders([(partner, 3, 100)])
        self.refresh()
        self.assertEqual(card.state, "released")
        self.assertFalse(card.order_id)
        self.assertFalse(self.card(partner))

    def test_backdated_order_keeps_a_card_somebody_works_on(self):
        partner, card = self.silent_with_card()
        card.decision = "go"
        self.insert_orders([(partner, 3, 100)])
        self.refresh()
        self.assertEqual(card.state, "open")
        self.assertEqual(self.card(partner), card)

    def test_order_backdated_into_the_silence_keeps_the_card(self):
        """Still silent, only for a shorter time: the same card goes on."""
        partner, card = self.silent_with_card()
        self.insert_orders([(partner, 390, 100)])
        self.refresh()
        self.assertEqual(self.cards_of(partner), card)
        self.assertEqual(card.state, "open")

    def test_open_activities_end_with_the_card_and_are_named(self):
        partner, card = self.silent_with_card()
        card.activity_schedule("mail.mail_activity_data_call", summary="Call Ms Roy")
        self.confirm(partner)
        self.assertFalse(card.activity_ids)
        bodies = " ".join(card.message_ids.mapped("body"))
        self.assertIn("The customer ordered again.", bodies)
        self.assertIn("Call Ms Roy", bodies)

    # -- reopening

    def test_cancelled_comeback_opens_the_card_again(self):
        partner, card = self.silent_with_card()
        order = self.confirm(partner)
        order._action_cancel()
        self.assertEqual(card.state, "open")
        self.assertFalse(card.closed_on or card.order_id or card.recovered_amount)
        self.assertEqual(self.card(partner), card)
        self.assertIn("cancelled or deleted", card.message_ids[:1].body)

    def test_deleted_comeback_opens_the_card_again(self):
        partner, card = self.silent_with_card()
        order = self.insert_orders([(partner, NOW, 100)])
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.env.cr.execute("DELETE FROM sale_order WHERE id = %s", [order.id])
        self.env.invalidate_all()
        self.refresh()
        self.assertEqual(card.state, "open")
        self.assertEqual(self.card(partner), card)

    def test_one_of_two_comebacks_cancelled(self):
        """The card stays closed, by the other order."""
        partner, card = self.silent_with_card()
        first, second = self.confirm(partner, 100), self.confirm(partner, 40)
        self.assertEqual(card.order_id, first)
        first._action_cancel()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.order_id, second)
        self.assertEqual(card.recovered_amount, 40)

    def test_both_comebacks_cancelled_at_once(self):
        partner, card = self.silent_with_card()
        orders = self.confirm(partner) | self.confirm(partner)
        orders._action_cancel()
        self.assertEqual(card.state, "open")
        self.assertEqual(self.cards_of(partner), card)

    def test_comebacks_of_two_silences_cancelled_at_once(self):
        """One card may be open per customer: the later one."""
        partner, first = self.silent_with_card()
        order = self.confirm(partner)
        with self.at(TODAY + timedelta(days=600)):
            self.refresh()
            second = self.card(partner)
            orders = order | self.confirm(partner)
            self.assertEqual(second.state, "reactivated")
            orders._action_cancel()
        self.assertEqual((first.state, second.state), ("released", "open"))
        self.assertEqual(self.card(partner), second)

    def test_draft_again_counts_as_cancelled(self):
        partner, card = self.silent_with_card()
        order = self.confirm(partner)
        order._action_cancel()
        order.action_draft()
        self.assertEqual(card.state, "open")
        order.action_confirm()
        self.assertEqual(card.state, "reactivated")

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
