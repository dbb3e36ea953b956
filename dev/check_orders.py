"""Recompute the inactive customers straight from an order log and compare.

    dev/odoo-python dev/check_orders.py --database DB --orders FILE.csv[.gz]
    dev/odoo-python dev/check_orders.py --self-check

Without --orders: the CDNOW sample out of the wheel named by CDNOW_WHEEL. Pure Python
and plain SQL: nothing is shared with the module or with the loader. The rule is that of
a policy with the method "personal rhythm" as shipped. Exits with 1 on any difference.
"""

import argparse
import csv
import gzip
import json
import math
import os
import sys
import zipfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import psycopg2

R, A, B, DELTA = 0.5, 0.5, 0.7, 0.15
MIN_REPEATS, DEFAULT_INTERVAL = 30, 90  # below 30 intervals in all: 90 days
CAP_DAYS = 730  # 24 months: inactive from then on, whatever the rhythm
PERSONAL_HORIZON = (30, 365)  # days, around 3 intervals
ONE_ORDER_DAYS = 30  # least silence of a customer with one order day
MAX_DIFFERENCES_SHOWN = 10
# x, t_x, T, m, H, A, P of the reference
VECTORS = """
0 0 10 50 182 0.561022 0.657968
0 0 400 50 182 0.318182 0.926180
1 30 60 50 182 0.678327 0.415520
1 365 500 50 182 0.690256 0.722678
4 120 150 50 182 0.818968 0.168639
4 120 300 50 182 0.267196 0.649338
11 330 360 50 182 0.907114 0.064074
11 330 480 50 182 0.337740 0.487842
51 357 400 50 30 0.369639 0.479849
51 357 371 50 30 0.947693 0.061941
"""


def probabilities(x, t_x, total, m, horizon):
    """(A, P): still a customer; no order within `horizon` days. Times in days."""
    silence = total - t_x
    z = math.log(A / (B + x)) + (R + x) * math.log((m + total) / (m + t_x))
    alive = 1 / (1 + math.exp(min(z, 700)))
    quiet = math.exp((R + x) * math.log((m + total) / (m + total + horizon)))
    exponent = DELTA * math.sqrt(R + x)
    gone = math.exp(exponent * math.log((m + silence) / (m + silence + horizon)))
    gone = max(quiet, gone)
    return alive, alive * quiet + (1 - alive) * gone


def threshold(x, t_x, m):
    """Smallest whole number of silent days that makes a customer inactive.

    `m` is a Fraction, so that the guards are exact.
    """
    if x == 0:
        return min(max(ONE_ORDER_DAYS, math.ceil(Fraction(3, 2) * m)), CAP_DAYS)
    interval = (m + t_x) / (1 + x)
    low, high = PERSONAL_HORIZON
    horizon = float(min(max(3 * interval, low), high))

    def inactive(days):
        return probabilities(x, t_x, t_x + days, float(m), horizon)[1] >= 0.5

    first = min(math.ceil(Fraction(3, 2) * interval), CAP_DAYS)
    last = CAP_DAYS
    while first < last:
        middle = (first + last) // 2
        if inactive(middle):
            last = middle
        else:
            first = middle + 1
    return first


def self_check():
    """Hold the formula against the test vectors of the reference."""
    for line in VECTORS.split("\n"):
        if not line:
            continue
        *arguments, alive, quiet = map(float, line.split())
        found = probabilities(*arguments)
        if max(abs(found[0] - alive), abs(found[1] - quiet)) > 6e-7:
            raise AssertionError(f"{line}: found {found[0]:.6f} {found[1]:.6f}")
    print("The ten test vectors of the reference hold.")


