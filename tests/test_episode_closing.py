from datetime import datetime, timedelta

from odoo.tests import tagged

from .card_case import CardCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestEpisodeClosing(CardCase):
    """An order closes the card at once; when it is withdrawn the card is back."""

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
        self.assertEqual(card.recovered_amount, 970, "both, within the window")

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
