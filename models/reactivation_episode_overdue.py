from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..queries import overdue


class ReactivationEpisode(models.Model):
    """A warning on the card: somebody who owes money is called differently."""

    _inherit = "reactivation.episode"

    overdue_amount = fields.Monetary(compute="_compute_overdue", aggregator=None)
    overdue_since = fields.Date(
        compute="_compute_overdue", help="The oldest due date that was passed."
    )
    overdue_text = fields.Char(string="Overdue Invoices", compute="_compute_overdue")

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_overdue(self):
        self.env["account.move.line"].flush_model()
        for company, cards in self.grouped("company_id").items():
            # without accounting rights: whoever reads the card has to know that money
            # is owed before calling, and learns the sum and the day only
            rows = self.env.execute_query(
                overdue.overdue(
                    company.id, cards.partner_id.ids, company._reactivation_today()
                )
            )
            owed = {partner_id: (amount, day) for partner_id, amount, day in rows}
            for card in cards:
                amount, day = owed.get(card.partner_id.id, (0, False))
                card.overdue_amount = amount
                card.overdue_since = day
                card.overdue_text = day and self.env._(
                    "%(amount)s overdue since %(date)s",
                    amount=formatLang(self.env, amount, currency_obj=card.currency_id),
                    date=format_date(self.env, day),
                )
