from datetime import date

from odoo.tests import Form, tagged

from .campaign_case import CampaignCase
from .common import TODAY


@tagged("post_install", "-at_install")
class TestCampaignOffer(CampaignCase):
    """R93: an offer stands on the cards it was made to, as long as it holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Comeback"})
        cls.offer = {
            "offer_kind": "discount",
            "offer_text": "10 % off",
            "offer_days": 10,
            "offer_reference": f"product.pricelist,{cls.pricelist.id}",
        }

    def offered(self, **offer):
        """The card of a customer who was rung about an offer today."""
        partner = self.customer()
        campaign = self.make_campaign({**self.offer, **offer})
        campaign._run()
        card = self.card(partner)
        self.assertFalse(card.offer_text, msg="not made yet")
        card.activity_ids.action_done()
        campaign._run()
        return card

    def said(self, card, day=TODAY):
        self.env.invalidate_all()
        with self.at(day):
            return card.with_user(self.seller).offer_text

    def quotation(self, card, day=TODAY):
        self.env.invalidate_all()
        with self.at(day):
            action = card.with_user(self.seller).action_new_quotation()
            orders = self.env["sale.order"].with_user(self.seller)
            return Form(orders.with_context(**action["context"])).save()

    def test_offer_on_the_card_until_its_last_day(self):
        card = self.offered()
        self.assertEqual(
            self.said(card),
            f"10 % off, {self.pricelist.display_name}, until 03/25/2027",
        )
        self.assertTrue(self.said(card, date(2027, 3, 25)))
        self.assertFalse(self.said(card, date(2027, 3, 26)))
        other = self.customer(name="Bakery")
        self.assertFalse(self.said(self.card(other)), msg="in no campaign")

    def test_quotation_uses_the_pricelist_of_the_offer(self):
        card = self.offered()
        order = self.quotation(card)
        self.assertEqual(order.partner_id, card.partner_id)
        self.assertEqual(order.pricelist_id, self.pricelist)
        late = self.quotation(card, date(2027, 3, 26))
        self.assertNotEqual(late.pricelist_id, self.pricelist)

    def test_offer_without_limit_or_words(self):
        card = self.offered(
            offer_kind="gift", offer_text=False, offer_days=0, offer_reference=False
        )
        self.assertEqual(self.said(card, date(2028, 3, 15)), "Gift")
        self.assertNotEqual(self.quotation(card).pricelist_id, self.pricelist)

    def test_step_without_offer(self):
        card = self.offered(offer_kind=False)
        self.assertFalse(self.said(card))
        self.assertNotEqual(self.quotation(card).pricelist_id, self.pricelist)

    def test_newest_offer_that_holds(self):
        card = self.offered()
        self.enrollment(card.partner_id).sudo()._leave("by_hand")
        campaign = self.make_campaign(
            {**self.offer, "offer_text": "20 % off", "offer_days": 2},
            name="Summer",
            cool_down_days=0,
        )
        campaign._run()
        card.activity_ids.action_done()
        campaign._run()
        self.assertIn("20 % off", self.said(card, date(2027, 3, 17)))
        self.assertIn("10 % off", self.said(card, date(2027, 3, 18)))

    def test_pricelist_that_is_gone_or_of_another_company(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        theirs = self.pricelist.create({"name": "Theirs", "company_id": abroad.id})
        card = self.offered(offer_reference=f"product.pricelist,{theirs.id}")
        self.assertEqual(self.said(card), "10 % off, until 03/25/2027")
        self.assertNotEqual(self.quotation(card).pricelist_id, theirs)
        theirs.unlink()
        self.assertEqual(self.said(card), "10 % off, until 03/25/2027")
