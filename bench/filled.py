"""The databases that benchmarks and proofs run on, made when they are missing."""

import subprocess
from pathlib import Path

from sizes import SIZES
from tools import base, databases, python_env, setup

BENCH = Path(__file__).resolve().parent


def filled(odoo, size):
    """Database ``bench_SIZE_plain``, without the module; made when missing."""
    name = f"bench_{size}_plain"
    original = databases.template(odoo, "core")
    made_by = [BENCH / "fill.py", BENCH / "sizes.py", BENCH / "prepare.py"]
    key = base.digest((base.STAMPS / f"database-{original}").read_text(), *made_by)
    if base.stamped(f"database-{name}", key) and databases.exists(name):
        return name, key
    base.say(f"filling {name}: {SIZES[size]:,} customers")
    databases.clone(original, name)
    script(odoo, "prepare.py", "fill", name, size)
    base.stamp(f"database-{name}", key)
    return name, key


def with_module(odoo, size):
    """The same database with the module in its present state: ``bench_SIZE``."""
    name = f"bench_{size}"
    original, filled_by = filled(odoo, size)
    key = base.digest(filled_by, databases.installed_sources())
    mark, origin = f"database-{name}", f"database-{name}-from"
    if base.stamped(origin, filled_by) and databases.exists(name):
        if not base.stamped(mark, key):
            base.say(f"updating {base.MODULE} in {name}")
            databases.update(odoo, name)
    else:
        base.say(f"installing {base.MODULE} in {name}")
        databases.clone(original, name)
        databases.install(odoo, name, [base.MODULE], f"{name}.log")
        script(odoo, "prepare.py", "equip", name)
        base.stamp(origin, filled_by)
    base.stamp(mark, key)
    return name


def script(odoo, name, *arguments):
    """Run one of our programs so that it can import Odoo."""
    command = [str(python_env.PYTHON), str(BENCH / name), *arguments]
    if subprocess.run(command, env=setup.environment(odoo)).returncode:
        raise base.Failure(f"bench/{name} failed, for the reason above.")
