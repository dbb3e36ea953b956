"""Turn an order log into confirmed sale orders with one line each, in bulk.

Every stored column is what the ORM gives to an order made and confirmed at that time:
see demo_bulk for the technique.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from demo_bulk import Pattern, next_ids, rolled_back, stage
from demo_names import rng_for

PATTERN_AMOUNT = 7919.73  # no other number of an order is likely to equal it
NO_USER = 0  # pattern of the orders without salesperson
CONTACT_ORDER_SHARE = 0.6  # of the orders of a company with a contact
FAVOURITE_SHARE = 0.7  # of a customer's orders: its two usual products
STAGED_COLUMNS = {
    "id": "int",
    "line_id": "int",
    "user_key": "int",
    "product_key": "int",
    "user_id": "int",
    "partner_id": "int",
    "name": "text",
    "reference": "text",
    "day": "date",
    "moment": "timestamp",
    "amount": "numeric",
    "validity_days": "int",
}
STAMPS = {
    "create_date": "s.moment",
    "write_date": "s.moment",
    "create_uid": "coalesce(s.user_id, p.create_uid)",
    "write_uid": "coalesce(s.user_id, p.write_uid)",
}
ORDER_REPLACED = {
    **STAMPS,
    "id": "s.id",
    "name": "s.name",
    "partner_id": "s.partner_id",
    "partner_invoice_id": "s.partner_id",
    "partner_shipping_id": "s.partner_id",
    "client_order_ref": "s.reference",
    "date_order": "s.moment",
    "validity_date": "CASE WHEN p.validity_date IS NULL THEN NULL"
    " ELSE s.day + s.validity_days END",
    "access_token": "CASE WHEN p.access_token IS NULL THEN NULL"
    " ELSE gen_random_uuid()::text END",
}
LINE_REPLACED = {
    **STAMPS,
    "id": "s.line_id",
    "order_id": "s.id",
    "order_partner_id": "s.partner_id",
    "salesman_id": "s.user_id",
}


@dataclass
class Inserted:
    """What went into the database: ids of the orders by time, and Σ amounts."""

    order_ids: list
    amount: Decimal


def create_orders(env, demo, log, partners, zone, now):
    """Insert the orders of the log and check that all of them arrived.

    `partners` are the DemoPartners of its customers, `zone` the company's time zone,
    `now` an aware time: no order of today is placed later.
    """
    partner_by_key = {partner.key: partner for partner in partners}
    timed = _timed_orders(log, ZoneInfo(zone), now)
    orders, lines = _patterns(env, demo, partners[0])
    rows = _staged_rows(env, demo, timed, partner_by_key)
    stage(env.cr, "staged_order", STAGED_COLUMNS, rows)
    _insert(orders, "user_key", ORDER_REPLACED)
    _insert(lines, "product_key", LINE_REPLACED)
    env.invalidate_all()
    return _check(env, log)


def _insert(pattern, key, replaced):
    pattern.store()
    amounts = {name: "s.amount" for name in pattern.columns_holding(PATTERN_AMOUNT)}
    pattern.insert_like("staged_order", key, {**amounts, **replaced})


def _timed_orders(log, zone, now):
    """Return (UTC moment without zone, order) pairs in order of time.

    Orders without a time of day are spread over the working day by a fixed seed.
    """
    timed = []
    rng = rng_for("time of day")
    latest = now.astimezone(zone).replace(microsecond=0)
    for order in log.orders:
        clock = order.time or _working_time(rng)
        moment = datetime.combine(order.day, clock, zone)
        if order.day == latest.date() and moment > latest:
            midnight = datetime.combine(order.day, time(), zone)
            moment = midnight + (latest - midnight) * rng.random()
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
        timed.append((moment, order))
    return sorted(timed, key=lambda pair: pair[0])


def _working_time(rng):
    """Some time between 8:00 and 18:00."""
    return (datetime.min + timedelta(hours=8, seconds=rng.randrange(36000))).time()


def _patterns(env, demo, partner):
    """One order per salesperson and one line per product, made by the ORM."""
    orders = Pattern(env.cr, "sale_order")
    lines = Pattern(env.cr, "sale_order_line")
    with rolled_back(env):
        for user_id in [NO_USER, *demo.user_ids]:
            order = _pattern_order(env, partner, user_id, demo.product_ids[:1])
            orders.keep(user_id, order)
        for product_id in demo.product_ids:
            order = _pattern_order(env, partner, NO_USER, [product_id])
            lines.keep(product_id, order.order_line)
    return orders, lines


def _pattern_order(env, partner, user_id, product_ids):
    """A confirmed order of PATTERN_AMOUNT with a line for each product."""
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "user_id": user_id or False,
            "order_line": [
                (0, 0, {"product_id": product_id, "price_unit": PATTERN_AMOUNT})
                for product_id in product_ids
            ],
        }
    )
    order.action_confirm()
    return order


def _staged_rows(env, demo, timed, partner_by_key):
    """Yield one row of STAGED_COLUMNS per order."""
    names = _order_names(env, [moment for moment, __ in timed])
    order_ids = next_ids(env.cr, "sale_order_id_seq", len(timed))
    line_ids = next_ids(env.cr, "sale_order_line_id_seq", len(timed))
    validity = env.company.quotation_validity_days
    choices = {}
    for i, (moment, order) in enumerate(timed):
        if order.customer not in choices:
            choices[order.customer] = _Habits(demo, partner_by_key[order.customer])
        habits = choices[order.customer]
        user_id = habits.partner.order_user_id
        yield (
            order_ids[i],
            line_ids[i],
            user_id or NO_USER,
            habits.product(),
            user_id,
            habits.buyer(),
            names[i],
            order.reference,
            order.day,
            moment,
            order.amount,
            validity,
        )


class _Habits:
    """Which product a customer orders, and who of it places the order."""

    def __init__(self, demo, partner):
        self.partner = partner
        self._rng = rng_for(f"habits {partner.key}")
        self._products = demo.product_ids
        self._usual = self._rng.sample(demo.product_ids, 2)

    def product(self):
        usual = self._rng.random() < FAVOURITE_SHARE
        return self._rng.choice(self._usual if usual else self._products)

    def buyer(self):
        by_contact = self._rng.random() < CONTACT_ORDER_SHARE
        return (
            self.partner.contact_id
            if by_contact and self.partner.contact_id
            else (self.partner.id)
        )


def _order_names(env, moments):
    """Numbers of the order sequence, which is advanced, one for each moment."""
    sequence = env["ir.sequence"].search(
        [("code", "=", "sale.order"), ("company_id", "in", [env.company.id, False])],
        order="company_id",
        limit=1,
    )
    plain = not sequence.use_date_range and sequence.implementation == "standard"
    if not plain or "%" in f"{sequence.prefix}{sequence.suffix}":
        next_name = env["ir.sequence"].next_by_code
        return [next_name("sale.order", sequence_date=moment) for moment in moments]
    numbers = next_ids(env.cr, f"ir_sequence_{sequence.id:03d}", len(moments))
    prefix, suffix = sequence.prefix or "", sequence.suffix or ""
    return [f"{prefix}{n:0{sequence.padding}d}{suffix}" for n in numbers]


def _check(env, log):
    """Read the orders back; a difference to the log is an error, not a warning."""
    env.cr.execute(
        """SELECT array_agg(o.id ORDER BY o.id), sum(o.amount_untaxed)::text,
                  sum(l.price_subtotal)::text, count(l.id)
           FROM staged_order s
           JOIN sale_order o ON o.id = s.id AND o.state = 'sale'
           JOIN sale_order_line l ON l.order_id = o.id AND l.id = s.line_id"""
    )
    order_ids, *sums, count = env.cr.fetchone()
    amount, line_amount = map(Decimal, sums)
    expected = (len(log.orders), sum(order.amount for order in log.orders))
    if (count, amount) != expected or amount != line_amount:
        raise AssertionError(
            f"{count} orders of {amount} (lines {line_amount}) arrived instead of"
            f" {expected[0]} orders of {expected[1]}: nothing is kept."
        )
    return Inserted(order_ids, amount)


def customer_days(log):
    """First order day and Σ amounts of each customer: two dicts by key."""
    first, amounts = {}, Counter()
    for order in log.orders:
        day = first.setdefault(order.customer, order.day)
        first[order.customer] = min(day, order.day)
        amounts[order.customer] += order.amount
    return first, amounts
