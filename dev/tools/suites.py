"""Running tests and judging the outcome; a run that tested nothing is a failure."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field

from . import databases, python_env, setup
from .base import LINKED_MODULE, LOG, MODULE, say

LIMIT = 40 * 60  # seconds; a run that hangs must end before CI's own limit
LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (\w+) \S+ (\S+): (.*)$")
SUMMARY = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
STARTED = re.compile(r"Starting (\w+)\.(\w+) \.\.\.")
SKIPPED = re.compile(r"skipped (.*) : (.*)")
# A test that was skipped for want of a browser has tested nothing.
NO_BROWSER = re.compile(r"chrom|websocket|devtools|browser", re.IGNORECASE)


@dataclass
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def __add__(self, other):
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.problems + other.problems,
        )

    def complain(self, problem):
        """Something other than a test went wrong: it counts as a failure, too."""
        self.failed += 1
        self.problems.append(problem)

    @property
    def ok(self):
        return self.failed == 0 and self.passed > 0

    @property
    def line(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def free_ports(count):
    """Ports that nothing listens on; all held at once so that they differ."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def log_path(name):
    """A new log file; the oldest ones go."""
    for old in sorted(LOG.glob("test-*.log"))[:-20]:
        old.unlink(missing_ok=True)
    return LOG / f"test-{time.strftime('%Y%m%d-%H%M%S')}-{name}-{os.getpid()}.log"


def _follow(command, environment, path, show):
    """Run a command, write its output to a log and hand each line on; exit status."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=LINKED_MODULE.parent,
        start_new_session=True,  # so that its browser can be ended with it
    )

    def end():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    timer = threading.Timer(LIMIT, end)
    timer.start()
    try:
        with open(path, "w") as log:
            for line in process.stdout:
                log.write(line)
                show(line.rstrip("\n"))
        return process.wait()
    finally:
        timer.cancel()
        end()


class OdooLog:
    """Reads the log of Odoo's own test runner line by line."""

    def __init__(self):
        self.failing = False  # within an ERROR and its traceback
        self.current = None
        self.summary = None
        self.skipped = []
        self.complaints = []

    def __call__(self, line):
        match = LINE.match(line)
        if not match:
            if self.failing:
                print(f"    {line}")
            return
        level, logger, message = match.groups()
        self.failing = level in ("ERROR", "CRITICAL")
        if found := STARTED.match(message):
            if found[1] != self.current:
                self.current = found[1]
                say(f"  {self.current}")
        elif found := SKIPPED.match(message):
            self.skipped.append((found[1], found[2]))
        elif found := SUMMARY.search(message):
            self.summary = tuple(map(int, found.groups()))
        elif self.failing or (level == "WARNING" and self._concerns_us(line)):
            print(f"    {level} {logger}: {message}", flush=True)
            self.complaints.append(f"{level} {logger}: {message}")

    def _concerns_us(self, line):
        return re.search(rf"{MODULE}|odoo\.registry|ir_model", line)


def run_odoo_suite(odoo, suite, database, arguments):
    """Run tests with Odoo's own runner and judge its log."""
    path = log_path(suite)
    log = OdooLog()
    status = _run_odoo(odoo, database, arguments, path, log)
    outcome = Outcome()
    if log.summary is None:
        outcome.complain(f"the run ended without a summary (exit status {status})")
    else:
        failures, errors, total = log.summary
        outcome.failed = failures + errors
        outcome.skipped = len(log.skipped)
        outcome.passed = max(total - outcome.failed - outcome.skipped, 0)
        if not total:
            outcome.complain("no test was found")
        if status and not outcome.failed:
            outcome.complain(f"Odoo's exit status was {status}")
    _judge_skipped(outcome, log.skipped)
    # what a failing test logs is part of its failure, not another one
    if not outcome.failed:
        for complaint in log.complaints:
            outcome.complain(f"in the log: {complaint}")
    return _report(outcome, suite, path)


def run_foreign_suite(odoo, suite, database, arguments):
    """Run tests that are not ours, without judging their log.

    :return: (number of tests, path of the log)
    """
    path = log_path(suite)
    log = OdooLog()
    _run_odoo(odoo, database, arguments, path, log)
    return (log.summary[2] if log.summary else 0), path


def _run_odoo(odoo, database, arguments, path, log):
    http, gevent = free_ports(2)
    return _follow(
        setup.odoo_command(odoo)
        + [
            *("-d", database, "--stop-after-init", "--max-cron-threads=0"),
            *("--http-port", http, "--gevent-port", gevent, *arguments),
        ],
        setup.environment(odoo),
        path,
        log,
    )


def _judge_skipped(outcome, skipped):
    for test, reason in skipped:
        if NO_BROWSER.search(reason):
            outcome.skipped -= 1
            outcome.complain(f"{test} did not get its browser: {reason}")
        else:
            say(f"  skipped {test}: {reason}")


def _report(outcome, suite, path):
    for problem in outcome.problems:
        print(f"    {problem}")
    say(f"{suite}: {outcome.line} (log: {path.relative_to(LOG.parent.parent)})")
    return outcome


def run_pytest(odoo, suite, targets):
    """Run test files with pytest-odoo in a kept database: the quick loop."""
    database = databases.developer_copy(odoo, suite)
    path = log_path(f"pytest-{suite}")
    lines = []

    def show(line):
        lines.append(line)
        print(line, flush=True)

    status = _follow(
        [
            *(str(python_env.PYTHON), "-m", "pytest", f"--odoo-database={database}"),
            *("--odoo-http", "--odoo-log-level=error", "-p", "no:cacheprovider"),
            *("-rs", "--color=no", "--tb=short", *targets),
        ],
        setup.environment(odoo),
        path,
        show,
    )
    counts = {}
    for line in lines[-3:]:
        for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", line):
            counts[word.rstrip("s")] = int(number)
    outcome = Outcome(
        counts.get("passed", 0),
        counts.get("failed", 0) + counts.get("error", 0),
        counts.get("skipped", 0),
    )
    for line in lines:
        if line.startswith("SKIPPED") and NO_BROWSER.search(line):
            outcome.complain(f"a browser test did not get its browser: {line}")
    if status and not outcome.failed:
        outcome.complain(f"pytest's exit status was {status}")
    return _report(outcome, suite, path)
