"""A customer who was asked why, and one who was asked for consent, by links."""

from odoo.fields import Domain
from odoo.tests import HttpCase

from .campaign_case import CampaignCase

ANSWER = "reactivation.enrollment"
CONSENT = "reactivation.consent"
#: What grows when a page is worked.
GROWING = (
    *("mail.message", "mail.mail", "mail.activity", "mail.notification"),
    *("mail.followers", "mail.blacklist", "mail.tracking.value", "res.partner"),
    *("ir.attachment", "crm.lead", "reactivation.retention.log", ANSWER, CONSENT),
)


class PublicPagesCase(CampaignCase, HttpCase):
    """Both pages, their links, and what is stored."""

    def setUp(self):
        super().setUp()
        self.partner = self.customer()
        self.make_campaign({"kind": "feedback"})
        self.enrolled = self.enrollment(self.partner)
        row = self.standing(self.partner)
        key = {
            "customer_id": row.id,
            "partner_id": self.partner.id,
            "company_id": self.company.id,
            "asked_on": "2027-03-01",
        }
        self.consent = self.env[CONSENT].create({**key, "email": "garage@example.com"})
        self.pages = {
            ANSWER: (self.enrolled, "answer", {"sent": "1", "text": "Faster"}),
            CONSENT: (self.consent, "consent", {"answer": "yes"}),
        }
        self.env.flush_all()

    def path(self, page, record_id=None, token=None):
        record, name, __ = self.pages[page]
        record_id = record.id if record_id is None else record_id
        token = record._token() if token is None else token
        return f"/reactivation/{name}/{record_id}/{token}"

    def csrf(self, page):
        found = self.url_open(self.path(page)).text
        return found.split('name="csrf_token" value="')[1].split('"')[0]

    def post(self, page, path=None, csrf=None, files=None, **values):
        csrf = csrf or self.csrf(page)
        data = {"csrf_token": csrf, **self.pages[page][2], **values}
        return self.url_open(path or self.path(page), data=data, files=files)

    def state(self):
        """What is stored: answers, and how many records of everything there are."""
        self.env.invalidate_all()
        return (
            self.enrolled.read(["answered_on", "answer_text", "answer_count"]),
            self.consent.read(["answer", "answered_on", "answer_count"]),
            {
                model: self.env[model]
                .with_context(active_test=False)
                .search_count(Domain.TRUE)
                for model in GROWING
            },
        )
