"""How well `no_order_probability` ranks who orders again: area under the ROC curve.

    dev/odoo-python bench/ranking.py [--orders FILE.csv[.gz]] [--cutoffs 2011-04-15,…]

At each cut-off only the orders up to that day are known; the outcome is whether an
order came within the next 182 days.  The probability is computed by the SQL expression
that the module uses, beside plain recency, the silence in own intervals, and a fixed
12-month rule.
Without --orders the log is the CDNOW sample (what `make run` loads).
"""

import argparse
import csv
import gzip
import io
import json
import os
import sys
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import psycopg2

from odoo.tools import SQL

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from queries import probability  # noqa: E402

HORIZON = probability.REPORT_HORIZON_DAYS
YEAR = 365
CUTOFFS = 3


def read_csv(path):
    """Dict customer -> sorted list of distinct order days."""
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as lines:
        rows = [(row["customer"], row["date"][:10]) for row in csv.DictReader(lines)]
    return by_customer((who, date.fromisoformat(day)) for who, day in rows)


def read_sample():
    """The CDNOW sample out of the wheel that the demo company comes from."""
    folder = ROOT / ".odoo" / "cache" / "sample"
    wheels = sorted(folder.glob("*.whl"))
    if not wheels:
        sys.exit("The sample orders are not there yet: run “make run SERVE=0” first.")
    with zipfile.ZipFile(wheels[0]) as wheel:
        text = wheel.read("lifetimes/datasets/CDNOW_sample.txt").decode()
    rows = [line.split() for line in io.StringIO(text) if line.strip()]
    return by_customer(
        (who, date(int(day[:4]), int(day[4:6]), int(day[6:])))
        for who, __, day, __, amount in rows
        if float(amount) > 0
    )


def by_customer(orders):
    days = defaultdict(set)
    for who, day in orders:
        days[who].add(day)
    return {who: sorted(found) for who, found in days.items()}


def default_cutoffs(customers):
    """Three days with half a year of follow-up behind them, a month apart."""
    last = max(days[-1] for days in customers.values()) - timedelta(days=HORIZON)
    return [last - timedelta(days=30 * back) for back in reversed(range(CUTOFFS))]


def known_facts(customers, cutoff):
    """Per customer known by then: (repeats, span, silence, stays away)."""
    facts = []
    for days in customers.values():
        known = [day for day in days if day <= cutoff]
        if known:
            until = cutoff + timedelta(days=HORIZON)
            away = not any(cutoff < day <= until for day in days)
            facts.append(
                (
                    len(known) - 1,
                    (known[-1] - known[0]).days,
                    (cutoff - known[-1]).days,
                    away,
                )
            )
    return facts


def probabilities(cursor, facts):
    """P(no order within 182 days) by the module's own expression."""
    repeats = sum(fact[0] for fact in facts)
    interval = max(1, sum(f[1] for f in facts) / repeats) if repeats >= 30 else 90.0
    expression = probability.probability(
        SQL("repeats"),
        SQL("span"),
        SQL("silence"),
        SQL("%s::float8", interval),
        SQL("%s::float8", HORIZON),
    )
    query = SQL(
        "SELECT %s FROM UNNEST(%s::float8[], %s::float8[], %s::float8[])"
        " WITH ORDINALITY fact(repeats, span, silence, number) ORDER BY number",
        expression,
        *(list(column) for column in list(zip(*facts, strict=True))[:3]),
    )
    cursor.execute(query.code, query.params)
    return [row[0] for row in cursor.fetchall()], interval


def area(scores, outcomes):
    """Area under the ROC curve: chance that who stays away has the higher score."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        for position in range(start, end):
            ranks[order[position]] = (start + end + 1) / 2  # ties share their rank
        start = end
    positives = sum(outcomes)
    negatives = len(outcomes) - positives
    total = sum(rank for rank, outcome in zip(ranks, outcomes, strict=True) if outcome)
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def measure(cursor, customers, cutoff):
    """One row of the table: areas of the probability and of what is usual."""
    facts = known_facts(customers, cutoff)
    chances, interval = probabilities(cursor, facts)
    away = [fact[3] for fact in facts]
    silences = [fact[2] for fact in facts]
    ratios = [
        silence / ((interval + span) / (1 + repeats))
        for repeats, span, silence, __ in facts
    ]
    return {
        "cutoff": str(cutoff),
        "customers": len(facts),
        "stay_away": sum(away),
        "probability": area(chances, away),
        "recency": area(silences, away),
        "own_intervals": area(ratios, away),
        "twelve_months": area([silence >= YEAR for silence in silences], away),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", help="customer,date,amount")
    parser.add_argument("--cutoffs", help="days with commas in between")
    parser.add_argument("--json", help="also write the rows to this file")
    options = parser.parse_args()
    customers = read_csv(options.orders) if options.orders else read_sample()
    cutoffs = (
        [date.fromisoformat(day) for day in options.cutoffs.split(",")]
        if options.cutoffs
        else default_cutoffs(customers)
    )
    connection = psycopg2.connect(dbname=os.environ.get("PGDATABASE", "postgres"))
    with connection, connection.cursor() as cursor:
        rows = [measure(cursor, customers, cutoff) for cutoff in cutoffs]
    names = ("probability", "recency", "own_intervals", "twelve_months")
    print(f"{'cut-off':12}{'customers':>10}{'stay away':>10}", end="")
    print("".join(f"{name.replace('_', ' '):>15}" for name in names))
    for row in rows:
        print(f"{row['cutoff']:12}{row['customers']:>10}{row['stay_away']:>10}", end="")
        print("".join(f"{row[name]:>15.3f}" for name in names))
    means = {name: sum(row[name] for row in rows) / len(rows) for name in names}
    print(f"{'mean':32}" + "".join(f"{means[name]:>15.3f}" for name in names))
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
