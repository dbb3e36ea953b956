from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .invoice_case import InvoiceCase
from .retention_case import RetentionCase

OLD = date(2016, 5, 1)  # its documents are older than ten years
SECRETS = ("Durand", "anne", "4 rue", "0612", "FR23", "likes football")


@tagged("post_install", "-at_install")
class TestRetentionDecision(RetentionCase, InvoiceCase):
    """Asked, archived, anonymised: what was shown is done, and noted."""

    def family(self, last=1200, **values):
        """A customer with a contact, texts about them, and a card."""
        firm = self.customer(
            last,
            street="4 rue du Port",
            city="Brest",
            zip="29200",
            vat="FR23334175221",
            phone="0612345678",
            comment="likes football",
            **values,
        )
        anne = self.make_partner(
            "Anne Durand",
            parent_id=firm.id,
            is_company=False,
            email="anne@durand.example",
            phone="0612345678",
            function="Buyer",
        )
        self.refresh()
        card = self.card(firm)
        card.write({"critical_need": "anne needs tyres", "critical_need_date": TODAY})
        card.message_post(body="Talked to Anne Durand, likes football")
        firm.message_post(body="anne called", author_id=anne.id)
        self.env["reactivation.call"].create(
            {
                "episode_id": card.id,
                "contact_id": anne.id,
                "outcome_id": self.env["reactivation.reason"]
                .search([("kind", "=", "outcome")], limit=1)
                .id,
                "note": "anne likes football",
                "date": "2017-01-01 10:00:00",
            }
        )
        self.env["reactivation.profile"].search([("partner_id", "=", firm.id)]).unlink()
        self.env["reactivation.profile"].create(
            {"partner_id": firm.id, "circuit": "anne decides", "note": "Durand"}
        )
        self.env["crm.lead"].create(
            {
                "name": "Tyres for Durand",
                "partner_id": firm.id,
                "type": "opportunity",
                "description": "anne likes football",
            }
        )
        self.refresh()
        return firm, anne

    def readable(self, *partners):
        """Everything that can still be read about partners, as one text."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.Customer.search([("partner_id", "in", [p.id for p in partners])])
        family = rows._family()
        found = [family]
        for model, (path, __) in rows._personal_catalogue().items():
            found.append(
                self.env[model]
                .with_context(active_test=False)
                .search([(path, "in", rows.partner_id.ids)])
            )
        leads = self.env["crm.lead"].with_context(active_test=False)
        found.append(leads.search([("partner_id", "in", family.ids)]))
        texts = []
        for records in found:
            names = [
                name
                for name, field in records._fields.items()
                if field.store and field.type in ("char", "text", "html")
            ]
            texts += [
                str(value) for row in records.read(names) for value in row.values()
            ]
            if "message_ids" in records._fields:
                messages = records.message_ids
                texts += [str(message.body) for message in messages]
                texts += [str(message.email_from) for message in messages]
        return "\n".join(texts)

    def documents(self):
        """All rows of orders, invoices and payments, to the last column."""
        self.env.flush_all()
        tables = ("sale_order", "sale_order_line", "account_move", "account_move_line")
        found = {}
        for table in (*tables, "account_payment"):
            self.env.cr.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = self.env.cr.fetchall()
        return found

    def test_anonymised_when_no_document_needs_the_data(self):
        firm, anne = self.family((TODAY - OLD).days)
        self.invoice(firm, 500, due=(TODAY - OLD).days, partner_shipping_id=anne.id)
        self.refresh()
        self.assertEqual(self.standing(firm).retention_advice, "ask")
        documents = self.documents()
        self.assertIn("football", self.readable(firm))
        self.decide(firm, "anonymise")
        text = self.readable(firm)
        for secret in SECRETS:
            self.assertNotIn(secret.lower(), text.lower())
        self.assertEqual(firm.name, "Anonymised customer")
        self.assertEqual(anne.name, "Anonymised contact")
        self.assertFalse((firm | anne).filtered("active"))
        self.assertEqual(self.documents(), documents)
        self.assertFalse(self.card(firm), msg="the card closed")
        self.assertFalse(self.standing(firm).retention_state, msg="decided")
        log = self.Log.search([("partner_number", "=", firm.id)])
        self.assertEqual(log.decision, "anonymise")
        self.assertTrue(log.is_complete)
        self.assertEqual(log.user_id, self.clara)
        self.assertIn("2 contacts emptied", log.details)
        self.assertIn("36 months after the last contact", log.duration)

    def test_what_a_document_needs_stays_until_it_is_old(self):
        firm, anne = self.family()
        documents = self.documents()
        dialog = self.dialog(firm, "anonymise")
        self.assertIn("1 of them keep name, address and VAT", dialog.preview)
        self.decide(firm, "anonymise")
        self.assertEqual(firm.name, "Garage Durand")
        self.assertEqual(
            (firm.street, firm.zip, firm.city, firm.vat),
            ("4 rue du Port", "29200", "Brest", "FR23334175221"),
        )
        self.assertFalse(firm.email or firm.phone or firm.comment)
        self.assertEqual(anne.name, "Anonymised contact")
        self.assertFalse(anne.street or anne.email)
        self.assertEqual(self.documents(), documents)
        self.assertFalse(self.Log.search([], limit=1).is_complete)
        self.assertFalse(self.state(firm), msg="documents need the rest")
        # ten years after the order nothing does
        last = TODAY - timedelta(days=1200) + timedelta(days=3653)
        with self.at(last - timedelta(days=2)):
            self.assertFalse(self.state(firm))
        with self.at(last + timedelta(days=1)):
            self.assertEqual(self.state(firm), "needless")
            row = self.standing(firm).with_user(self.clara)
            self.assertEqual(row.retention_advice, "anonymise")
            self.decide(firm, "anonymise")
            self.assertEqual(firm.name, "Anonymised customer")
            self.assertFalse(firm.vat or firm.street)
            self.assertFalse(self.state(firm))

    def test_archived_and_decided_again_when_documents_are_old(self):
        firm, anne = self.family((TODAY - OLD).days, email=False)
        anne.email = False
        login = self.make_user("guest", email="guest@example.com")
        login.write(
            {
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                "partner_id": anne.id,
            }
        )
        self.decide(firm, "archive")
        self.assertFalse((firm | anne).filtered("active"))
        self.assertFalse(login.active)
        self.assertEqual(firm.name, "Garage Durand")
        self.assertIn("1 logins to the portal closed", self.Log.search([]).details)
        self.assertEqual(self.state(firm), "needless")
        self.decide(firm, "anonymise")
        self.assertNotIn("anne", login.login)
        self.assertFalse(self.state(firm))

    def test_dry_run_changes_nothing_and_is_what_is_done(self):
        firm, anne = self.family()
        before = self.readable(firm)
        dialog = self.dialog(firm, "anonymise")
        self.assertIn("2 contacts emptied and archived", dialog.preview)
        self.assertEqual(self.readable(firm), before)
        with self.refused(UserError, "does not come back.*“I approve”"):
            dialog.action_apply()
        dialog.approved = True
        self.make_partner("Paul Durand", parent_id=firm.id, is_company=False)
        with self.refused(UserError, "Something changed since this list was made"):
            dialog.action_apply()
        self.assertEqual(self.readable(anne), self.readable(anne))
        self.assertEqual(firm.email, "info@durand.example")
        self.assertFalse(self.Log.search([]))

    def test_who_is_left_alone(self):
        soon = self.customer(1090, "Garage Soon", email=False)
        staff = self.customer(1200, "Garage Staff")
        self.make_user("guard", partner_id=staff.id)
        fresh = self.customer(10, "Garage Fresh")
        self.refresh()
        for decision in ("archive", "anonymise"):
            dialog = self.dialog(soon | fresh, decision, approved=True)
            self.assertIn("its term ends on", dialog.preview)
            self.assertIn("in touch: its term has not ended", dialog.preview)
            self.assertFalse(dialog.change_count)
            with self.refused(UserError, "Nothing can be done about these customers"):
                dialog.action_apply()
        self.assertTrue((soon | fresh).filtered("active"))

    def test_another_company_in_touch(self):
        other = self.a_second_company()
        firm, __ = self.family()
        self.insert_orders([(firm, 10, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        dialog = self.dialog(firm, "anonymise", approved=True)
        self.assertIn("another company is in touch", dialog.preview)
        with self.refused(UserError, "Nothing can be done"):
            dialog.action_apply()

    def test_opt_in(self):
        firm, __ = self.family()
        dialog = self.dialog(firm, "archive")
        self.company.reactivation_retention_decides = False
        with self.refused(RedirectWarning, "does not decide on personal data here"):
            self.dialog(firm, "archive")
        with self.refused(RedirectWarning, "does not decide on personal data here"):
            dialog.action_apply()
        self.assertTrue(firm.active)

    def test_only_managers(self):
        firm, __ = self.family()
        dialog = self.dialog(firm, "archive")
        with self.refused(AccessError, "Only sales managers decide"):
            self.dialog(firm, "archive", user=self.jules)
        with self.refused(AccessError, "allowed"):
            dialog.with_user(self.jules).action_apply()
        for method in ("_anonymise", "_hide"):
            self.assertTrue(method.startswith("_"), msg="not to be called from outside")

    def test_log_is_unchangeable(self):
        firm, __ = self.family()
        self.company.write(
            {
                "reactivation_retention_purpose": "Tyres only.",
                "reactivation_retention_duration": "Three years.",
            }
        )
        self.decide(firm, "archive")
        log = self.Log.search([])
        self.assertEqual((log.purpose, log.duration), ("Tyres only.", "Three years."))
        for who in (self.env.user, self.clara):
            with self.assertRaises(UserError):
                log.with_user(who).write({"details": "Nothing"})
            with self.assertRaises(UserError):
                log.with_user(who).unlink()
        with self.refused(UserError, "cannot be changed or deleted: it proves"):
            log.sudo().write({"details": "Nothing"})
        with self.refused(UserError, "cannot be changed or deleted: it proves"):
            log.sudo().unlink()
        with self.refused(AccessError, "not allowed"):
            self.Log.with_user(self.clara).create({"company_id": self.company.id})

    def test_merged_customers_keep_their_requests(self):
        one = self.customer(1200, "Garage One")
        two = self.customer(1300, "Garage Two")
        self.refresh()
        self.decide(one | two, "ask")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((one | two).ids, two)
        asked = self.env["reactivation.consent"].search([("partner_id", "=", two.id)])
        self.assertEqual(len(asked), 2)
        self.assertEqual(asked.customer_id, self.standing(two))


@tagged("post_install", "-at_install")
class TestConsent(RetentionCase, HttpCase):
    """Asked by e-mail, answered by a link."""

    def ask(self, partner):
        self.refresh()
        self.decide(partner, "ask")
        consent = self.env["reactivation.consent"].search(
            [("partner_id", "=", partner.id)], limit=1
        )
        return consent, f"/reactivation/consent/{consent.id}/{consent._token()}"

    def answer(self, path, answer):
        page = self.url_open(path)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(path, {"csrf_token": token, "answer": answer})

    def test_asked_once_by_e_mail(self):
        partner = self.customer(1200)
        consent, path = self.ask(partner)
        mail = self.env["mail.mail"].search([("model", "=", consent._name)])
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, "info@durand.example")
        self.assertIn(path, mail.body_html)
        self.assertIn("36 months after the last contact", mail.body_html)
        dialog = self.dialog(partner, "ask")
        self.assertIn("was asked on 03/15/2027 already", dialog.preview)
        row = self.standing(partner).with_user(self.clara)
        self.assertEqual(row.retention_advice, "wait")

    def test_the_page_speaks_the_language_of_the_e_mail(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["crm_reactivation"], ["fr_FR"])
        partner = self.customer(1200, lang="fr_FR")
        __, path = self.ask(partner)
        page = self.url_open(path, headers={"Accept-Language": "en-US"}).text
        self.assertIn('<html lang="fr', page.replace("'", '"'))
        self.assertIn("Pouvons-nous", page)
        self.assertNotIn("No, thank you", page)

    def test_who_cannot_be_asked(self):
        partner = self.customer(1200)
        self.env["mail.blacklist"]._add("info@durand.example")
        self.refresh()
        dialog = self.dialog(partner, "ask")
        self.assertIn("cannot be asked by e-mail", dialog.preview)
        with self.refused(UserError, "Nothing can be done"):
            dialog.action_apply()

    def test_yes_starts_the_term_again(self):
        partner = self.customer(1200)
        consent, path = self.ask(partner)
        self.url_open(path)
        self.assertFalse(consent.answer, msg="looking is no answer")
        page = self.answer(path, "yes")
        self.assertIn("we stay in touch", page.text)
        row = self.standing(partner)
        self.assertEqual(row.last_interaction_date, TODAY)
        self.assertEqual(row.last_interaction_kind, "consent")
        self.assertFalse(self.state(partner))
        log = self.Log.search([], limit=1)
        self.assertEqual((log.decision, log.user_id.id), ("yes", False))
        with self.at(TODAY + timedelta(days=100)):
            self.answer(path, "yes")
        self.assertEqual(consent.answered_on, TODAY, "again does not prolong")

    def test_no_closes_the_address(self):
        partner = self.customer(1200)
        consent, path = self.ask(partner)
        self.answer(path, "no")
        self.assertEqual(consent.answer, "no")
        self.assertEqual(self.state(partner), "reached")
        row = self.standing(partner).with_user(self.clara)
        self.assertEqual(row.retention_advice, "anonymise")
        self.assertIn("said no", row.retention_advice_text)
        listed = self.env["mail.blacklist"].search([])
        self.assertIn("info@durand.example", listed.mapped("email"))
        self.answer(path, "yes")
        self.assertFalse(self.state(partner), msg="changed their mind")
        listed = self.env["mail.blacklist"].search([])
        self.assertNotIn("info@durand.example", listed.mapped("email"))

    @mute_logger("odoo.http")
    def test_link_cannot_be_guessed_or_worn_out(self):
        partner = self.customer(1200)
        consent, path = self.ask(partner)
        for wrong in (
            f"/reactivation/consent/{consent.id}/nonsense",
            f"/reactivation/consent/{consent.id + 1}/{consent._token()}",
        ):
            self.assertEqual(self.url_open(wrong).status_code, 404)
        page = self.answer(path, "maybe")
        self.assertFalse(consent.answer, msg="neither yes nor no")
        for number in range(11):
            page = self.answer(path, ("yes", "no")[number % 2])
        self.assertIn("changed many times", page.text)
        self.assertEqual(consent.answer_count, 10)
        partner.email = False
        consent.email = False  # as anonymising leaves it
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)

    @mute_logger("odoo.http")
    def test_through_requests(self):
        partner = self.customer(1200, user_id=self.jules.id)
        self.refresh()
        row = self.standing(partner)
        self.authenticate("jules", "jules-password")
        for model, method, args in (
            ("reactivation.customer", "action_decide_retention", [row.ids]),
            ("reactivation.customer", "_anonymise", [row.ids]),
            ("reactivation.retention.decision", "create", [{"customer_ids": row.ids}]),
            ("reactivation.retention.log", "search_read", [[]]),
            ("reactivation.consent", "search_read", [[]]),
        ):
            with self.subTest(method), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": args, "kwargs": {}},
                )
        self.assertTrue(partner.active)
