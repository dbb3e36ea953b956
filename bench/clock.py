"""A stopwatch for runs in a database: seconds, statements, rows written, memory."""

import gc
import re
import statistics
import time
from contextlib import contextmanager
from pathlib import Path

import odoo.sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

RUNS = 5
#: The log that a refresh keeps of itself; not counted as rows written.
OWN_LOG = "reactivation_run"


def open_registry(database):
    """The registry of a database, quietly."""
    config.parse_config(["--database", database, "--log-level", "warn"])
    return Registry(database)


def vacuum(cr):
    """Commit, then leave tables and statistics as after a night of rest."""
    cr.commit()
    cr._cnx.autocommit = True  # the statement cannot run in a transaction
    cr.execute("VACUUM ANALYZE")
    cr._cnx.autocommit = False


def memory(name, process="self"):
    """A line of /proc/PID/status, in MB: VmRSS now, VmHWM at most."""
    status = Path("/proc", str(process), "status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1]) / 1024


def forget_peak():
    """Let the process's peak of memory start again from now."""
    Path("/proc/self/clear_refs").write_text("5")


def rows_written(cr):
    """Rows inserted, updated and deleted in this transaction, in the public schema."""
    cr.execute(
        "SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0)::int"
        " FROM pg_stat_xact_user_tables WHERE schemaname = 'public' AND relname <> %s",
        [OWN_LOG],
    )
    return cr.fetchone()[0]


class Watch:
    """What one run took, in its measured part."""

    def __init__(self):
        self.seconds = 0.0
        self.statements = self.rows = self.memory_mb = 0

    @contextmanager
    def on(self, cr):
        """Measure the body; what comes before and after it is preparation."""
        written = rows_written(cr)
        gc.collect()
        forget_peak()
        idle = memory("VmRSS")
        statements = odoo.sql_db.sql_counter
        started = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - started
        self.statements += odoo.sql_db.sql_counter - statements
        self.memory_mb = max(self.memory_mb, memory("VmHWM") - idle)
        self.rows += rows_written(cr) - written


def race(*contenders, runs=RUNS):
    """Run the contenders in turns, A B A B …, so that what disturbs meets both.

    :param contenders: functions that take a :class:`Watch`; the first round of all is
        a warm-up and not counted
    :return: for each contender the list of its watches
    """
    watches = [[] for __ in contenders]
    for number in range(runs + 1):
        for contender, taken in zip(contenders, watches, strict=True):
            watch = Watch()
            contender(watch)
            if number:
                taken.append(watch)
    return watches


def measured(watches, **others):
    """Metrics of one contender: medians, and ratios to others by name.

    A ratio is the median of the ratios of neighbouring runs.
    """
    result = {
        "seconds": statistics.median(watch.seconds for watch in watches),
        "statements": max(watch.statements for watch in watches),
        "rows": max(watch.rows for watch in watches),
        "memory_mb": max(watch.memory_mb for watch in watches),
    }
    for name, other in others.items():
        result[f"times_{name}"] = statistics.median(
            own.seconds / theirs.seconds
            for own, theirs in zip(watches, other, strict=True)
        )
        result[f"{name}_seconds"] = statistics.median(w.seconds for w in other)
    return result
