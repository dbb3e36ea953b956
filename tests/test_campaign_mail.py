import email
import re
import socket
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import aiosmtpd.controller
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .campaign_case import CampaignCase
from .common import NOW, TODAY


class Sink:
    """Mail server that keeps what it receives; ``refuses`` makes it fail."""

    def __init__(self):
        self.mails = []
        self.refuses = False

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            return "554 Not now"
        self.mails.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content))
        )
        return "250 OK"


@tagged("post_install", "-at_install")
class TestCampaignMail(CampaignCase, HttpCase):
    """Real e-mails to a real mail server, their links followed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        cls.sink = Sink()
        controller = aiosmtpd.controller.Controller(
            cls.sink, hostname="127.0.0.1", port=port
        )
        controller.start()
        cls.addClassCleanup(controller.stop)
        cls.env["ir.mail_server"].search([]).active = False
        cls.env["ir.mail_server"].create(
            {
                "name": "Sink",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "smtp_encryption": "none",
            }
        )
        cls.startClassPatcher(
            patch.object(IrMail_Server, "_disable_send", lambda _: False)
        )
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())

    def setUp(self):
        super().setUp()
        self.sink.mails.clear()
        self.sink.refuses = False

    def send(self, campaign, days=0):
        """The runner and its mailings, so many days after today."""
        with self.at(NOW + timedelta(days=days)):
            campaign._run()
            campaign._send_mailings()

    def mail(self, number=-1):
        """(recipients, subject, html) of a mail that arrived."""
        recipients, message = self.sink.mails[number]
        subject = str(
            email.header.make_header(email.header.decode_header(message["Subject"]))
        )
        html = next(
            part for part in message.walk() if part.get_content_type() == "text/html"
        )
        return recipients, subject, html.get_payload(decode=True).decode()

    def link(self, html, pattern):
        return re.search(rf'"([^"]*{pattern}[^"]*)"', html)[1].replace("&amp;", "&")

    def mailed(self, **values):
        """A customer who got the first mail: (partner, campaign, html)."""
        partner = self.customer()
        campaign = self.make_campaign(
            {
                "channel": "email",
                "body": '<p>Dear {contact}, see <a href="https://example.com/x">us</a></p>',
            },
            {"delay_count": 7, "channel": "email", "condition": "not_opened"},
            **values,
        )
        self.send(campaign)
        return partner, campaign, self.mail()[2]

    def test_mail_arrives_once(self):
        partner, campaign, html = self.mailed()
        recipients, subject, __ = self.mail()
        self.assertEqual(recipients, ["garage@example.com"])
        self.assertEqual(subject, "News for Garage Durand")
        self.assertIn("Dear Garage Durand", html)
        touch = self.touches(partner)
        self.assertEqual((touch.state, touch.sent_on), ("sent", TODAY))
        self.assertEqual(touch.mailing_id.campaign_id, campaign.utm_campaign_id)
        self.send(campaign)
        self.send(campaign)
        self.assertEqual(len(self.sink.mails), 1)

    def test_mailing_that_cannot_be_sent_stops_no_other(self):
        partner, other = self.customer(), self.customer(name="Bakery")
        broken, sound = campaigns = self.Campaign.union(
            *(
                self.make_campaign(
                    {"channel": "email"}, domain=f"[('partner_id', '=', {customer.id})]"
                )
                for customer in (partner, other)
            )
        )
        broken._run()
        sound._run()
        touch = self.touches(partner)
        mailings = type(self.env["mailing.mailing"])
        original = mailings.action_send_mail

        def fail(mailing, res_ids=None):
            if mailing == touch.mailing_id:
                raise ValueError("No such field")
            return original(mailing, res_ids)

        with (
            patch.object(mailings, "action_send_mail", fail),
            patch.object(self.env.cr, "rollback") as undone,
        ):
            campaigns._send_mailings()
        undone.assert_called_once_with()
        self.assertEqual((touch.state, touch.error), ("failed", "No such field"))
        self.assertEqual(self.touches(other).state, "sent")
        self.assertIn("Failed steps: 1", broken.health_text)
        with self.at(NOW + timedelta(hours=1)):  # the next run tries again
            self.send(broken)
        self.assertEqual((touch.state, touch.error), ("sent", False))

    def test_cancelled_mail_stays_cancelled_unless_it_went_out(self):
        partner, campaign, __ = self.mailed()
        touch = self.touches(partner)
        trace = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", touch.mailing_id.id)]
        )
        sent = trace.sent_datetime
        self.assertTrue(sent)
        touch.state = "cancelled"  # who left while the mail waited in the queue
        trace.write({"trace_status": "outgoing", "sent_datetime": False})
        campaign._follow_up()
        self.assertEqual(touch.state, "cancelled")
        trace.write({"trace_status": "sent", "sent_datetime": sent})
        campaign._follow_up()
        self.assertEqual((touch.state, touch.sent_on), ("sent", TODAY))

    def test_opening_clicking_and_replying_are_reactions(self):
        """R101: the card is raised, one activity for each kind, within one run."""
        partner, campaign, html = self.mailed()
        card = self.card(partner)
        self.assertEqual(self.url_open(self.link(html, "blank.gif")).status_code, 200)
        self.send(campaign)
        self.assertEqual(
            card.activity_ids.mapped("summary"), ["Opened an e-mail of “Spring”"]
        )
        self.assertEqual(card.activity_ids.user_id, self.seller)
        self.assertEqual((card.rank, card.reacted_on), (0, TODAY))
        self.assertIn("Comes first", card.rank_text)
        self.url_open(self.link(html, "/r/"), allow_redirects=False)
        self.send(campaign)
        self.assertIn(
            "Clicked in “Spring”: ring now", card.activity_ids.mapped("summary")
        )
        trace = self.env["mailing.trace"].search(
            [("res_id", "=", self.enrollment(partner).id)]
        )
        reply = (
            "From: garage@example.com\nTo: house@example.com\nSubject: Re: News\n"
            f"Message-Id: <reply@example.com>\nIn-Reply-To: {trace.message_id}\n"
            f"References: {trace.message_id}\n\nPlease ring us on Friday."
        )
        self.env["mail.thread"].message_process("reactivation.enrollment", reply)
        self.send(campaign)
        activity = card.activity_ids.filtered(lambda a: "Replied" in a.summary)
        self.assertIn("Please ring us on Friday", activity.note)
        self.send(campaign, 1)
        self.assertEqual(len(card.activity_ids), 3, "once per kind")
        touch = self.touches(partner)
        self.assertEqual(
            (touch.opened_on, touch.clicked_on, touch.replied_on), (TODAY,) * 3
        )
        self.assertEqual(card.mail_answered_text, "Mar 15")
        row = self.env["reactivation.report"].search([("episode_id", "=", card.id)])
        self.assertEqual(row.replied, 1)
        self.send(campaign, 7)
        self.assertEqual(
            self.touches(partner)[-1].refusal, "condition", "it was opened"
        )
        self.assertEqual(len(self.sink.mails), 1)
        with self.at(NOW + timedelta(days=14)):
            card._bring_up_to_date(self.company)
            self.assertTrue(card.rank)

    def test_unsubscribing_in_the_browser_ends_e_mails_only(self):
        """R82: other channels go on; mails about orders are sent as ever."""
        partner, campaign, html = self.mailed()
        campaign.step_ids[1].write({"condition": False})
        campaign.step_ids[1].copy(
            {"channel_id": self.channel("call").id, "sequence": 90}
        )
        self.unsubscribe(html)
        listed = self.env["mail.blacklist"].search(
            [("email", "=", "garage@example.com")]
        )
        self.assertTrue(listed)
        self.send(campaign, 7)
        touches = self.touches(partner)
        self.assertEqual(
            (touches[1].state, touches[1].refusal), ("skipped", "opted_out")
        )
        self.assertEqual(len(self.sink.mails), 1)
        self.send(campaign, 14)
        self.assertEqual(self.touches(partner)[-1].channel_id.code, "call")
        order = self.make_order(partner, 0, confirm=False)
        order.message_post(body="Your quotation", partner_ids=partner.ids)
        self.assertEqual(self.mail()[0], ["garage@example.com"])

    def unsubscribe(self, html):
        """Follow the link of a mail in the browser and confirm."""
        url = urlsplit(self.link(html, "confirm_unsubscribe"))
        with freeze_time(NOW, tick=True):  # the browser has its time limits
            self.browser_js(
                f"{url.path}?{url.query}",
                "const form = document.querySelector('.o_unsubscribe_form form');"
                "fetch(form.action, {method: 'POST', body: new FormData(form)})"
                ".then((page) => page.ok && console.log('test successful'));",
                "!!document.querySelector('.o_unsubscribe_form button')",
                timeout=30,
            )

    def newsletter(self, *addresses):
        """A newsletter that was sent to these: (list, html of its last mail)."""
        news = self.env["mailing.list"].create({"name": "News"})
        news.contact_ids = [Command.create({"email": email}) for email in addresses]
        model = self.env["ir.model"]._get_id("mailing.list")
        body = '<p>News. <a href="/unsubscribe_from_list">Unsubscribe</a></p>'
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": model,
                "contact_list_ids": [Command.link(news.id)],
                "body_html": body,
                "body_arch": body,
            }
        )
        mailing.action_send_mail()
        html = self.mail()[2]
        self.sink.mails.clear()
        return news, html

    def test_leaving_a_newsletter_ends_e_mails_only(self):
        """R82: Odoo's list of that newsletter knows it, no black list does."""
        partner, campaign, __ = self.mailed()
        campaign.step_ids[1].write({"condition": False})
        campaign.step_ids[1].copy(
            {"channel_id": self.channel("call").id, "sequence": 90}
        )
        self.unsubscribe(self.newsletter("Garage <GARAGE@example.com>")[1])
        self.assertFalse(self.env["mail.blacklist"].search(Domain.TRUE))
        self.send(campaign, 7)
        touch = self.touches(partner)[1]
        self.assertEqual((touch.state, touch.refusal), ("skipped", "opted_out"))
        self.assertFalse(self.sink.mails)
        self.send(campaign, 14)
        self.assertEqual(self.touches(partner)[-1].channel_id.code, "call")
        only_mail = self.make_campaign({"channel": "email"}, launch=False)
        self.enrollment(partner).unlink()
        self.assertEqual(self.left_out(only_mail), {"opted_out": 1})
        order = self.make_order(partner, 0, confirm=False)
        order.message_post(body="Your quotation", partner_ids=partner.ids)
        self.assertEqual(self.mail()[0], ["garage@example.com"])

    def test_leaving_a_newsletter_after_the_mail_was_written_down(self):
        partner, other = self.customer(), self.customer(name="Bakery Petit")
        campaign = self.make_campaign({"channel": "email"}, {"channel": "call"})
        campaign._run()
        news, __ = self.newsletter(partner.email, other.email)
        news._update_subscription_from_email(partner.email)
        campaign._send_mailings()
        self.assertEqual(
            [mail[0] for mail in self.sink.mails], [["bakery@example.com"]]
        )
        touch = self.touches(partner)[0]
        self.assertEqual((touch.state, touch.refusal), ("skipped", "opted_out"))
        self.assertEqual(self.touches(other)[0].state, "sent")
        self.assertEqual(self.enrollment(partner).state, "running")

    def test_subscribing_again_opens_e_mails_again(self):
        partner = self.customer()
        news, __ = self.newsletter(partner.email)
        campaign = self.make_campaign({"channel": "email"}, launch=False)
        self.assertFalse(self.left_out(campaign))
        news._update_subscription_from_email(partner.email)
        self.assertEqual(self.left_out(campaign), {"opted_out": 1})
        news._update_subscription_from_email(partner.email, opt_out=False)
        self.assertFalse(self.left_out(campaign))

    def test_customer_orders_between_planning_and_sending(self):
        partner = self.customer()
        campaign = self.make_campaign({"channel": "email"})
        campaign._run()
        self.assertEqual(self.touches(partner).state, "planned")
        self.confirm(partner)
        campaign._send_mailings()
        self.assertFalse(self.sink.mails)
        enrollment = self.enrollment(partner)
        self.assertEqual(
            (enrollment.state, enrollment.left_reason), ("left", "ordered")
        )
        self.assertEqual(self.touches(partner).state, "cancelled")

    def test_order_that_the_refresh_missed_stops_the_mail(self):
        partner = self.customer()
        campaign = self.make_campaign({"channel": "email"})
        campaign._run()
        self.insert_orders([(partner, NOW + timedelta(minutes=1), 100)])
        campaign._send_mailings()
        self.assertFalse(self.sink.mails)

    def test_crash_between_sending_and_commit_sends_nothing_twice(self):
        """The touch still says planned, the trace says who got it."""
        partner, campaign, __ = self.mailed()
        touch = self.touches(partner)
        touch.write({"state": "planned", "sent_on": False})
        campaign._send_mailings()
        self.assertEqual(len(self.sink.mails), 1)
        self.assertEqual(touch.state, "sent")

    def test_crash_before_sending_sends_later(self):
        partner = self.customer()
        campaign = self.make_campaign({"channel": "email"})
        campaign._run()
        self.assertFalse(self.sink.mails)
        self.send(campaign)
        self.assertEqual(len(self.sink.mails), 1)
        self.assertEqual(self.touches(partner).state, "sent")

    @mute_logger(
        "odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server"
    )
    def test_mail_server_that_refuses_is_tried_again(self):
        partner = self.customer()
        campaign = self.make_campaign({"channel": "email"})
        self.sink.refuses = True
        self.send(campaign)
        touch = self.touches(partner)
        self.assertEqual(touch.state, "failed")
        self.assertTrue(touch.error)
        self.sink.refuses = False
        self.send(campaign)
        self.assertEqual((touch.state, touch.error), ("sent", False))
        self.assertEqual(len(self.sink.mails), 1)

    def test_changed_email(self):
        """The contact's is followed; corrected on the enrolment, it holds."""
        partner = self.customer()
        campaign = self.make_campaign(
            {"channel": "email"}, {"channel": "email", "delay_count": 1}
        )
        partner.email = "new@example.com"
        self.send(campaign)
        self.assertEqual(self.mail()[0], ["new@example.com"])
        self.enrollment(partner).email = "better@example.com"
        self.send(campaign, 1)
        self.assertEqual(self.mail()[0], ["better@example.com"])

    def test_template_and_its_deletion(self):
        partner = self.customer()
        template = self.env["mail.template"].create(
            {
                "name": "Own",
                "model_id": self.env["ir.model"]._get_id("reactivation.enrollment"),
                "subject": "For {{ object.partner_id.name }}",
                "body_html": '<p>Dear <t t-out="object.partner_id.name"/></p>',
            }
        )
        campaign = self.make_campaign(
            {"channel": "email", "template_id": template.id, "body": False},
            {
                "channel": "email",
                "template_id": template.id,
                "body": False,
                "delay_count": 1,
            },
        )
        self.send(campaign)
        self.assertEqual(self.mail()[1], "For Garage Durand")
        template.unlink()
        self.send(campaign, 1)
        touch = self.touches(partner)[-1]
        self.assertEqual(touch.state, "failed")
        self.assertIn("its template was deleted", touch.error)
        self.assertEqual(len(self.sink.mails), 1)

    def test_second_round_is_mailed_again(self):
        partner = self.customer()
        campaign = self.make_campaign(
            {"channel": "email"}, re_entry="cool_down", cool_down_days=0
        )
        self.send(campaign)
        self.enrollment(partner)._leave("by_hand")
        self.send(campaign, 1)
        self.assertEqual(len(self.sink.mails), 2)
        self.assertEqual(len(self.Touch.search([]).mailing_id), 2, "one for each round")

    def test_bounce(self):
        partner, campaign, __ = self.mailed()
        trace = self.env["mailing.trace"].search(
            [("res_id", "=", self.enrollment(partner).id)]
        )
        trace.set_bounced()
        self.send(campaign)
        self.assertTrue(self.touches(partner).bounced_on)

    def test_merged_partner(self):
        """Its history moves along; nobody is in two campaigns afterwards."""
        partner, campaign, __ = self.mailed(keeps_enrolling=False)
        other = self.customer(name="Twin")
        second = self.make_campaign({"channel": "email"}, {"delay_count": 9})
        self.send(second)
        self.assertEqual(self.enrollment(other).campaign_id, second)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (partner | other).ids, other
        )
        self.assertEqual(
            self.touches(other).campaign_id, campaign | second, "both histories"
        )
        kept, left = (self.enrollment(other, c) for c in (campaign, second))
        self.assertEqual(kept.state, "running", "the card that stays open goes on")
        self.assertEqual((left.state, left.left_reason), ("left", "closed"))
        self.assertEqual(kept.episode_id, self.card(other))
        self.run_on(second, 9)
        self.assertEqual(len(left.touch_ids), 1, "no step of the other campaign")

    def test_variants_by_reason_and_segment(self):
        """R91, R92"""
        lost = self.env.ref("crm_reactivation.reason_inactivity_disappointed")
        partner = self.customer()
        self.card(partner).reason_id = lost
        self.customer(name="Bakery")
        campaign = self.make_campaign({"channel": "email"}, launch=False)
        self.env["reactivation.campaign.message"].create(
            {
                "step_id": campaign.step_ids.id,
                "reason_id": lost.id,
                "segment": "bought",
                "subject": "Sorry",
                "body": "<p>We made it better, {customer}</p>",
            }
        )
        campaign.action_launch()
        self.send(campaign)
        subjects = {self.mail(number)[1] for number in (0, 1)}
        self.assertEqual(subjects, {"Sorry", "News for Bakery"})

    def test_step_without_words_cannot_be_launched(self):
        campaign = self.make_campaign(
            {"channel": "letter", "body": False}, launch=False
        )
        with self.refused(UserError, "has nothing to send"):
            campaign.action_launch()
