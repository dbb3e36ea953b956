"""Measure the benchmarks of bench/lines/ in the databases of one size.

dev/odoo-python bench/measure.py SIZE [LINE,…]
Prints a table and writes bench/results/SIZE.json; with names of lines only these.
"""

import json
import platform
import sys
import time
from datetime import date
from pathlib import Path

import lines  # noqa: F401  registers the benchmarks
from catalogue import LINES, reached, say
from world import World

import odoo.release

RESULTS = Path(__file__).resolve().parent / "results"


def machine(world):
    """What the figures were measured on."""
    with world.env() as env:
        env.cr.execute("SHOW server_version")
        [server] = env.cr.fetchone()
    processor = next(
        row.partition(": ")[2]
        for row in Path("/proc/cpuinfo").read_text().splitlines()
        if row.startswith("model name")
    )
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 2**20
    return (
        f"{processor}, {cores} cores, {memory} GB; PostgreSQL {server.split()[0]},"
        f" Odoo {odoo.release.series}, Python {platform.python_version()}"
    )


def content(world):
    """How much is in the database."""
    with world.env() as env:
        env.cr.execute(
            "SELECT (SELECT COUNT(*) FROM sale_order),"
            " (SELECT COUNT(*) FROM reactivation_episode WHERE state = 'open')"
        )
        orders, cards = env.cr.fetchone()
    return {"customers": world.customers, "orders": orders, "open_cards": cards}


def measure(world, name):
    """The entry of one line in the results."""
    found = LINES[name]
    started = time.monotonic()
    metrics = found.function(world)
    verdicts = {
        metric: reached(metrics[metric], target)
        for metric, target in found.targets.items()
    }
    show(name, found, metrics, verdicts, time.monotonic() - started)
    return {
        "title": found.title,
        "metrics": {key: round(value, 4) for key, value in metrics.items()},
        "targets": found.targets,
        "reached": verdicts,
        "taken_on": str(date.today()),
    }


def show(name, found, metrics, verdicts, seconds):
    print(f"\n{name}: {found.title}  (measured in {seconds:.0f} s)")
    for metric, value in metrics.items():
        verdict = ""
        if metric in found.targets:
            sign, number = found.targets[metric]
            word = "reached" if verdicts[metric] else "MISSED"
            verdict = f"   target {sign} {number}: {word}"
        print(f"    {say(metric, value):32}{verdict}".rstrip(), flush=True)


def main(size, only=""):
    names = only.split(",") if only else list(LINES)
    if unknown := set(names) - set(LINES):
        sys.exit(f"There is no line {', '.join(unknown)}; there are {', '.join(LINES)}")
    path = RESULTS / f"{size}.json"
    found = json.loads(path.read_text())["lines"] if only and path.exists() else {}
    world = World(size)
    world.settle()
    about = {"size": size, **content(world), "machine": machine(world)}
    for name in names:
        found[name] = measure(world, name)
        # after each line: an interruption loses the rest only
        ordered = {name: found[name] for name in LINES if name in found}
        path.write_text(json.dumps({**about, "lines": ordered}, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
