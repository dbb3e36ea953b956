"""Load an order log into an Odoo 19 database as confirmed sale orders.

    dev/odoo-python dev/load_orders.py --database DB
    dev/odoo-python dev/load_orders.py --database DB --orders FILE.csv[.gz] [--shift]

Without --orders: the CDNOW sample out of the `lifetimes` wheel named by the environment
variable CDNOW_WHEEL, moved so that its last order is today. With --orders: any log with
the columns customer, date, amount and, if wanted, order (the order's reference); its
dates are kept unless --shift is given. The database needs sale_management, crm and
sale_crm. The log is checked completely first and loaded in one transaction: refused
input and interruptions leave nothing behind. A second run finds the log already there.
"""

import argparse
import json
import os
import sys
import time
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import psycopg2
from demo_company import TIME_ZONE, find_currency, set_up_company
from demo_log import LogError, read_cdnow, read_log
from demo_names import BusinessRegister
from demo_orders import create_orders, customer_days
from demo_partners import create_partners, customer_names, tag_partners
from demo_pipeline import Pipeline

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

NEEDED_MODULES = ("sale_management", "crm", "sale_crm")
MARKER = "demo_company.order_log"  # ir.config_parameter: which log was loaded
REFRESH_CRON = "crm_reactivation.ir_cron_refresh"
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


class LoadError(Exception):
    """Loading cannot start; the text says why and what to do."""


class Progress:
    """Prints one line per step with the seconds since the start."""

    def __init__(self):
        self._start = time.monotonic()

    def __call__(self, sentence):
        print(f"[{time.monotonic() - self._start:5.1f} s] {sentence}", flush=True)


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        prog="load_orders.py",
        description=__doc__.split("\n\n")[0],
    )
    parser.add_argument("--database", required=True, help="existing Odoo 19 database")
    parser.add_argument("--orders", metavar="FILE", help="CSV, gzipped or not")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="take this day as today",
    )
    parser.add_argument(
        "--shift",
        action=argparse.BooleanOptionalAction,
        help="move the log so that its last order is today (default: only the sample)",
    )
    parser.add_argument("--currency", default="EUR", help="of the company and amounts")
    return parser.parse_args(arguments)


def read_orders(options, today):
    """Read, check and, where wanted, move the log."""
    shift = options.shift
    if options.orders:
        log = read_log(options.orders, today=None if shift else today)
    elif os.environ.get("CDNOW_WHEEL"):
        log = read_cdnow(os.environ["CDNOW_WHEEL"])
        shift = shift is not False
    else:
        raise LoadError(
            "No log to load: give --orders FILE, or set CDNOW_WHEEL to the path of the"
            " lifetimes wheel."
        )
    return log.shifted_to(today) if shift else log


def open_registry(database):
    """The registry of the database, or a LoadError."""
    config.parse_config(["--database", database, "--log-level", "warn"])
    try:
        registry = Registry(database)
    except psycopg2.OperationalError as error:
        sentence = f"Cannot open database {database!r}: {error}"
        raise LoadError(sentence.strip()) from error
    if "ir.module.module" not in registry:
        raise LoadError(f"Database {database!r} is empty: install the modules first.")
    return registry


def check_database(env, log):
    """Return whether the log is already loaded; refuse an unfit database."""
    installed = env["ir.module.module"].search(
        [("name", "in", NEEDED_MODULES), ("state", "=", "installed")]
    )
    missing = sorted(set(NEEDED_MODULES) - set(installed.mapped("name")))
    if missing:
        raise LoadError(
            f"The database lacks the modules {', '.join(missing)}: install them first"
            f" (dev/odoo -d {env.cr.dbname} -i {','.join(missing)} --stop-after-init)."
        )
    loaded = env["ir.config_parameter"].get_param(MARKER)
    if loaded and json.loads(loaded)["sha256"] == log.digest:
        return True
    if loaded:
        raise LoadError(
            f"Database {env.cr.dbname!r} already holds another log"
            f" ({json.loads(loaded)['source']}): load this one into a fresh database."
        )
    if env["sale.order"].search_count([("state", "=", "sale")], limit=1):
        raise LoadError(
            f"Database {env.cr.dbname!r} already holds confirmed orders that are not of"
            " this demo company: load the log into a fresh database."
        )
    return False


def load(env, log, today, currency="EUR", progress=print):
    """Create the demo company and everything in it; the caller commits."""
    env = env(context={**env.context, **QUIET})
    money = find_currency(env, currency)
    if not money:
        raise LoadError(
            f"There is no currency {currency!r}; use a code like EUR or USD."
        )
    demo = set_up_company(env, money)
    progress(f"company {env.company.name!r}: {len(demo.user_ids)} salespeople")
    register = BusinessRegister()
    first_days, amounts = customer_days(log)
    keys = sorted(first_days)
    created = {key: f"{day} 07:00:00" for key, day in first_days.items()}
    names = customer_names(keys)
    customers = create_partners(env, demo, register, keys, names, created)
    tag_partners(env, demo, customers, amounts)
    progress(f"{len(customers):,} customers")
    now = datetime.now(timezone.utc)
    inserted = create_orders(env, demo, log, customers, TIME_ZONE, now)
    progress(
        f"{len(inserted.order_ids):,} confirmed orders, {inserted.amount:,}"
        f" {money.name} in total"
    )
    made = Pipeline(env, demo, today).create(register, customers, log)
    progress(", ".join(f"{number} {what}" for what, number in made.items()))
    marker = {"source": log.source, "sha256": log.digest, "shift_days": log.shift_days}
    env["ir.config_parameter"].set_param(MARKER, json.dumps(marker))


def refresh(env, progress):
    """Compute the reactivation figures when the module is installed."""
    if not env.ref(REFRESH_CRON, raise_if_not_found=False):
        progress("crm_reactivation is not installed: no figures computed")
        return
    customers = env["reactivation.customer"]
    customers._refresh()
    env.cr.commit()
    inactive = customers.search_count(
        [("inactivity_level", "in", ("inactive", "very_inactive"))]
    )
    cards = env["reactivation.episode"].search_count([("state", "=", "open")])
    progress(f"{inactive:,} inactive customers, {cards:,} open cards")


def run(options):
    progress = Progress()
    today = options.today or datetime.now(ZoneInfo(TIME_ZONE)).date()
    log = read_orders(options, today)
    days = f"{min(order.day for order in log.orders)} to {log.last_day}"
    progress(f"{log.source}: {len(log.orders):,} orders, {days}")
    for notice in log.notices:
        progress(notice)
    with open_registry(options.database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        if check_database(env, log):
            progress("this log is already loaded")
        else:
            load(env, log, today, options.currency, progress)
            cr.commit()
            cr.execute("ANALYZE res_partner, sale_order, sale_order_line")
            cr.commit()
        refresh(env, progress)
    progress("done")


def main(arguments=None):
    try:
        run(parse_arguments(arguments))
    except (LogError, LoadError) as error:
        print(error, file=sys.stderr)
        return 1
    except psycopg2.OperationalError as error:
        print(
            f"The database server failed: {error}\nRun this again: orders are loaded"
            " all or none, and figures that are missing are computed then.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
