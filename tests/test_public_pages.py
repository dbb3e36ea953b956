import re

from odoo.tests import tagged
from odoo.tools import mute_logger

from .public_pages_case import ANSWER, CONSENT, PublicPagesCase


@tagged("post_install", "-at_install")
class TestPublicPages(PublicPagesCase):
    """Pages for customers, without a login: guessed, looked at, forged."""

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

    def words(self, page):
        """A page without the address and the tokens that come back in it."""
        return re.sub(r'<link[^>]*>|"[^"]*"|\s', "", page)

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
                            answers.add(self.words(found.text))
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
