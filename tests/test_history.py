from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .call_case import CallCase
from .campaign_case import CampaignCase
from .common import NOW, TODAY


@tagged("post_install", "-at_install")
class TestCallsInHistory(CallCase):
    """Calls belong to the customer: a new silence does not forget them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.log(
            "unreachable", note="Their buyer is Mr Roux", date=NOW - timedelta(days=20)
        )

    def relapse(self):
        """The customer orders, falls silent again, and has a new card."""
        self.the_card.opened_on = TODAY - timedelta(days=395)
        order = self.make_order(self.partner, 0, confirm=False)
        order.action_confirm()
        self.assertEqual(self.the_card.state, "reactivated")
        order.date_order = NOW - timedelta(days=390)
        self.refresh()
        fresh = self.Episode.search(
            [("partner_id", "=", self.partner.id), ("state", "=", "open")]
        )
        self.assertNotEqual(fresh, self.the_card)
        return fresh

    def test_calls_of_the_earlier_card(self):
        card = self.relapse()
        self.log("unreachable", card)
        as_julie = card.with_user(self.julie)
        table = as_julie.history_table
        self.assertIn("Their buyer is Mr Roux", table)
        self.assertIn("02/23/2027", table)
        self.assertEqual(as_julie.call_count, 2)
        action = as_julie.action_open_calls()
        found = self.Call.with_user(self.julie).search(action["domain"])
        self.assertEqual(found.episode_id, self.the_card | card)

    def test_calls_of_other_customers_and_companies_are_not_theirs(self):
        elsewhere = self.make_partner("Elsewhere", user_id=self.julie.id)
        self.make_order(elsewhere, 400)
        self.refresh()
        self.log("unreachable", self.card(elsewhere), note="Not the garage")
        as_julie = self.the_card.with_user(self.julie)
        self.assertNotIn("Not the garage", as_julie.history_table)
        self.assertEqual(as_julie.call_count, 1)
        company = self.env["res.company"].create({"name": "Other Ltd"})
        other = as_julie.new({"partner_id": self.partner.id, "company_id": company.id})
        self.assertEqual(other.call_count, 0)

    def test_a_colleague_s_call_is_a_number(self):
        self.log("unreachable", user=self.senior, note="Between us")
        self.the_card.user_id = self.marc
        as_julie = self.the_card.with_user(self.julie)
        self.assertFalse(as_julie.has_access("read"))
        # the call of Anne on what is Marc's card today: his to read
        self.assertIn("Between us", self.the_card.with_user(self.marc).history_table)
        later = self.relapse()
        later.user_id = self.julie
        table = later.with_user(self.julie).history_table
        self.assertNotIn("Between us", table)
        self.assertIn("belong to colleagues: 1 calls", table)

    def test_who_called_and_who_came_along_know_them(self):
        self.log(
            "unreachable",
            user=self.senior,
            channel="visit",
            date=NOW - timedelta(days=3),
            accompanied_by_ids=[Command.set(self.manager.ids)],
        )
        lines = {
            line["name"]: line["days"] for line in self.the_card._colleague_lines()
        }
        self.assertEqual(lines["Anne Petit"], [None, None, "03/12/2027", None])
        self.assertEqual(lines["Claire Fontaine"], [None, None, "03/12/2027", None])
        self.assertEqual(
            lines["Julie Dupont"], ["02/08/2026", None, "02/23/2027", None]
        )
        self.assertIn("Last call or visit", self.the_card.colleagues_table)


@tagged("post_install", "-at_install")
class TestCampaignsInHistory(CampaignCase):
    def test_what_campaigns_sent(self):
        partner = self.customer()
        campaign = self.make_campaign({"channel": "letter"}, {"channel": "call"})
        campaign._run()
        touch = self.touches(partner)
        card = self.card(partner).with_user(self.seller)
        self.assertNotIn("Spring: Step 1", card.history_table, "not posted yet")
        touch.write({"state": "done", "date": TODAY - timedelta(days=2)})
        card.invalidate_recordset()
        self.assertIn("Spring: Step 1", card.history_table)
        self.assertIn("03/13/2027", card.history_table)
        touch.write({"channel_id": self.channel("call").id})
        card.invalidate_recordset()
        self.assertNotIn("Spring: Step 1", card.history_table, "logged as a call")
