"""Databases of the tools: templates with the dependencies in, and copies of them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import postgres, setup
from .base import (
    DEV,
    DEV_MODULE,
    LOG,
    MODULE,
    ROOT,
    STAMPS,
    Failure,
    digest,
    lock,
    say,
    stamp,
    stamped,
    unstamp,
)

CORE_MODULES = ("sale_crm", "sale_management", "mass_mailing", DEV_MODULE)
# Apps that the module works with when they are there.
OPTIONAL_MODULES = (
    *("survey", "website_event", "website_sale", "event_sale", "sale_stock"),
    *("sale_margin", "sale_loyalty", "point_of_sale", "mass_mailing_sms", "crm_sms"),
    *("spreadsheet_dashboard_sale", "gamification_sale_crm", "privacy_lookup"),
    "base_automation",
)
LANGUAGE = "fr_FR"  # the tests check translations
# After the installation: the option --load-language would make it the users' own.
ADD_LANGUAGE = f"""
lang = env["res.lang"].with_context(active_test=False)
lang = lang.search([("code", "=", "{LANGUAGE}")])
env["base.language.install"].create({{"lang_ids": [(6, 0, lang.ids)]}}).lang_install()
env.cr.commit()
"""
PREGENERATE = 'env["ir.qweb"]._pregenerate_assets_bundles(); env.cr.commit()'


def exists(name):
    names = postgres.sql("SELECT datname FROM pg_database")
    return name in names


def drop(name):
    """Drop a database with its files; no error when there is none."""
    postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_files(name), ignore_errors=True)
    unstamp(f"database-{name}")


def _files(name):
    return setup.DATA / "filestore" / name


def clone(template, name):
    """Copy a database; its files are hard links: Odoo never changes them in place."""
    drop(name)
    postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if _files(template).is_dir():
        shutil.copytree(_files(template), _files(name), copy_function=os.link)


def run_odoo(odoo, arguments, log, advice, stdin=None):
    """Run Odoo with its output in a log file; fail with what went wrong in it."""
    path = LOG / log
    with open(path, "w") as output:
        process = subprocess.run(
            setup.odoo_command(odoo) + arguments,
            env=setup.environment(odoo),
            input=stdin,
            stdin=None if stdin else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )
    text = path.read_text(errors="replace")
    # Odoo only warns about a module that it does not find
    if process.returncode or "invalid module names" in text:
        lines = text.strip().splitlines()
        bad = re.compile(r" (CRITICAL|ERROR) |invalid module names")
        first = next((i for i, line in enumerate(lines) if bad.search(line)), -20)
        print("\n".join(lines[first:][:60]))
        raise Failure(f"{advice} The complete log is {path}.")
    return text


def install(odoo, database, modules, log):
    run_odoo(
        odoo,
        [
            *("-d", database, "-i", ",".join(modules), "--stop-after-init"),
            *("--no-http", "--max-cron-threads=0"),
        ],
        log,
        f"Odoo could not install {', '.join(modules)}.",
    )


def update(odoo, database):
    """Bring the module in a database to the state of the sources."""
    run_odoo(
        odoo,
        [
            *("-d", database, "-u", f"{MODULE},{DEV_MODULE}", "--stop-after-init"),
            *("--no-http", "--max-cron-threads=0"),
        ],
        f"{database}-update.log",
        f"Odoo could not update {MODULE}.",
    )


def run_shell(odoo, database, script, log, advice):
    arguments = ["shell", "-d", database, "--no-http", "--max-cron-threads=0"]
    run_odoo(odoo, arguments, log, advice, stdin=script)


def pregenerate_assets(odoo, database, log):
    """Build the scripts and styles of the pages now instead of on the first visit."""
    advice = "Odoo could not build the scripts and styles of its pages."
    run_shell(odoo, database, PREGENERATE, log, advice)


def template(odoo, suite):
    """The template of a suite, built when missing or outdated; returns its name."""
    name = f"template_{suite}"
    modules = CORE_MODULES if suite == "core" else OPTIONAL_MODULES
    aids = DEV / "addons" / DEV_MODULE
    key = digest(odoo.key, CORE_MODULES, modules, aids, ADD_LANGUAGE, PREGENERATE)
    mark = f"database-{name}"
    with lock(name):
        if stamped(mark, key) and exists(name):
            return name
        # built under another name: a template that exists is complete
        building = f"{name}_building"
        if suite == "core":
            drop(building)
            say(f"installing the {len(modules)} dependencies and theirs (2 minutes)")
        else:
            clone(template(odoo, "core"), building)
            say(f"installing {len(modules)} optional apps and theirs (4 minutes)")
        install(odoo, building, modules, f"{name}.log")
        if suite == "core":
            say(f"adding the language {LANGUAGE}")
            advice = f"Odoo could not add the language {LANGUAGE}."
            run_shell(odoo, building, ADD_LANGUAGE, f"{name}-language.log", advice)
        say("building the scripts and styles of Odoo's pages")
        pregenerate_assets(odoo, building, f"{name}-assets.log")
        drop(name)
        postgres.sql(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
        shutil.rmtree(_files(name), ignore_errors=True)
        if _files(building).is_dir():
            _files(building).replace(_files(name))
        stamp(mark, key)
        say(f"{name} is ready")
    return name


def installed_sources():
    """Hash of what installing the module reads: not its tests, texts and web assets."""
    names = {"__init__.py", "__manifest__.py", "hooks.py"}
    folders = (
        *("engine", "queries", "models", "wizard", "report", "controllers"),
        *("security", "data", "views", "i18n"),
    )
    paths = [ROOT / name for name in (*sorted(names), *folders)]
    # the manifest of assets and records of templates are above; static/ is read live
    return digest(*(path for path in paths if path.exists()))


def is_stamped(mark):
    """Was this step completed with whatever inputs?"""
    return (STAMPS / mark).exists()


def developer_copy(odoo, suite):
    """A kept database with the module in its present state, for the quick loop."""
    name = f"dev_{suite}"
    original = template(odoo, suite)
    template_key = (STAMPS / f"database-{original}").read_text()
    key = digest(template_key, installed_sources())
    with lock(name):
        if not (stamped(f"database-{name}", key) and exists(name)):
            say(f"installing {MODULE} in the database {name}")
            clone(original, name)
            install(odoo, name, [MODULE], f"{name}.log")
            stamp(f"database-{name}", key)
    return name


def drop_abandoned():
    """Drop the databases of test runs whose process is gone."""
    for name in postgres.sql("SELECT datname FROM pg_database"):
        if match := re.fullmatch(r"test_[a-z]+_(\d+)", name):
            if not Path("/proc", match[1]).exists():
                drop(name)
