from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from ..queries import preparation


class Trouble(NamedTuple):
    """One kind of trouble with a customer."""

    label: str  # what happened, in words: "Credit notes"
    piece: object  # SQL of ``partner_id`` and ``day``, one row per case
    hurts: bool  # it hurt the customer, by our doing: settle it before selling


class ReactivationEpisode(models.Model):
    """The painful past of a customer, found in Odoo; the salesperson confirms it."""

    _inherit = "reactivation.episode"

    painful_facts = fields.Json(compute="_compute_painful_facts")
    painful_text = fields.Text(
        string="Painful Past",
        compute="_compute_painful_text",
        help="Found in Odoo: number of cases and the last day. No amounts.",
    )

    def _trouble_catalogue(self, company, partner_ids):
        """Dict code -> :class:`Trouble` that this database can tell about customers.

        An add-on extends it with one more entry.

        :param partner_ids: ids of commercial partners
        """
        tz = company._reactivation_tz()
        has_shop = "website_id" in self.env["sale.order"]._fields
        found = {
            "credit_note": Trouble(
                self.env._("Credit notes"),
                preparation.credit_notes(company, partner_ids),
                True,
            ),
            "cancelled": Trouble(
                self.env._("Quotations or orders refused or cancelled"),
                preparation.cancelled_quotations(company, partner_ids, tz),
                False,
            ),
            "unconfirmed": Trouble(
                self.env._("Quotations sent, never confirmed"),
                preparation.unconfirmed_quotations(company, partner_ids, tz),
                False,
            ),
            "expired": Trouble(
                self.env._("Quotations expired"),
                preparation.expired_quotations(
                    company,
                    partner_ids,
                    company._reactivation_today(),
                    leave_out=preparation.CART if has_shop else None,
                ),
                False,
            ),
            "lost": Trouble(
                self.env._("Opportunities lost"),
                preparation.lost_opportunities(company, partner_ids, tz),
                False,
            ),
        }
        if has_shop:
            found["cart"] = Trouble(
                self.env._("Carts abandoned"),
                preparation.abandoned_carts(company, partner_ids, tz),
                False,
            )
        if "stock.picking" in self.env:
            found["late"] = Trouble(
                self.env._("Deliveries after the promised day"),
                preparation.late_deliveries(company, partner_ids, tz),
                True,
            )
        if "rating.rating" in self.env:
            found["rating"] = Trouble(
                self.env._("Bad ratings"),
                preparation.bad_ratings(partner_ids, tz),
                True,
            )
        return found

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_painful_facts(self):
        self.env.flush_all()
        for company, cards in self.grouped("company_id").items():
            partner_ids = cards.partner_id.ids
            catalogue = self._trouble_catalogue(company, partner_ids)
            # without rights on the documents: whoever reads the card has to know
            # what happened, and learns how often and when only
            rows = self.env.execute_query(
                preparation.painful(
                    [(code, trouble.piece) for code, trouble in catalogue.items()]
                )
            )
            found = {
                (partner_id, code): (count, day)
                for partner_id, code, count, day in rows
            }
            for card in cards:
                card.painful_facts = [
                    {
                        "label": trouble.label,
                        "count": found[card.partner_id.id, code][0],
                        "day": fields.Date.to_string(
                            found[card.partner_id.id, code][1]
                        ),
                        "hurts": trouble.hurts,
                    }
                    for code, trouble in catalogue.items()
                    if (card.partner_id.id, code) in found
                ]

    def _hurting_facts(self):
        """What hurt the customer by our doing."""
        self.ensure_one()
        return [fact for fact in self.painful_facts or () if fact["hurts"]]

    @api.depends("painful_facts")
    @api.depends_context("lang")
    def _compute_painful_text(self):
        for card in self:
            lines = [
                self.env._(
                    "%(what)s: %(count)s, last on %(date)s",
                    what=fact["label"],
                    count=fact["count"],
                    date=format_date(self.env, fact["day"]),
                )
                for fact in card.painful_facts or ()
            ]
            card.painful_text = "\n".join(lines) or self.env._(
                "Nothing found: no credit note, no refused or expired quotation"
            )