def read_rows(path):
    """Yield (customer, day, amount) of a log; of the CDNOW sample without a path."""
    if not path:
        with zipfile.ZipFile(os.environ["CDNOW_WHEEL"]) as archive:
            text = archive.read("lifetimes/datasets/CDNOW_sample.txt").decode()
        for line in text.splitlines():
            __, customer, day, __, amount = line.split()
            yield customer, date(int(day[:4]), int(day[4:6]), int(day[6:])), amount
        return
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        semicolons = ";" in file.readline()
        file.seek(0)
        for row in csv.DictReader(file, delimiter=";" if semicolons else ","):
            row = {name.strip().lower(): value.strip() for name, value in row.items()}
            amount = row["amount"].replace(",", ".")
            yield row["customer"], date.fromisoformat(row["date"][:10]), amount


def expected_customers(path, shift_days, today):
    """What the table should say: facts by customer key, and the figures of the log."""
    days, counts, amounts = defaultdict(set), defaultdict(int), defaultdict(Decimal)
    log = SimpleNamespace(rows=0, amount=Decimal(0))
    for customer, day, text in read_rows(path):
        amount = Decimal(text)
        log.rows += 1
        log.amount += amount
        if amount > 0:  # orders that cost nothing are no sign of life
            days[customer].add(day + timedelta(shift_days))
            counts[customer] += 1
            amounts[customer] += amount
    repeats = sum(len(found) - 1 for found in days.values())
    spans = sum((max(found) - min(found)).days for found in days.values())
    log.m = Fraction(DEFAULT_INTERVAL)
    if repeats >= MIN_REPEATS:
        log.m = max(Fraction(spans, repeats), Fraction(1))
    customers = {
        key: _expected(found, counts[key], amounts[key], log.m, today)
        for key, found in days.items()
    }
    return customers, log


def _expected(days, count, amount, m, today):
    """One customer's facts in the columns of reactivation_customer."""
    first, last, x = min(days), max(days), len(days) - 1
    t_x = (last - first).days
    limit = threshold(x, t_x, m)
    inactive = (today - last).days >= limit
    return {
        "first_order_date": first,
        "last_order_date": last,
        "order_count": count,
        "order_day_count": x + 1,
        "ordered_amount": amount,
        "order_interval_days": float((m + t_x) / (1 + x)) if x >= 2 else None,
        "threshold_days": limit,
        "inactive": inactive,
        "inactive_since": last + timedelta(limit) if inactive else None,
    }


def query(cr, sql, *parameters):
    """Rows of a query as dicts."""
    cr.execute(sql, parameters)
    names = [column.name for column in cr.description]
    return [dict(zip(names, row, strict=True)) for row in cr.fetchall()]


def company_facts(cr):
    """Main company: its id, its local day, and by how many days the log was moved."""
    facts = query(
        cr,
        """SELECT c.id, p.tz, (SELECT value FROM ir_config_parameter
                               WHERE key = 'demo_company.order_log') AS marker
           FROM res_company c JOIN res_partner p ON p.id = c.partner_id
           ORDER BY c.id LIMIT 1""",
    )[0]
    shift_days = json.loads(facts["marker"])["shift_days"] if facts["marker"] else 0
    today = datetime.now(ZoneInfo(facts["tz"] or "UTC")).date()
    return facts["id"], today, shift_days


def stored_orders(cr, company_id):
    """Number and untaxed sum of the confirmed orders of partners with a reference."""
    return query(
        cr,
        """SELECT count(*) AS rows, coalesce(sum(o.amount_untaxed), 0) AS amount
           FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
           JOIN res_partner c ON c.id = p.commercial_partner_id
           WHERE o.state = 'sale' AND o.company_id = %s AND c.ref IS NOT NULL""",
        company_id,
    )[0]


