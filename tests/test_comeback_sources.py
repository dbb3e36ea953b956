from datetime import timedelta

from odoo.tests import tagged

from .common import NOW, TODAY
from .sources_case import SourcesCase


@tagged("post_install", "-at_install")
class TestComebackSources(SourcesCase):
    """A comeback that turns out to be none opens the card again, whatever it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_source_invoices = True

    def back_by_invoice(self, day=TODAY):
        """A silent customer who buys by invoice: (customer, closed card, invoice)."""
        partner, card = self.silent_with_card()
        move = self.invoice(partner, day)
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.origin_id, move.id)
        return partner, card, move

    def assert_open_again(self, partner, card):
        self.refresh()
        self.assertEqual(card.state, "open")
        self.assertFalse(card.closed_on or card.origin_model or card.origin_id)
        self.assertEqual(self.card(partner), card)
        self.assertEqual(self.cards_of(partner), card)
        self.assertFalse(card.credit_ids.counted)
        self.assertIn("no longer counts", card.message_ids[:1].body)

    def test_invoice_taken_back(self):
        partner, card, move = self.back_by_invoice()
        move.button_draft()
        self.assert_open_again(partner, card)
        move.action_post()
        self.refresh()
        self.assertEqual(card.state, "reactivated", "and closed by it after all")

    def test_invoice_credited_in_full(self):
        partner, card, move = self.back_by_invoice()
        self.credit_note(move)
        self.assert_open_again(partner, card)

    def test_invoice_credited_in_part_stays_the_comeback(self):
        partner, card, move = self.back_by_invoice()
        self.credit_note(move, 60)
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.recovered_amount, 40)

    def test_history_deleted(self):
        partner, card = self.silent_with_card()
        past = self.buy_before(partner, TODAY)
        self.refresh()
        self.assertEqual(card.origin_model, "reactivation.purchase")
        past.unlink()
        self.assert_open_again(partner, card)

    def test_order_without_amount_any_more(self):
        partner, card = self.silent_with_card()
        order = self.confirm(partner)
        order.order_line.price_unit = 0
        self.assert_open_again(partner, card)

    def test_order_without_amount_beside_another(self):
        """The other one is the comeback."""
        partner, card = self.silent_with_card()
        first, second = self.confirm(partner, 100), self.confirm(partner, 40)
        first.order_line.price_unit = 0
        self.refresh()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.order_id, second)

    def test_order_dated_before_the_card(self):
        partner, card = self.silent_with_card()
        card.decision = "go"  # somebody works on it
        order = self.confirm(partner)
        order.date_order = NOW - timedelta(days=1)
        self.refresh()
        self.assertEqual(card.state, "open")

    def test_last_day_that_counts(self):
        """A purchase of the day the card was opened is a comeback."""
        partner, card, move = self.back_by_invoice()
        self.buy_before(partner, card.opened_on)
        move.button_draft()
        self.refresh()
        self.assertEqual(card.state, "reactivated")

    def test_source_switched_off(self):
        """What is no purchase any more is no comeback."""
        partner, card, __ = self.back_by_invoice()
        self.company.reactivation_source_invoices = False
        self.assert_open_again(partner, card)
