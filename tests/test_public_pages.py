import re

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .campaign_case import CampaignCase

ANSWER = "reactivation.enrollment"
CONSENT = "reactivation.consent"
#: What grows when a page is worked.
GROWING = (
    *("mail.message", "mail.mail", "mail.activity", "mail.notification"),
    *("mail.followers", "mail.blacklist", "mail.tracking.value", "res.partner"),
    *("ir.attachment", "crm.lead", "reactivation.retention.log", ANSWER, CONSENT),
)


@tagged("post_install", "-at_install")
class TestPublicPages(CampaignCase, HttpCase):
    """The pages for customers, without a login: guessed, replayed, flooded, forged."""

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

    # -- guessing

    def wrong_paths(self, page):
        """Addresses that open nothing, by what is wrong with them."""
        record = self.pages[page][0]
        token = record._token()
        other = CONSENT if page == ANSWER else ANSWER
        last = "0" if token[-1] != "0" else "1"
        return {
            "no such record": self.path(page, record.id + 9999),
            "token of another record": self.path(
                page, token=record.browse(record.id + 1)._token()
            ),
            "its own token with another id": self.path(page, record.id + 1),
            "token of the other page": self.path(
                page, token=self.pages[other][0].browse(record.id)._token()
            ),
            "one digit": self.path(page, token=token[:-1] + last),
            "shortened": self.path(page, token=token[:-1]),
            "lengthened": self.path(page, token=token + "0"),
            "upper case": self.path(page, token=token.upper()),
            "no letters": self.path(page, token="0" * len(token)),
            "accents": self.path(page, token="é" * len(token)),
            "quotes": self.path(page, token="%27%20OR%201=1--"),
            "very long": self.path(page, token="a" * 5000),
            "zero": self.path(page, 0),
            "larger than any id": self.path(page, 2**31),
            "larger than any number": self.path(page, 10**40),
        }

    def test_guessing(self):
        """The same answer whatever is wrong: it tells nothing of which ids exist."""
        before = self.state()
        for page in self.pages:
            answers = set()
            for why, path in self.wrong_paths(page).items():
                for method in ("GET", "POST"):
                    with (
                        self.subTest(page=page, why=why, method=method),
                        self.assertNoLogs("odoo", "WARNING"),
                        mute_logger("werkzeug"),
                    ):
                        if method == "GET":
                            found = self.url_open(path)
                        else:
                            found = self.post(page, path)
                        self.assertEqual(found.status_code, 404)
                        if method == "GET":
                            answers.add(re.sub(r'href="[^"]*"', "", found.text))
            self.assertEqual(len(answers), 1, page)
        self.assertEqual(self.state(), before)

    def test_not_a_link_at_all(self):
        for name in ("answer", "consent"):
            for rest in ("", "/", "/1", "/1/", "/-1/a", "/x/a", "/1.5/a"):
                with mute_logger("odoo.http"):
                    found = self.url_open(f"/reactivation/{name}{rest}")
                self.assertEqual(found.status_code, 404, rest)

    def test_links_of_another_database(self):
        """A copy of the database with its own secret: old links open nothing there."""
        paths = [self.path(page) for page in self.pages]
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("database.secret", "another secret")
        self.env.flush_all()
        for path in paths:
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_links_of_who_was_archived_or_deleted(self):
        """Nothing more is taken down about a customer whose data was decided on."""
        self.partner.action_archive()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.path(ANSWER)).status_code, 404)
        self.assertEqual(self.url_open(self.path(CONSENT)).status_code, 200)
        paths = [self.path(page) for page in self.pages]
        self.consent.unlink()
        self.enrolled.unlink()
        for path in paths:
            self.assertEqual(self.url_open(path).status_code, 404)

    # -- looking is not answering

    def test_looking_changes_nothing(self):
        """Mail scanners follow links, also such as carry an answer."""
        before = self.state()
        for page, (__, ___, values) in self.pages.items():
            query = "&".join(f"{name}={value}" for name, value in values.items())
            for number in range(3):
                path = self.path(page) + (f"?{query}" if number else "")
                found = self.url_open(path)
                self.assertEqual(found.status_code, 200)
                head = self.url_open(path, method="HEAD")
                self.assertEqual(head.status_code, 200)
        self.assertEqual(self.state(), before)

    def test_other_methods_are_refused(self):
        for page in self.pages:
            for method in ("PUT", "DELETE", "PATCH"):
                with mute_logger("odoo.http"):
                    found = self.url_open(self.path(page), method=method)
                self.assertEqual(found.status_code, 405, (page, method))

    # -- forged

    def test_posts_from_elsewhere(self):
        """Without the token of the form, as another site would make a browser send."""
        before = self.state()
        for page in self.pages:
            self.csrf(page)
            for csrf in (" ", "x", "0" * 40 + "o0"):
                with mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
                    found = self.post(page, csrf=csrf)
                self.assertEqual(found.status_code, 400, (page, csrf))
        self.assertEqual(self.state(), before)

    def test_the_token_of_the_form_is_the_visitors_own(self):
        csrf = self.csrf(ANSWER)
        self.opener.cookies.clear()  # somebody else
        self.csrf(ANSWER)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
            found = self.post(ANSWER, csrf=csrf)
        self.assertEqual(found.status_code, 400)

    # -- replayed, flooded

    def test_replay(self):
        for page in self.pages:
            self.post(page)
        once = self.state()
        for page in self.pages:
            self.post(page)
        again = self.state()
        self.assertEqual(again[2], once[2], "nothing was made twice")
        self.assertEqual(again[1], once[1])
        self.assertEqual(again[0][0]["answer_text"], once[0][0]["answer_text"])

    def test_flood_of_answers(self):
        csrf = self.csrf(ANSWER)
        self.post(ANSWER, csrf=csrf)
        first = self.state()[2]
        for number in range(40):
            self.post(ANSWER, csrf=csrf, text=f"{number} " + "long " * 5000)
        answers, __, last = self.state()
        grown = {model: last[model] - first[model] for model in GROWING}
        self.assertLessEqual(grown.pop("mail.message"), 9)
        self.assertFalse(any(grown.values()), msg=grown)
        self.assertLessEqual(len(answers[0]["answer_text"]), 4000)
        self.assertEqual(answers[0]["answer_count"], 10)

    def test_flood_of_consents(self):
        csrf = self.csrf(CONSENT)
        self.post(CONSENT, csrf=csrf)
        first = self.state()[2]
        for number in range(40):
            answer = ("no", "yes")[number % 2]
            self.post(CONSENT, csrf=csrf, answer=answer)
        __, consents, last = self.state()
        grown = {model: last[model] - first[model] for model in GROWING}
        self.assertLessEqual(grown.pop("reactivation.retention.log"), 11)
        self.assertLessEqual(grown.pop("mail.message"), 22, "of the closed address")
        self.assertLessEqual(grown.pop("mail.tracking.value"), 22)
        self.assertLessEqual(grown.pop("mail.blacklist"), 1)
        self.assertFalse(any(grown.values()), msg=grown)
        self.assertEqual(consents[0]["answer"], "no", "a no is always heard")

    # -- odd

    def test_odd_answers(self):
        """What no form sends is an empty answer, not an error."""
        reason = self.env.ref("crm_reactivation.reason_inactivity_disappointed")
        move = self.env["reactivation.reason"].search([("kind", "=", "move")], limit=1)
        for values, text in (
            ({"text": "a\x00b"}, "ab"),
            ({"text": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
            ({"text": "ok", "reason": str(move.id)}, "ok"),
            ({"text": "ok", "reason": "1; DROP TABLE"}, "ok"),
            ({"text": "ok", "reason": "9" * 40}, "ok"),
            ({"text": "  "}, ""),
        ):
            with self.assertNoLogs("odoo", "WARNING"):
                found = self.post(ANSWER, **values)
            self.assertEqual(found.status_code, 200, values)
            self.env.invalidate_all()
            self.assertEqual(self.enrolled.answer_text or "", text)
            self.assertFalse(self.enrolled.answer_reason_id)
        self.assertNotIn("<script>alert", self.url_open(self.path(ANSWER)).text)
        self.post(ANSWER, reason=str(reason.id))
        self.env.invalidate_all()
        self.assertEqual(self.enrolled.answer_reason_id, reason)

    def test_files_instead_of_words(self):
        for page, name in (
            (ANSWER, "text"),
            (ANSWER, "reason"),
            (ANSWER, "sent"),
            (CONSENT, "answer"),
        ):
            values = {**self.pages[page][2], "csrf_token": self.csrf(page)}
            values.pop(name, None)
            with self.assertNoLogs("odoo", "WARNING"):
                found = self.url_open(
                    self.path(page), data=values, files={name: ("x.txt", b"yes")}
                )
            self.assertEqual(found.status_code, 200, name)
        self.env.invalidate_all()
        self.assertNotIn("yes", self.enrolled.answer_text or "")
        self.assertFalse(self.consent.answer)

    def test_a_login_opens_no_more(self):
        """Whoever is logged in has the rights of the link, and no others."""
        self.authenticate("admin", "admin")
        self.assertEqual(self.url_open(self.path(ANSWER, token="x")).status_code, 404)
        with self.refused(AccessError, "link is not valid"):
            self.enrolled._check_token("")
