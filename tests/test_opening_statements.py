from odoo.tests import tagged
from odoo.tools import SQL

from .writes_case import WritesCase


@tagged("post_install", "-at_install")
class TestOpeningStatements(WritesCase):
    """A night that opens many cards by the ORM takes the statements of a few."""

    def open_cards(self, partners):
        """Statements that opening the cards of these customers takes."""
        judgement = self.last_run()._judgement()._replace(is_first=False)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.Episode._open_missing(judgement, SQL("contact.id = ANY(%s)", partners.ids))
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_followers_are_added_together(self):
        seller = self.make_user("seller")
        other = self.make_user("other")
        partners = self.make_company_of(40)
        partners.user_id = seller
        self.company.reactivation_paused = True
        self.refresh()
        self.company.reactivation_paused = False
        self.open_cards(partners[:5])  # what is read once per process
        few, many = self.open_cards(partners[5:10]), self.open_cards(partners[10:39])
        self.assertEqual(many, few)
        cards = self.Episode.search([("partner_id", "in", partners.ids)])
        self.assertEqual(len(cards), 39)
        for card in cards:
            self.assertEqual(card.message_partner_ids, seller.partner_id)
        partners[39].user_id = other
        self.refresh(partners=partners[39])
        card = self.card(partners[39])
        self.assertEqual(card.message_partner_ids, other.partner_id)
