from odoo import models
from odoo.tools import format_date
from odoo.tools.i18n import format_list

#: More products than these nobody names on the phone.
NAMED_PRODUCTS = 2


class ReactivationEpisode(models.Model):
    """What a script says about this card's customer."""

    _inherit = "reactivation.episode"

    def _script_lines(self, channel, contact=None):
        """What helps with a contact by this channel, see ``script._lines``."""
        self.ensure_one()
        scripts = self.env["reactivation.script"]._for_card(self, channel)
        facts = self._script_facts({self: contact} if contact else None)
        return scripts._lines(facts[self])

    def _script_facts(self, contacts=None):
        """Dict card -> placeholder -> (words, whether they are known).

        What is not known is said in general: a sentence never has a hole.

        :param contacts: dict card -> partner talked to; default the card's contact
        """
        products = self._last_products()
        known = self._contacts()
        return {
            card: card._prepare_script_facts(
                products.get(card.id), (contacts or {}).get(card) or known[card.id]
            )
            for card in self
        }

    def _prepare_script_facts(self, products, contact):
        self.ensure_one()
        customer = self.partner_id.name
        day = self.last_order_date and format_date(
            self.env, self.last_order_date, date_format="d MMMM y"
        )
        rhythm = self.interval_text and self.env._(
            "every %(interval)s", interval=self.interval_text
        )
        person = contact.name if contact != self.partner_id else False
        # sudo: the names on one's own card
        owner = (self.sudo()._active_owner() or self.env.user).name
        return {
            "customer": (customer, True),
            "contact": (person or customer, bool(person)),
            "last_order_date": (day or self.env._("your last order"), bool(day)),
            "products": (
                products or self.env._("what you bought from us"),
                bool(products),
            ),
            "rhythm": (rhythm or self.env._("now and then"), bool(rhythm)),
            "salesperson": (owner, True),
            "company": (self.sudo().company_id.name, True),  # sudo: as above
        }

    def _last_products(self):
        """Dict card id -> names of what was bought last, in words."""
        named = {}
        for customer, products in self.customer_id._last_products().items():
            names = list(dict.fromkeys(products.mapped("name")))
            named[customer] = format_list(self.env, names[:NAMED_PRODUCTS])
        return {
            card.id: named[card.customer_id]
            for card in self
            if card.customer_id in named
        }
