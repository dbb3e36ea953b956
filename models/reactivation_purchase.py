from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReactivationPurchase(models.Model):
    """A purchase from before Odoo: activity, never an order.

    Imported (customer, date, amount) so that a company that migrated last year does not
    see all its customers as new.
    """

    _name = "reactivation.purchase"
    _description = "Purchase from Before Odoo"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True, help="Without taxes, in company currency.")
    reference = fields.Char(help="Number of the order or invoice in the former system.")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The amount of a purchase must be positive."
    )
    _reference_uniq = models.Constraint(
        "UNIQUE (company_id, partner_id, reference)",
        "This purchase was imported already: same customer and reference.",
    )

    @api.constrains("date")
    def _check_date(self):
        for purchase in self:
            if purchase.date > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._(
                        "The purchase of %(customer)s lies in the future (%(date)s)."
                        " Correct its date.",
                        customer=purchase.partner_id.display_name,
                        date=purchase.date,
                    )
                )

    def _merge_partners(self, sources, target):
        """Purchases of several partners become one's; what both have is one purchase.

        Odoo's merge would delete all of the source's for one reference that both have.
        References that each customer has of his own ("2024") stay apart by a number.
        """
        ours = self.search([("partner_id", "in", (sources | target).ids)])
        nameless = ours.filtered(lambda purchase: not purchase.reference)
        nameless.write({"partner_id": target.id, "reference": False})
        named = (ours - nameless).grouped(lambda p: (p.company_id, p.reference))
        for same in named.values():
            # the target's first
            same = same.sorted(lambda p: (p.partner_id != target, p.id))
            facts = same.grouped(lambda p: (p.date, p.amount))
            kept = same.browse(purchases[0].id for purchases in facts.values())
            (same - kept).unlink()
            for purchase in kept[1:]:
                purchase.reference = f"{purchase.reference} #{purchase.id}"
            kept.partner_id = target
