from odoo import api, fields, models

from ..queries import preparation


class ReactivationEpisode(models.Model):
    """Whom to talk to, and whether there is anybody."""

    _inherit = "reactivation.episode"

    is_reachable = fields.Boolean(
        string="Can Be Reached",
        compute="_compute_is_reachable",
        compute_sudo=True,  # sudo: whether there is a number or address, not which
        help="What somebody rated on the customer, else whether any of the contacts has"
        " a phone number or e-mail address.",
    )

    @api.depends("customer_id.profile_id.reach", "partner_id.phone", "partner_id.email")
    def _compute_is_reachable(self):
        ratings = {card: card.customer_id.profile_id.reach for card in self}
        unrated = self.filtered(lambda card: not ratings[card]).partner_id
        known = {
            partner
            for (partner,) in self.env["res.partner"]._read_group(
                [
                    ("commercial_partner_id", "in", unrated.ids),
                    "|",
                    ("phone", "!=", False),
                    ("email", "!=", False),
                ],
                ["commercial_partner_id"],
            )
        }
        for card, reach in ratings.items():
            card.is_reachable = reach != "none" if reach else card.partner_id in known

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
