from unittest.mock import patch

from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import TODAY

try:
    from odoo.addons.sms.tools.sms_api import SmsApi
except ImportError:  # the app is optional
    SmsApi = None


class TextCase(CampaignCase):
    """Text messages through Odoo's queue, the provider played by the test."""

    allow_inherited_tests_method = True

    def setUp(self):
        super().setUp()
        if "sms.sms" not in self.env:
            self.skipTest("the app SMS is not installed")
        self.company.country_id = self.env.ref("base.fr")
        # as the provider gets it; without the library phonenumbers as it was written
        self.number = self.env.user._phone_format(number="+33 1 40 00 00 00")
        self.sent = []
        self.answer = "success"

        def contact(api, endpoint, params, timeout=None):
            replies = []
            for message in params["messages"]:
                for number in message["numbers"]:
                    if self.answer == "success":
                        self.sent.append((number["number"], message["content"]))
                    replies.append(
                        {"uuid": number["uuid"], "state": self.answer, "credit": 1}
                    )
            return replies

        self.startPatcher(patch.object(SmsApi, "_contact_iap", contact))

    def queued(self):
        return self.env["sms.sms"].search(
            [("state", "=", "outgoing"), ("number", "=", self.number)]
        )

    def send(self, campaign, days=0):
        """The runner, then Odoo's queue, then what became of it."""
        self.run_on(campaign, days)
        campaign._send_mailings()
        if texts := self.queued():
            texts._send()
        campaign._follow_up()

    def texted(self, **values):
        """A customer who gets a text message: (partner, campaign)."""
        partner = self.customer()
        step = {"channel": "sms", "body": "<p>Hi {contact}</p>", **values}
        return partner, self.make_campaign(step)

    def report(self, status):
        """What the provider tells later."""
        tracker = self.env["sms.tracker"].search([], order="id desc", limit=1)
        if status == "delivered":
            tracker._action_update_from_sms_state("sent")
        else:
            tracker._action_update_from_provider_error(status)


class Texts:
    """What holds however the texts are sent."""

    def test_sent_once(self):
        partner, campaign = self.texted()
        campaign._run()
        self.assertEqual(self.touches(partner).state, "planned", "not before it went")
        self.send(campaign)
        self.send(campaign)
        self.assertEqual(len(self.sent), 1)
        number, words = self.sent[0]
        self.assertEqual(number, self.number)
        self.assertIn("Hi Garage Durand", words)
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.activity_id.id), ("sent", False))
        # mailings are dated by the transaction, which is not frozen
        self.assertIn(touch.sent_on, (TODAY, self.local_day(self.env.cr.now())))
        self.report("delivered")
        campaign._follow_up()
        self.assertEqual((touch.state, touch.bounced_on), ("sent", False))

    def test_not_delivered_is_a_bounce(self):
        partner, campaign = self.texted()
        self.send(campaign)
        self.report("invalid_destination")
        campaign._follow_up()
        touch = self.touches(partner)
        self.assertEqual((touch.state, bool(touch.bounced_on)), ("sent", True))

    def test_failure_is_shown_and_tried_again(self):
        partner, campaign = self.texted()
        self.answer = "insufficient_credit"
        self.send(campaign)
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.error), ("failed", "sms_credit"))
        self.answer = "success"
        self.send(campaign)
        self.assertEqual((touch.state, touch.error, touch.attempts), ("sent", False, 1))
        self.assertEqual(len(self.sent), 1)

    def test_number_on_the_list_of_refusals_gets_nothing(self):
        """R82: the other channels go on."""
        partner, campaign = self.texted()
        self.env["reactivation.campaign.step"].create(
            {
                "campaign_id": campaign.id,
                "name": "Ring",
                "sequence": 90,
                "channel_id": self.channel("call").id,
            }
        )
        self.env["phone.blacklist"].create({"number": self.number})
        self.send(campaign)
        first = self.touches(partner)[0]
        self.assertEqual((first.state, first.refusal), ("skipped", "opted_out"))
        self.assertFalse(self.sent)
        self.send(campaign, 1)
        self.assertTrue(self.touches(partner)[-1].activity_id)

    def test_who_orders_while_it_waits_gets_nothing(self):
        partner, campaign = self.texted()
        campaign._run()
        campaign._send_mailings()
        self.assertTrue(self.queued())
        self.confirm(partner)
        self.send(campaign)
        self.assertFalse(self.sent)
        self.assertEqual(self.touches(partner).state, "cancelled")

    def test_step_without_words_fails_and_says_so(self):
        partner, campaign = self.texted()
        campaign.step_ids.body = False
        self.send(campaign)
        touch = self.touches(partner)
        self.assertEqual(touch.state, "failed")
        self.assertIn("Write its text", touch.error)


@tagged("post_install", "-at_install")
class TestCampaignTexts(Texts, TextCase):
    """With the app SMS alone."""

    def setUp(self):
        super().setUp()
        step = self.env.registry["reactivation.campaign.step"]
        self.startPatcher(patch.object(step, "_sends_sms_mailings", lambda _: False))

    def test_statements_do_not_grow_with_the_customers(self):
        counts = []
        for size in (2, 8):
            for number in range(size):
                self.customer(f"Shop{size}{number}")
            campaign = self.make_campaign({"channel": "sms", "body": "<p>Hi</p>"})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            campaign._run()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 8)

    def test_by_hand_without_the_app(self):
        partner, campaign = self.texted()
        touches = type(self.Touch)
        with patch.object(touches, "_carry_sms", touches._carry_activity):
            campaign._run()
        self.assertIn("Hi Garage Durand", self.touches(partner).activity_id.note)


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestCampaignTextMailings(Texts, TextCase):
    """With SMS Marketing: a mailing with a link to have no more."""

    def test_link_to_have_no_more(self):
        partner, campaign = self.texted()
        self.send(campaign)
        mailing = self.touches(partner).mailing_id
        self.assertEqual(mailing.mailing_type, "sms")
        self.assertEqual(mailing.campaign_id, campaign.utm_campaign_id)
        self.assertIn(f"/sms/{mailing.id}/", self.sent[0][1])

    def test_same_number_twice_gets_one(self):
        self.customer()
        self.customer(name="Annexe")
        campaign = self.make_campaign({"channel": "sms", "body": "<p>Hi</p>"})
        self.send(campaign)
        self.assertEqual(len(self.sent), 1)
        touches = self.Touch.search([("campaign_id", "=", campaign.id)])
        self.assertEqual(
            sorted(touches.mapped("state")), ["sent", "skipped"], "the second is told"
        )
        self.assertIn("duplicate", touches.mapped("refusal"))
