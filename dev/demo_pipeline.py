"""What surrounds the orders of the demo company: prospects, opportunities, quotations,
planned activities and logged calls. Made by the ORM, dated in the last months."""

from datetime import datetime, time, timedelta

from demo_names import rng_for
from demo_partners import create_partners

PROSPECTS = 60  # never ordered: an opportunity, a quotation or both
LEADS = 20  # never ordered, nothing going on
CUSTOMERS_WITH_OPPORTUNITY = 12
CUSTOMERS_WITH_QUOTATION = 18
RECENT_CUSTOMERS = 300  # the customers above are taken among the last to order
ACTIVITIES = 40
NOTES = 60
OPPORTUNITIES = (
    "Consumables for the workshop",
    "New site equipment",
    "Yearly framework contract",
    "Packaging for the season",
    "Safety equipment",
    "Trial order",
)
ACTIVITY_KINDS = (
    ("mail.mail_activity_data_call", "Call back"),
    ("mail.mail_activity_data_call", "Ask about the quotation"),
    ("mail.mail_activity_data_email", "Send the new price list"),
    ("mail.mail_activity_data_todo", "Prepare the visit"),
)
NOTE_TEXTS = (
    "Called: satisfied with the last delivery, will look at the new price list.",
    "No answer, left a message.",
    "The buyer has changed; asked for the new contact.",
    "Finds the delivery times too long, compares with another supplier.",
    "Visit: stock is full until next month.",
    "Asked for a quotation for the second site.",
    "Budget frozen until the end of the quarter.",
)


class Pipeline:
    """Adds the surroundings; `today` is the company's day, `log` the loaded log."""

    def __init__(self, env, demo, today):
        self.env = env
        self.demo = demo
        self.today = today
        self.rng = rng_for("pipeline")

    def create(self, register, customers, log):
        """Create everything; return the numbers of what was made, to print."""
        prospects = self._prospects(register)
        last_days = {order.customer: order.day for order in log.orders}
        recent = sorted(customers, key=lambda c: last_days[c.key], reverse=True)
        recent = [c for c in recent if c.user_id][:RECENT_CUSTOMERS]
        opportunities, quotations = self._sales(prospects, recent)
        self._plan_activities(opportunities + quotations)
        self._log_notes(recent)
        return {
            "prospects": len(prospects),
            "opportunities": len(opportunities),
            "quotations": len(quotations),
        }

    def _prospects(self, register):
        """Companies that never ordered; return those something is going on with."""
        keys = [f"prospect {number}" for number in range(1, PROSPECTS + LEADS + 1)]
        partners = create_partners(self.env, self.demo, register, keys, ref=False)
        return partners[:PROSPECTS]

    def _sales(self, prospects, recent):
        """Open some opportunities and quotations; return (model, id, user) triples."""
        with_quotation = [p for i, p in enumerate(prospects) if i % 3 != 0]
        with_opportunity = [p for i, p in enumerate(prospects) if i % 3 != 1]
        with_opportunity += self._some(recent, CUSTOMERS_WITH_OPPORTUNITY)
        with_quotation += self._some(recent, CUSTOMERS_WITH_QUOTATION)
        leads = self._create_opportunities(with_opportunity)
        lead_of = dict(zip((p.id for p in with_opportunity), leads.ids, strict=True))
        orders = self._create_quotations(with_quotation, lead_of)
        return list(leads), list(orders)

    def _some(self, partners, count):
        return self.rng.sample(partners, min(count, len(partners)))

    def _moment(self, days_ago):
        """A time of a working day, `days_ago` days before today (UTC)."""
        clock = time(self.rng.randint(8, 15), self.rng.randint(0, 59))
        return datetime.combine(self.today - timedelta(days_ago), clock)

    def _create_opportunities(self, partners):
        stages = self.env["crm.stage"].search([("is_won", "=", False)])
        leads = self.env["crm.lead"].create(
            [
                {
                    "type": "opportunity",
                    "name": self.rng.choice(OPPORTUNITIES),
                    "partner_id": partner.contact_id or partner.id,
                    "user_id": partner.user_id or False,
                    "team_id": self.demo.team_by_user.get(partner.user_id, False),
                    "stage_id": self.rng.choice(stages.ids),
                    "expected_revenue": self.rng.randrange(200, 5000, 50),
                    "date_deadline": self.today + timedelta(self.rng.randint(5, 90)),
                }
                for partner in partners
            ]
        )
        self._backdate(leads, [self._moment(self.rng.randint(3, 150)) for __ in leads])
        return leads

    def _create_quotations(self, partners, lead_of):
        moments = [self._moment(self.rng.randint(1, 120)) for __ in partners]
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": partner.contact_id or partner.id,
                    "user_id": partner.user_id or False,
                    "date_order": moment,
                    "validity_date": moment.date() + timedelta(30),
                    "opportunity_id": lead_of.get(partner.id, False),
                    "order_line": [
                        (0, 0, {"product_id": product, "product_uom_qty": quantity})
                        for product, quantity in self._basket()
                    ],
                }
                for partner, moment in zip(partners, moments, strict=True)
            ]
        )
        self._backdate(orders, moments)
        sent = [order.id for order in orders if self.rng.random() < 0.6]
        orders.browse(sent).action_quotation_sent()
        return orders

    def _basket(self):
        """One to three (product, quantity) pairs."""
        products = self.rng.sample(self.demo.product_ids, self.rng.randint(1, 3))
        return [(product, self.rng.randint(1, 20)) for product in products]

    def _backdate(self, records, moments):
        """Give records the creation times they should have had."""
        self.env.flush_all()
        for record, moment in zip(records, moments, strict=True):
            self.env.cr.execute(
                f"UPDATE {records._table} SET create_date = %s WHERE id = %s",
                [moment, record.id],
            )
        records.invalidate_recordset()

    def _plan_activities(self, records):
        """Plan activities, some of them overdue, on open sales with a salesperson."""
        assigned = [record for record in records if record.user_id]
        for record in self._some(assigned, ACTIVITIES):
            kind, summary = self.rng.choice(ACTIVITY_KINDS)
            record.with_context(mail_activity_quick_update=True).activity_schedule(
                kind,
                self.today + timedelta(self.rng.randint(-4, 12)),
                summary=summary,
                user_id=record.user_id.id,
            )

    def _log_notes(self, customers):
        """Log past calls and visits of the salespeople on their customers."""
        for customer in self._some(customers, NOTES):
            user = self.env["res.users"].browse(customer.user_id)
            self.env["res.partner"].browse(customer.id).message_post(
                body=self.rng.choice(NOTE_TEXTS),
                author_id=user.partner_id.id,
                date=self._moment(self.rng.randint(1, 200)),
                subtype_xmlid="mail.mt_note",
            )
