"""The same answers as the refresh, computed the slow and obvious way.

Plain Python over plain records, day by day and customer by customer.  Nothing here may
import from ``queries`` or ``models``: the tests hold both against each other.
"""

import math
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo


def chances(x, span, silence, m, horizon):
    """(A, q, q', P) of ``inactivity-probability.md``, straight from its formulas."""
    r, a, b, delta = 0.5, 0.5, 0.7, 0.15
    total = span + silence
    z = math.log(a / (b + x)) + (r + x) * math.log((m + total) / (m + span))
    alive = 1 / (1 + math.exp(min(z, 700)))
    silent = math.exp((r + x) * math.log((m + total) / (m + total + horizon)))
    gone = math.exp(
        delta * math.sqrt(r + x) * math.log((m + silence) / (m + silence + horizon))
    )
    gone = max(silent, gone)
    return alive, silent, gone, alive * silent + (1 - alive) * gone


@cache
def rhythm_days(x, span, m, cap):
    """First day of silence with P >= 0.5 over the personal horizon, day by day."""
    own = (m + span) / (1 + x)
    horizon = min(365, max(30, 3 * own))
    for silence in range(1, cap + 1):
        if chances(x, span, silence, m, horizon)[3] >= 0.5:
            return silence
    return cap


def add_delay(day, amount, unit):
    """``amount`` days, weeks or months later; the 31st becomes the month's last."""
    if unit != "months":
        return day + timedelta(days=amount * {"days": 1, "weeks": 7}[unit])
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Order:
    customer: int  # commercial partner
    company: int
    moment: datetime  # UTC
    amount: Decimal  # order currency
    rate: Decimal  # order currency per company currency
    state: str = "sale"


@dataclass(frozen=True)
class CreditNote:
    customer: int
    company: int
    day: date
    amount: Decimal  # company currency, positive


@dataclass
class Policy:
    """A policy as the oracle knows it; ``applies`` judges a customer id."""

    applies: callable = staticmethod(lambda customer: True)
    method: str = "rhythm"
    min_orders: int = 0
    min_amount: int = 0
    after: int = 12
    unit: str = "months"
    risk_after: int = 0
    risk_percent: int = 70
    multiple: Fraction = Fraction(2)
    default_interval: int = 90
    single_days: int = 30
    single_factor: float = 1.5
    cap: int = 730
    very_after_months: int = 0  # so long without order gives all points; 0: no points


