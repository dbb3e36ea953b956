from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import purchases
from ..queries.clauses import with_clauses


class ReactivationCustomer(models.Model):
    """What the timeline chart shows: purchases by day, rhythm, threshold, today."""

    _inherit = "reactivation.customer"

    snoozed_until = fields.Date(related="profile_id.snoozed_until")
    timeline = fields.Json(compute="_compute_timeline")

    @api.depends("last_order_date", "threshold_days", "order_interval_days")
    def _compute_timeline(self):
        for company, customers in self.grouped("company_id").items():
            bought = customers._purchases_by_day(company)
            today = company._reactivation_today() if company else False
            for customer in customers:
                customer.timeline = customer.last_order_date and {
                    "purchases": bought.get(customer.partner_id.id, []),
                    "today": str(today),
                    "interval_days": customer.order_interval_days or None,
                    "expected": _iso(customer.expected_order_date),
                    "at_risk": _iso(customer.at_risk_on),
                    "inactive": _iso(
                        fields.Date.add(
                            customer.last_order_date, days=customer.threshold_days
                        )
                    ),
                    "currency_id": customer.currency_id.id,
                }

    def _purchases_by_day(self, company):
        """Dict partner id -> list of (ISO day, amount), oldest first.

        From the same sources as the figures.  Reading a customer gives its totals by
        day, not the orders themselves: those keep Odoo's own rules.
        """
        if not self.ids:
            return {}
        # sudo: totals of customers that the user may read (self)
        customers = self.sudo()
        scope = SQL("contact.commercial_partner_id = ANY(%s)", customers.partner_id.ids)
        days = purchases.purchase_days(customers._purchase_sources(company, scope))
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "WITH %s SELECT partner_id, day, amount FROM days ORDER BY day",
                with_clauses([("days", days)]),
            )
        )
        bought = {}
        for partner_id, day, amount in rows:
            bought.setdefault(partner_id, []).append((str(day), float(amount)))
        return bought

    def action_open_profile(self):
        """Open what people know about this customer; a new sheet when there is none."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Judged Differently, Snoozed"),
            "res_model": "reactivation.profile",
            "res_id": self.profile_id.id,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }


def _iso(day):
    return str(day) if day else None
