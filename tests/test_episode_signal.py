from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .assessment_case import AssessmentCase


@tagged("post_install", "-at_install")
class TestEpisodeSignal(AssessmentCase):
    """What a card says in a few words: the last sign of interest, a first score."""

    def seen(self, kind, day):
        self.the_card.customer_id.write(
            {"last_signal_kind": kind, "last_signal_date": day}
        )
        return self.the_card.last_signal_text

    def test_last_signal_with_its_day(self):
        self.assertFalse(self.the_card.last_signal_text)
        self.assertEqual(self.seen("mail_click", date(2027, 3, 3)), "Clicked Mar 3")
        self.assertEqual(self.seen("mail_reply", date(2027, 1, 1)), "Answered Jan 1")

    def test_year_of_an_old_signal(self):
        self.assertEqual(self.seen("visit", date(2026, 12, 31)), "Visited Dec 31, 2026")

    def test_day_in_the_words_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.seen("visit", date(2027, 3, 3))
        in_french = self.the_card.with_context(lang="fr_FR").last_signal_text
        self.assertIn("3 mars", in_french)

    def test_signal_of_an_app_that_is_gone(self):
        self.env.cr.execute(
            "UPDATE reactivation_customer SET last_signal_kind = 'ticket',"
            " last_signal_date = '2027-03-01' WHERE id = %s",
            [self.the_card.customer_id.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.the_card.last_signal_text)

    def mailed(self, partner, **moments):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": partner.id,
                "sent_datetime": datetime(2027, 1, 1),
                **moments,
            }
        )
        self.env.invalidate_all()

    def test_last_open_click_and_answer(self):
        """R69: of all mailings to all contacts; never is not unknown."""

        def said(card):
            names = ("mail_opened_text", "mail_clicked_text", "mail_answered_text")
            return tuple(card[name] for name in names)

        card = self.the_card
        self.assertEqual(said(card), (False,) * 3, msg="never mailed")
        contact = self.partner.create({"name": "Ann", "parent_id": self.partner.id})
        self.mailed(contact)
        self.assertEqual(said(card), ("Never",) * 3)
        late = datetime(2027, 2, 1, 23, 30)  # the next day here
        self.mailed(contact, open_datetime=late, links_click_datetime=late)
        self.mailed(self.partner, open_datetime=datetime(2027, 1, 5))
        self.mailed(self.make_partner("Other"), reply_datetime=late)
        self.assertEqual(said(card), ("Feb 2", "Feb 2", "Never"))
        self.assertEqual(said(card.with_user(self.julie)), said(card))
        other = self.make_partner("Bakery")
        self.insert_orders([(other, 400, 100)])
        self.refresh()
        card.company_id.partner_id.tz = "UTC"
        self.env.invalidate_all()
        self.assertEqual(said(card)[0], "Feb 1")
        cards = card | self.card(other)
        cards._compute_mail_reactions()
        with self.assertQueryCount(1):
            cards._compute_mail_reactions()

    def test_a_first_score_was_unknown_before_not_zero(self):
        card = self.the_card.with_context(tracking_disable=False)
        self.env.flush_all()
        for score in (62, 0):
            card.resistance_score = score
            self.env.flush_all()
            self.env.cr.precommit.run()
        tracked = self.the_card.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "resistance_score"
        ).sorted("id")
        shown = tracked._tracking_value_format()
        self.assertEqual(
            [(value["oldValue"], value["newValue"]) for value in shown],
            [(False, 62), (62, 0)],
        )

    def test_contact_says_that_nobody_has_assessed_it(self):
        partner = self.partner.with_user(self.julie)
        self.assertEqual(partner.reactivation_resistance_text, "Not assessed")
        grid = self.make_grid(0, 50)
        self.assess(self.the_card, [self.level(grid, 0)])
        self.env.invalidate_all()
        self.assertEqual(
            partner.reactivation_resistance_text,
            "0 of 100 (1 of 1 answered, 1 without evidence)",
        )
        self.assertEqual(
            partner.search([("resistance_score", "=", 0)]), partner, msg="0 is a score"
        )

    def test_customers_to_reassess(self):
        grid = self.make_grid(0, 50)
        self.assess(self.the_card, [self.level(grid, 0)])
        old = self.Customer.search([("episode_id.to_reassess", "=", True)])
        self.assertFalse(old)
        with self.at(date(2028, 3, 16)):
            old = self.Customer.search([("episode_id.to_reassess", "=", True)])
        self.assertEqual(old, self.the_card.customer_id)

    def test_a_signal_noted_on_the_card(self):
        """The dialog knows the customer; what is noted shows at once."""
        as_julie = self.the_card.with_user(self.julie)
        action = as_julie.action_note_signal()
        signals = self.env[action["res_model"]].with_user(self.julie)
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        with Form(signals.with_context(**action["context"]), view) as form:
            form.date = date(2027, 3, 3)
        noted = signals.search([("partner_id", "=", self.partner.id)])
        self.assertEqual((noted.user_id, noted.kind), (self.julie, "social"))
        self.assertEqual(as_julie.last_signal_text, "Social media Mar 3")
        noted.date = date(2027, 3, 4)
        self.env.invalidate_all()
        self.assertEqual(as_julie.last_signal_text, "Social media Mar 4")
        with self.assertRaises(AccessError):
            self.the_card.with_user(self.marc).action_note_signal()