@dataclass
class World:
    """Everything that is known about one company on one day."""

    company: int
    tz: str
    orders: list
    notes: list = field(default_factory=list)
    interested: set = field(default_factory=set)  # customers with an open opportunity
    policies: list = field(default_factory=lambda: [Policy()])
    own_days: dict = field(default_factory=dict)  # customer -> threshold by a person

    def local_day(self, moment):
        utc = moment.replace(tzinfo=timezone.utc)
        return utc.astimezone(ZoneInfo(self.tz)).date()

    def purchases(self):
        """Dict customer -> list of (local day, amount in company currency)."""
        found = defaultdict(list)
        for order in self.orders:
            bought = order.state == "sale" and order.amount > 0
            if bought and order.company == self.company:
                day = self.local_day(order.moment)
                found[order.customer].append((day, order.amount / order.rate))
        return found

    def pooled_interval(self):
        """m: mean interval between order days of all customers together."""
        spans = repeats = 0
        for bought in self.purchases().values():
            days = {day for day, __ in bought}
            spans += (max(days) - min(days)).days
            repeats += len(days) - 1
        return max(1.0, spans / repeats) if repeats >= 30 else 90.0

    def standings(self, today, m, window=365, shares=(80, 95)):
        """Dict customer -> figures; a customer without any fact is missing."""
        bought = self.purchases()
        rows = {customer: self._dates(pairs) for customer, pairs in bought.items()}
        for order in self.orders:
            asked = order.state in ("draft", "sent", "sale")
            if asked and order.company == self.company and order.customer not in rows:
                rows[order.customer] = {"status": "prospect"}
        for customer in self.interested - set(rows):
            rows[customer] = {"status": "prospect"}
        for customer in set(self.own_days) - set(rows):
            rows[customer] = {"status": "lead"}
        buyers = {c: row for c, row in rows.items() if row["status"] == "customer"}
        for customer, row in buyers.items():
            self._add_amounts(customer, row, bought[customer], window)
            self._add_level(customer, row, today, m)
        for row, name in zip_classes(buyers.values(), shares, "abc"):
            row["value_class"] = name
        silent = [row for row in buyers.values() if row["since"]]
        for row, name in zip_classes(silent, shares, "123"):
            row["wave"] = name
        return rows

    @staticmethod
    def _dates(bought):
        days = {day for day, __ in bought}
        return {
            "status": "customer",
            "first": min(days),
            "last": max(days),
            "orders": len(bought),
            "days": len(days),
            "span": (max(days) - min(days)).days,
        }

    def _add_amounts(self, customer, row, bought, window):
        def net(after):
            sold = sum(a for day, a in bought if after is None or day > after)
            credited = sum(
                note.amount
                for note in self.notes
                if (note.customer, note.company) == (customer, self.company)
                and (after is None or note.day > after)
            )
            return sold - credited

        row["ordered"] = cents(sum(amount for __, amount in bought))
        row["average"] = cents(net(None) / len(bought))
        row["yearly"] = cents(net(row["last"] - timedelta(days=365)))
        row["value"] = cents(net(row["last"] - timedelta(days=window)))

    def _add_level(self, customer, row, today, m):
        policy = self._policy_of(customer, row)
        own = self.own_days.get(customer)
        threshold = own or self._threshold(policy, row, m)
        risk_on = row["last"] + timedelta(
            days=-(-policy.risk_percent * threshold // 100)
        )
        if policy.method == "fixed" and policy.risk_after and not own:
            risk_on = min(
                add_delay(row["last"], policy.risk_after, policy.unit),
                row["last"] + timedelta(days=threshold),
            )
        since = row["last"] + timedelta(days=threshold)
        row["interval"] = (m + row["span"]) / row["days"] if row["days"] >= 3 else None
        row["threshold"], row["at_risk_on"] = threshold, risk_on
        row["since"] = since if today >= since else None
        row["level"] = "at_risk" if today >= risk_on else "active"
        if row["since"]:
            months = policy.very_after_months
            very = months and today >= add_delay(row["last"], months, "months")
            row["level"] = "very_inactive" if very else "inactive"

    def _policy_of(self, customer, row):
        for policy in self.policies:
            if (
                policy.applies(customer)
                and row["orders"] >= policy.min_orders
                and row["ordered"] >= policy.min_amount
            ):
                return policy
        raise AssertionError("no policy serves everybody")

    def _threshold(self, policy, row, m):
        rhythm = (m + row["span"]) / row["days"]
        if policy.method == "fixed":
            return (
                add_delay(row["last"], policy.after, policy.unit) - row["last"]
            ).days
        if policy.method == "multiple":
            usual = rhythm if row["days"] >= 3 else policy.default_interval
            return min(policy.cap, max(1, math.ceil(policy.multiple * usual)))
        if row["days"] == 1:
            days = max(policy.single_days, math.ceil(policy.single_factor * m))
            return min(policy.cap, days)
        days = rhythm_days(row["days"] - 1, row["span"], m, policy.cap)
        return min(policy.cap, max(days, math.ceil(1.5 * rhythm)))


def cents(amount):
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def zip_classes(rows, shares, names):
    """(row, class): cumulated turnover, dearest first, ties together."""
    ranked = sorted(rows, key=lambda row: -row["value"])
    total = sum(row["value"] for row in ranked if row["value"] > 0)
    for row in ranked:
        dearer = sum(
            other["value"] for other in ranked if other["value"] > row["value"]
        )
        if row["value"] > 0 and dearer * 100 < shares[0] * total:
            yield row, names[0]
        elif row["value"] > 0 and dearer * 100 < shares[1] * total:
            yield row, names[1]
        else:
            yield row, names[2]
