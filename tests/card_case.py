"""Silent customers, their cards, and what the client would read of them."""

from .common import ReactivationCase


class CardCase(ReactivationCase):
    """Customers who fell silent, with or without their card."""

    def silent(self, *days, **values):
        """A customer with orders so many days ago (default: one, 400 days ago)."""
        partner = self.make_partner(**values)
        self.insert_orders((partner, day, 100) for day in days or (400,))
        return partner

    def silent_with_card(self, *days):
        """The same, refreshed: (partner, its open card)."""
        partner = self.silent(*days)
        self.refresh()
        return partner, self.card(partner)

    def cards_of(self, partner):
        return self.Episode.search([("partner_id", "in", partner.ids)], order="id")

    def confirm(self, partner, amount=100.0, **values):
        """A quotation confirmed now, as a salesperson does."""
        order = self.make_order(partner, 0, amount, confirm=False, **values)
        order.action_confirm()
        return order

    def rows_as_read_by_the_client(self):
        """Read every column of every row as lists and forms do."""
        for model in ("reactivation.customer", "reactivation.episode"):
            records = self.env[model].search([])
            names = [
                name
                for name, field in records._fields.items()
                if field.type not in ("one2many", "many2many", "binary")
            ]
            specification = {
                name: {"fields": {"display_name": {}}}
                if records._fields[name].type == "many2one"
                else {}
                for name in names
            }
            self.env.invalidate_all()
            records.web_read(specification)
        return self.Customer.search([])
