from odoo.tests import tagged

from .campaign_case import CampaignCase
from .common import TODAY
from .retention_case import RetentionCase

#: Corrected in the campaign: no contact has them.
EMAIL, PHONE = "jo.private@durand.example", "+33612345678"


@tagged("post_install", "-at_install")
class TestRetentionSent(RetentionCase, CampaignCase):
    """Anonymised customers: where messages went is forgotten, statistics stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage = RetentionCase.customer(cls, 1500)
        cls.refresh()
        cls.enrolled = cls.Enrollment.create(
            {
                "campaign_id": cls.make_campaign({}).id,
                "company_id": cls.company.id,
                "customer_id": cls.standing(cls.garage).id,
                "partner_id": cls.garage.id,
                "entered_on": TODAY,
            }
        )
        cls.enrolled.write({"email": EMAIL, "phone": PHONE})
        cls.message = cls.enrolled.message_post(
            body="Hello Jo",
            message_type="comment",
            incoming_email_to=EMAIL,
            outgoing_email_to=EMAIL,
        )

    def trace(self, record, **values):
        return self.env["mailing.trace"].create(
            {"model": record._name, "res_id": record.id, "email": EMAIL, **values}
        )

    def anonymise(self):
        self.decide(self.garage, "anonymise")
        self.assertFalse(self.enrolled.email)

    def test_mailings(self):
        neighbour = self.make_partner("Neighbour", email="other@example.com")
        sent = self.trace(
            self.enrolled, trace_status="bounce", failure_reason=f"{EMAIL} unknown"
        )
        shared = self.trace(self.garage, email="other@example.com")
        foreign = self.trace(neighbour, email="other@example.com")
        listed = self.env["mailing.contact"].create({"name": "Jo", "email": EMAIL})
        by_list = self.trace(listed)
        self.anonymise()
        self.assertFalse(sent.email or sent.failure_reason)
        self.assertEqual(sent.trace_status, "bounce")
        self.assertFalse(shared.email, msg="sent to this customer")
        self.assertFalse(listed.exists())
        self.assertFalse(by_list.email)
        self.assertEqual(foreign.email, "other@example.com")

    def test_address_of_an_opportunity(self):
        lead = self.env["crm.lead"].create(
            {"name": "Tyres", "partner_id": self.garage.id, "email_from": EMAIL}
        )
        self.enrolled.email = False
        trace = self.trace(lead)
        listed = self.env["mailing.contact"].create({"name": "Jo", "email": EMAIL})
        self.anonymise()
        self.assertFalse(trace.email)
        self.assertFalse(listed.exists())

    def test_messages(self):
        bounce = {
            "mail_message_id": self.message.id,
            "notification_type": "email",
            "notification_status": "bounce",
            "mail_email_address": EMAIL,
            "failure_reason": f"{EMAIL} unknown",
        }
        notification, nobodys = self.env["mail.notification"].create(
            [{**bounce, "res_partner_id": self.garage.id}, bounce]
        )
        mail = self.env["mail.mail"].create(
            {
                "mail_message_id": self.message.id,
                "email_to": EMAIL,
                "body_html": "Hello Jo",
                "state": "sent",
            }
        )
        self.anonymise()
        self.assertFalse(
            self.message.incoming_email_to or self.message.outgoing_email_to
        )
        self.assertFalse(notification.mail_email_address or notification.failure_reason)
        self.assertEqual(notification.notification_status, "bounce")
        self.assertFalse(nobodys.exists(), msg="it names nobody but its address")
        self.assertFalse(mail.email_to or mail.body_html)

    def test_a_message_that_waits_is_not_sent_empty(self):
        mails = self.env["mail.mail"].create(
            [
                {"mail_message_id": self.message.id, "state": state}
                for state in ("outgoing", "exception", "sent")
            ]
        )
        self.anonymise()
        self.assertEqual(mails.mapped("state"), ["cancel", "cancel", "sent"])

    def test_texts(self):
        if "sms.sms" not in self.env:
            self.skipTest("the app SMS is not installed")
        text = self.env["sms.sms"].create(
            {"number": PHONE, "body": "Hello", "mail_message_id": self.message.id}
        )
        notification = self.env["mail.notification"].create(
            {
                "mail_message_id": self.message.id,
                "notification_type": "sms",
                "notification_status": "sent",
                "sms_number": PHONE,
            }
        )
        self.anonymise()
        self.assertFalse(text.exists())
        self.assertFalse(notification.sms_number)
        self.assertEqual(notification.notification_status, "sent")

    def test_texts_sent_as_mailings(self):
        if "sms_number" not in self.env["mailing.trace"]._fields:
            self.skipTest("the app SMS Marketing is not installed")
        trace = self.trace(
            self.enrolled, email=False, trace_type="sms", sms_number=PHONE
        )
        self.anonymise()
        self.assertFalse(trace.sms_number)
