"""Random small companies, in the database and for the oracle at once."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import Command

from . import naive
from .common import TODAY, ReactivationCase

UTC = ZoneInfo("UTC")
#: The foreign currency's rate changes on the last New Year before today.  Amounts
#: divided by these rates have an end, so that no half cent is lost in the comparison.
RATE_BEFORE, RATE_SINCE = Decimal("1.60"), Decimal("1.25")
CLOCKS = ("00:00:00", "00:00:01", "23:59:59", "12:00:00", "06:30:00")


class RandomWorldCase(ReactivationCase):
    """Two companies that share their customers, made up from a seed.

    ``self.worlds`` (company id -> :class:`naive.World`) knows all that was written.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.companies = cls.company | cls.other
        codes = ("USD", "EUR")
        currencies = cls.env["res.currency"].with_context(active_test=False)
        foreign = currencies.search(
            [("name", "in", codes), ("id", "!=", cls.company.currency_id.id)], limit=1
        )
        cls.currencies = (cls.company.currency_id, foreign)
        cls.sectors = cls.env["res.partner.industry"].create(
            [{"name": "Bakers"}, {"name": "Schools"}, {"name": "Garages"}]
        )
        cls.journals = {
            company.id: cls.env["account.journal"]
            .create(
                {
                    "name": "Oracle",
                    "code": "ORA",
                    "type": "general",
                    "company_id": company.id,
                }
            )
            .id
            for company in cls.companies
        }

    def build(self, seed, zones):
        """Make the companies of one seed."""
        self.random = random.Random(seed)
        for company, zone in zip(self.companies, zones, strict=True):
            company.partner_id.tz = zone
        self.make_customers()
        self.worlds = {
            company.id: naive.World(
                company.id, zone, [], policies=self.naive_policies(company)
            )
            for company, zone in zip(self.companies, zones, strict=True)
        }
        self.make_policies()
        # orders alone judge here: a year of silence gives all points, or none do
        policies = self.env["reactivation.policy"].search([])
        policies.rule_ids.unlink()
        points = {"signal": "order", "after": 12, "delay_unit": "months", "points": 3}
        policies.filtered(lambda policy: policy.method == "rhythm").write(
            {"rule_ids": [Command.create(points)], "very_inactive_points": 3}
        )
        for number, customer in enumerate(self.customers):
            for company in self.companies:
                if self.random.random() < 0.75:
                    self.make_history(customer, company, number)
        self.write_orders()
        self.make_interest()
        self.make_profiles()

    def make_customers(self):
        """Customers of all shapes: contacts to any depth, archived, child companies."""
        top = self.insert_partners(260)
        self.contacts = {}  # customer -> partners that order for it
        parents = []
        for partner in top:
            self.contacts[partner.id] = [partner.id]
            depth = self.random.choice((0, 0, 1, 1, 2, 4))
            parents += [(partner.id, partner.id, depth)] if depth else []
        while parents:
            rows = [
                {
                    "name": "Contact",
                    "complete_name": "Contact",
                    "active": self.random.random() < 0.8,
                    "is_company": self.random.random() < 0.1,
                    "type": "contact",
                    "autopost_bills": "ask",
                    "parent_id": parent,
                    "commercial_partner_id": customer,
                }
                for customer, parent, __ in parents
            ]
            below = []
            for row, new_id, (customer, __, depth) in zip(
                rows, self.insert("res_partner", rows), parents, strict=True
            ):
                if row["is_company"]:  # a subsidiary is a customer of its own
                    customer = new_id
                    self.contacts[customer] = []
                self.contacts[customer].append(new_id)
                below += [(customer, new_id, depth - 1)] if depth > 1 else []
            parents = below
        self.customers = list(self.contacts)
        self.sector = {c: self.random.randrange(4) for c in self.customers}
        self.archived = {c for c in self.customers if self.random.random() < 0.1}
        for customer, sector in self.sector.items():
            self.env.cr.execute(
                "UPDATE res_partner SET commercial_partner_id = id, industry_id = %s,"
                " active = %s WHERE id = %s",
                [
                    self.sectors[sector].id if sector < 3 else None,
                    customer not in self.archived,
                    customer,
                ],
            )

    def naive_policies(self, company):
        sector = self.sector
        own = (
            [naive.Policy(lambda c: sector[c] == 2, "fixed", after=90, unit="days")]
            if company == self.other
            else []
        )
        return own + [
            naive.Policy(lambda c: sector[c] == 0, "fixed", after=7, risk_after=5),
            naive.Policy(lambda c: sector[c] == 1, "fixed", after=26, unit="weeks"),
            naive.Policy(method="multiple", min_orders=8, risk_percent=55, cap=400),
            naive.Policy(
                min_amount=3000, cap=200, single_days=45, very_after_months=12
            ),
            naive.Policy(very_after_months=12),
        ]

    def make_policies(self):
        """The same policies, in Odoo."""

        def sector(number):
            return f"[('industry_id', '=', {self.sectors[number].id})]"

        common = {"method": "fixed", "at_risk_percent": 70}
        self.env["reactivation.policy"].create(
            [
                {
                    **common,
                    "name": "Garages elsewhere",
                    "sequence": 1,
                    "company_id": self.other.id,
                    "domain": sector(2),
                    "inactive_after": 90,
                    "delay_unit": "days",
                },
                {
                    **common,
                    "name": "Bakers",
                    "sequence": 2,
                    "domain": sector(0),
                    "inactive_after": 7,
                    "at_risk_after": 5,
                },
                {
                    **common,
                    "name": "Schools",
                    "sequence": 3,
                    "domain": sector(1),
                    "inactive_after": 26,
                    "delay_unit": "weeks",
                },
                {
                    "name": "Frequent",
                    "sequence": 4,
                    "method": "multiple",
                    "min_order_count": 8,
                    "at_risk_percent": 55,
                    "cap_days": 400,
                },
                {
                    "name": "Big",
                    "sequence": 5,
                    "min_ordered_amount": 3000,
                    "cap_days": 200,
                    "single_order_days": 45,
                },
            ]
        )

    def make_history(self, customer, company, number):
        """Orders of one customer, most of them near local midnight."""
        pick = self.random
        day = TODAY - timedelta(days=pick.randint(0, 900))
        gap = pick.choice((3, 12, 30, 60, 120, 300))
        for __ in range(pick.choice((0, 1, 1, 2, 3, 4, 6, 9, 15))):
            self.add_order(customer, company, day)
            if pick.random() < 0.2:
                self.add_order(customer, company, day)
            day -= timedelta(days=max(0, int(pick.gauss(gap, gap / 3))))
        if pick.random() < 0.15:
            self.add_credit_notes(customer, company)

    def add_order(self, customer, company, day):
        pick = self.random
        clock = pick.choice(
            ("00:00:00", "00:00:01", "23:59:59", "12:00:00", "06:30:00")
        )
        world = self.worlds[company.id]
        local = datetime.fromisoformat(f"{day} {clock}").replace(
            tzinfo=ZoneInfo(world.tz)
        )
        moment = local.astimezone(UTC).replace(tzinfo=None)
        rate = pick.choice(
            (Decimal(1), RATE_SINCE if moment >= datetime(2027, 1, 1) else RATE_BEFORE)
        )
        amount = pick.choice(
            (100, 100, 250, 250, 0, -80, pick.randint(1, 900_00) / Decimal(100))
        )
        state = pick.choice(("sale",) * 9 + ("draft", "sent", "cancel"))
        self.pending = getattr(self, "pending", [])
        order = naive.Order(customer, company.id, moment, Decimal(amount), rate, state)
        self.pending.append(order)
        world.orders.append(order)

    def add_credit_notes(self, customer, company):
        """Some within the turnover window, some on its very edge, some drafts.

        Who bought has one more, on an invoice without order: those are no source here.
        """
        world = self.worlds[company.id]
        bought = world.purchases().get(customer)
        last = max(day for day, __ in bought) if bought else TODAY
        rows = []
        for state in ("posted", "posted", "draft", "cancel"):
            days = self.random.choice((364, 365, 366, 10, -20, 500))
            note = naive.CreditNote(
                customer,
                company.id,
                last - timedelta(days=days),
                Decimal(self.random.choice((10, 99, 100, 5000))),
            )
            world.notes += [note] if state == "posted" else []
            rows.append(
                {
                    "journal_id": self.journals[company.id],
                    "currency_id": company.currency_id.id,
                    "company_id": company.id,
                    "state": state,
                    "move_type": "out_refund",
                    "auto_post": "no",
                    "date": TODAY,
                    "invoice_date": note.day,
                    "partner_id": self.random.choice(self.contacts[customer]),
                    "amount_untaxed_signed": -note.amount,
                    "reversed_entry_id": None,
                }
            )
        if bought:
            invoice = {
                **rows[0],
                "move_type": "out_invoice",
                "payment_state": "not_paid",
                "amount_untaxed_signed": 70,
            }
            [invoice_id] = self.insert("account_move", [invoice])
            rows.append({**rows[0], "reversed_entry_id": invoice_id})
        self.insert("account_move", rows)

    def write_orders(self):
        """Insert the orders made up since the last call."""
        partner = self.env["res.partner"]
        rows = []
        for order in getattr(self, "pending", []):
            contact = self.random.choice(self.contacts[order.customer])
            rows.append(
                (
                    partner.browse(contact),
                    order.moment,
                    order.amount,
                    {
                        "company_id": order.company,
                        "state": order.state,
                        "currency_rate": order.rate,
                        "currency_id": self.currencies[order.rate != 1].id,
                    },
                )
            )
        self.insert_orders(rows)
        self.pending = []

    def make_interest(self):
        """Opportunities: open or not, of one company, of the other or of none."""
        rows = []
        for customer in self.random.sample(self.customers, 60):
            company = self.random.choice((None, *self.companies.ids))
            row = {
                "name": "Opportunity",
                "type": self.random.choice(("opportunity",) * 3 + ("lead",)),
                "active": self.random.random() < 0.8,
                "won_status": self.random.choice(("pending",) * 3 + ("won", "lost")),
                "partner_id": self.random.choice(self.contacts[customer]),
                "company_id": company,
            }
            rows.append(row)
            if row["type"] == "opportunity" and row["active"]:
                if row["won_status"] == "pending":
                    for world in self.worlds.values():
                        if company in (None, world.company):
                            world.interested.add(customer)
        self.insert("crm_lead", rows)

    def make_profiles(self):
        """Thresholds set by a person, for buyers and for others."""
        rows = []
        for customer in self.random.sample(self.customers, 25):
            world = self.worlds[self.random.choice(self.companies.ids)]
            world.own_days[customer] = self.random.choice((1, 30, 200, 1500))
            rows.append(
                {
                    "partner_id": customer,
                    "company_id": world.company,
                    "threshold_days": world.own_days[customer],
                    "override_reason": "agreed",
                }
            )
        self.insert("reactivation_profile", rows)
