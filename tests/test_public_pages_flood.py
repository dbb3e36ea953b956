from odoo.exceptions import AccessError
from odoo.tests import tagged

from .public_pages_case import ANSWER, CONSENT, GROWING, PublicPagesCase


@tagged("post_install", "-at_install")
class TestPublicPagesFlood(PublicPagesCase):
    """Pages for customers, without a login: replayed, flooded, filled in oddly."""

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
