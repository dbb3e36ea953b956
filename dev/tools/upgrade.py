"""The module is upgraded: what people entered with the last version is still there."""

import json
import re
import shutil
import subprocess
import tarfile
from io import BytesIO

from . import databases, lifecycle, setup
from .base import DEV, LOG, MODULE, ROOT, STATE, Failure, say
from .suites import Outcome

#: Released versions of this series, the latest last.
TAGS = "19.0.*"
#: Prints, as one line of JSON, every row of every table of ours.  ``shipped``: whether
#: the row came with the module, which may bring it up to date.
ROWS = """
import json
found = {}
shipped = env["ir.model.data"].search([("module", "=", "crm_reactivation")])
shipped = {(data.model, data.res_id) for data in shipped}
for name in sorted(env.registry):
    model = env[name]
    if name.startswith("reactivation.") and model._auto and not model._transient:
        if not model._abstract:
            env.cr.execute(f'SELECT row_to_json(t) FROM "{model._table}" t')
            rows = [row for (row,) in env.cr.fetchall()]
            for row in rows:
                row["shipped"] = (name, row["id"]) in shipped
            found[model._table] = rows
print("ROWS " + json.dumps(found, default=str))
"""
#: What the upgrade may write anew.
COMPUTED = {"write_date", "write_uid", "create_date", "computed_on", "shipped"}
#: Figures of the machine: another version may compute them otherwise.
FIGURES = {"reactivation_customer", "reactivation_run"}


def _git(*arguments):
    """Output of git, or None where there is no history."""
    process = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True)
    return None if process.returncode else process.stdout


def last_version():
    """The newest released version below the checkout, or None."""
    found = _git("describe", "--tags", "--abbrev=0", "--match", TAGS)
    return found.decode().strip() if found else None


def _unpack(version):
    """The add-on as it was in that version, below a folder of its own; that folder."""
    archive = _git("archive", version)
    if archive is None:
        return None
    folder = STATE / "upgrade"
    shutil.rmtree(folder, ignore_errors=True)
    target = folder / MODULE
    target.mkdir(parents=True)
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        members = [
            member
            for member in tar.getmembers()
            if member.name.split("/")[0] not in setup.NOT_THE_MODULE
            and not member.name.startswith(".")
        ]
        tar.extractall(target, members)
    return folder


def _work_of(version):
    """The script of that version that works like a company does."""
    text = _git("show", f"{version or 'HEAD'}:dev/tools/scripts/life.py")
    return text.decode() if text else lifecycle.script("life.py")


def _paths(odoo, folder):
    """The option that puts a version of the add-on into the place of the checkout."""
    folders = [*odoo.addons, folder, DEV / "addons"]
    return f"--addons-path={','.join(map(str, folders))}"


def _rows(odoo, database, paths, name):
    """Dict table -> rows (dicts), read with the code of one version."""
    arguments = ["shell", "-d", database, "--no-http", "--max-cron-threads=0", paths]
    log = databases.run_odoo(
        odoo, arguments, name, "The rows could not be read.", stdin=ROWS
    )
    [line] = re.findall(r"^.*ROWS (.*)$", log, re.MULTILINE)
    return json.loads(line)


def lost(before, after):
    """What an upgrade lost, a sentence each: tables, rows, values, columns.

    What people wrote must not read otherwise, either.

    :param before: dict table -> list of rows (dicts with an ``id``)
    """
    for table, rows in before.items():
        if table not in after:
            yield f"the table {table} is gone"
            continue
        kept = {row["id"]: row for row in after[table]}
        for row in rows:
            if row["id"] not in kept:
                yield f"{table}: row {row['id']} is gone"
                continue
            for column, value in row.items():
                if value is None or column in COMPUTED:
                    continue
                now = kept[row["id"]].get(column)
                if now is None:
                    yield f"{table}.{column} of row {row['id']} was emptied: {value!r}"
                elif now != value and not row["shipped"] and table not in FIGURES:
                    cell = f"{table}.{column} of row {row['id']}"
                    yield f"{cell} was {value!r}, now {now!r}"


def check_upgrade(odoo, database):
    """Install the last released version, work with it, upgrade: nothing is lost."""
    outcome = Outcome()
    version = last_version()
    if not version:
        say("upgrade: no released version in this history, the checkout is updated")
    folder = _unpack(version or "HEAD")
    if not folder:
        say("upgrade: left out, there is no git history here to take a version from")
        return outcome
    databases.clone(databases.template(odoo, "core"), database)
    before, now = _paths(odoo, folder), _paths(odoo, setup.LINKED)
    options = ["-d", database, "--stop-after-init", "--no-http", "--max-cron-threads=0"]
    try:
        say(f"upgrade: {version or 'HEAD'} installed, worked with, upgraded")
        databases.run_odoo(
            odoo,
            [*options, before, "-i", MODULE],
            "upgrade-install.log",
            f"Odoo could not install {version or 'HEAD'}.",
        )
        databases.run_odoo(
            odoo,
            ["shell", "-d", database, "--no-http", "--max-cron-threads=0", before],
            "upgrade-work.log",
            "The work failed.",
            stdin=_work_of(version),
        )
        rows = _rows(odoo, database, before, "upgrade-before.log")
        log = databases.run_odoo(
            odoo,
            [*options, now, "-u", MODULE],
            "upgrade-update.log",
            "Odoo could not upgrade the module.",
        )
        for line in lifecycle.complaints(log):
            outcome.complain(f"in the log of the upgrade: {line[:300]}")
        upgraded = _rows(odoo, database, now, "upgrade-after.log")
        for sentence in list(lost(rows, upgraded))[:30]:
            outcome.complain(f"by the upgrade: {sentence}")
        databases.run_shell(
            odoo,
            database,
            'env["reactivation.customer"]._refresh()',
            "upgrade-refresh.log",
            "The refresh after the upgrade failed.",
        )
    except Failure as failure:
        outcome.complain(str(failure))
    finally:
        databases.drop(database)
        shutil.rmtree(folder, ignore_errors=True)
    outcome.passed += not outcome.failed
    for problem in outcome.problems:
        print(f"    {problem}")
    say(f"upgrade: {outcome.line} (logs: {LOG.name}/upgrade-*.log)")
    return outcome
