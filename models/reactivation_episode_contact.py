from odoo import models

from ..queries import preparation


class ReactivationEpisode(models.Model):
    """Whom to talk to."""

    _inherit = "reactivation.episode"

    def _contact(self):
        """The person to ring about this card, see :meth:`_contacts`."""
        self.ensure_one()
        return self._contacts()[self.id]

    def _contacts(self):
        """Dict card id -> ``res.partner`` to talk to.

        Whoever ordered last among those with a phone number, else the company, else any
        contact with a phone number; the company when there is no number at all.
        """
        self.env["sale.order"].flush_model()
        self.env["res.partner"].flush_model()
        found = {}
        for company, cards in self.grouped("company_id").items():
            # a name and a number of the address book, which sales users read anyway
            by_partner = dict(
                self.env.execute_query(
                    preparation.contacts(company.id, cards.partner_id.ids)
                )
            )
            for card in cards:
                contact_id = by_partner.get(card.partner_id.id, card.partner_id.id)
                found[card.id] = self.env["res.partner"].browse(contact_id)
        return found