def stored_customers(cr, company_id):
    """The module's rows with orders, by the key of the log."""
    rows = query(
        cr,
        """SELECT p.ref, r.first_order_date, r.last_order_date, r.order_count,
                  r.order_day_count, r.ordered_amount, r.order_interval_days,
                  r.threshold_days, r.inactivity_level, r.inactive_since
           FROM reactivation_customer r JOIN res_partner p ON p.id = r.partner_id
           WHERE r.company_id = %s AND r.order_count > 0 AND p.ref IS NOT NULL""",
        company_id,
    )
    for row in rows:
        level = row.pop("inactivity_level")
        row["inactive"] = level in ("inactive", "very_inactive")
        row["ordered_amount"] = round(Decimal(row["ordered_amount"]), 2)
    return {row.pop("ref"): row for row in rows}


def compare(expected, found):
    """Return (key, column, expected, found) of everything that differs."""
    differences = []
    for key in sorted(expected.keys() | found.keys()):
        if key not in found or key not in expected:
            held = key in found
            differences.append((key, "row", not held, held))
            continue
        for column, value in expected[key].items():
            if not _equal(value, found[key][column], column):
                differences.append((key, column, value, found[key][column]))
    return differences


def _equal(value, other, column):
    if column == "order_interval_days":
        # An empty number is stored as NULL or 0; the column may be rounded.
        return abs((value or 0) - float(other or 0)) <= 0.01
    return value == other


def totals(customers):
    """The figures of the table, from facts by customer."""
    facts = customers.values()
    return {
        "customers with an order": len(customers),
        "orders with an amount": sum(f["order_count"] for f in facts),
        "order days": sum(f["order_day_count"] for f in facts),
        "amount": sum(f["ordered_amount"] for f in facts),
        "threshold days": sum(f["threshold_days"] or 0 for f in facts),
        "inactive customers": sum(f["inactive"] for f in facts),
    }


def print_table(expected, found):
    """Print the figures side by side; return whether all are equal."""
    print(f"{'':26}{'expected':>16}{'found':>16}{'difference':>14}")
    for name, value in expected.items():
        print(f"{name:26}{value:>16,}{found[name]:>16,}{found[name] - value:>14,}")
    return expected == found


def check(options):
    with psycopg2.connect(dbname=options.database) as connection:
        cr = connection.cursor()
        company_id, today, shift_days = company_facts(cr)
        today = options.today or today
        expected, log = expected_customers(options.orders, shift_days, today)
        print(f"Day {today}, log moved by {shift_days} days, m = {float(log.m):.4f}")
        orders = stored_orders(cr, company_id)
        cr.execute("SELECT to_regclass('reactivation_customer')")
        installed = cr.fetchone()[0] is not None
        found = stored_customers(cr, company_id) if installed else {}
    of_log = {"orders": log.rows, "amount of all orders": log.amount}
    in_base = {"orders": orders["rows"], "amount of all orders": orders["amount"]}
    if not installed:
        print_table({**of_log, **totals(expected)}, {**in_base, **totals(found)})
        print("crm_reactivation is not installed: there are no figures to compare.")
        return False
    same = print_table({**of_log, **totals(expected)}, {**in_base, **totals(found)})
    differences = compare(expected, found)
    for key, column, value, other in differences[:MAX_DIFFERENCES_SHOWN]:
        print(f"customer {key}: {column} should be {value}, is {other}")
    if len(differences) > MAX_DIFFERENCES_SHOWN:
        print(f"... and {len(differences) - MAX_DIFFERENCES_SHOWN:,} more differences")
    print(
        "Everything is equal." if same and not differences else "There are differences."
    )
    return same and not differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--database")
    parser.add_argument("--orders", metavar="FILE", help="the log that was loaded")
    parser.add_argument("--today", type=date.fromisoformat, help="day of the refresh")
    parser.add_argument("--self-check", action="store_true", help="test vectors only")
    options = parser.parse_args()
    self_check()
    if options.self_check:
        return 0
    if not options.database:
        parser.error("--database is missing")
    if not options.orders and "CDNOW_WHEEL" not in os.environ:
        parser.error("give --orders FILE, or set CDNOW_WHEEL to the lifetimes wheel")
    return 0 if check(options) else 1


if __name__ == "__main__":
    sys.exit(main())
