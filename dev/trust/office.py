"""A company at work: real servers, real sessions, and a look into the database.

Runs with ``dev/odoo-python``: psycopg2 reaches the database server by itself.
"""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools import base, odoo_source, setup, suites

#: Seconds until a server must answer, and until a refresh must be over.
START_LIMIT = 300
RUN_LIMIT = 1800
REFRESH = "reactivation.customer"
OURS = re.compile(r" (WARNING|ERROR|CRITICAL) (?!\S+ py\.warnings)")
RETRIED = re.compile(r"(\w+), \d+ tries left, try again")


class Refused(Exception):
    """The server answered a call with an error."""


class Database:
    """Reads (and prepares) a database beside Odoo, every statement for itself."""

    def __init__(self, name):
        self.name = name
        self.connection = psycopg2.connect(dbname=name)
        self.connection.autocommit = True

    def rows(self, statement, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def value(self, statement, *values):
        [[value]] = self.rows(statement, *values)
        return value

    def wake_scheduler(self):
        """Make the refresh due now, as its button does."""
        self.rows(
            "INSERT INTO ir_cron_trigger (cron_id, call_at)"
            " SELECT res_id, NOW() AT TIME ZONE 'UTC' - INTERVAL '1 second'"
            "   FROM ir_model_data"
            "  WHERE module = %s AND name = 'ir_cron_refresh'",
            base.MODULE,
        )
        other = psycopg2.connect(dbname="postgres")
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [self.name])
        other.close()

    def is_refreshing(self):
        """Whether a round of runs is under way, or due."""
        return self.value(
            "SELECT EXISTS (SELECT FROM reactivation_run WHERE state = 'running')"
            " OR EXISTS (SELECT FROM ir_cron_trigger"
            "  WHERE call_at <= NOW() AT TIME ZONE 'UTC' AND cron_id = ("
            "   SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_refresh'))"
        )

    def is_alone(self):
        """Whether nobody else is connected: killed processes' statements are over."""
        return self.value(
            "SELECT COUNT(*) = 1 FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            self.name,
        )

    def wait(self, condition, limit=RUN_LIMIT):
        """Wait until ``condition()``; returns the seconds it took."""
        started = time.monotonic()
        while not condition():
            if time.monotonic() - started > limit:
                raise base.Failure(f"{limit} seconds were not enough.")
            time.sleep(0.05)
        return time.monotonic() - started

    def refresh(self):
        """Have the scheduler of a running server refresh everything; seconds."""
        before = self.value("SELECT COALESCE(MAX(id), 0) FROM reactivation_run")
        self.wake_scheduler()
        newer = "SELECT EXISTS (SELECT FROM reactivation_run WHERE id > %s)"
        self.wait(lambda: self.value(newer, before), START_LIMIT)
        return self.wait(lambda: not self.is_refreshing())


class Server:
    """An Odoo server of its own: workers, and maybe a scheduler."""

    def __init__(self, database, workers=2, schedulers=1):
        self.port, other = suites.free_ports(2)
        self.log = base.LOG / f"trust-{database}-{self.port}.log"
        odoo = odoo_source.find()
        command = [
            *setup.odoo_command(odoo),
            *("--database", database, "--no-database-list"),
            *("--http-port", self.port, "--gevent-port", other),
            *("--workers", str(workers), "--max-cron-threads", str(schedulers)),
        ]
        with open(self.log, "w") as output:
            self.process = subprocess.Popen(
                command,
                env=setup.environment(odoo),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that its workers can be ended with it
            )

    def wait(self):
        """Wait until it answers; returns itself."""
        started = time.monotonic()
        while time.monotonic() - started < START_LIMIT:
            if self.process.poll() is not None:
                break
            try:
                requests.get(f"http://127.0.0.1:{self.port}/web/health", timeout=10)
                return self
            except requests.RequestException:
                time.sleep(0.3)
        raise base.Failure(f"a server did not start; see {self.log}")

    def end(self, how=signal.SIGTERM):
        """End the server with all its processes."""
        try:
            os.killpg(self.process.pid, how)
        except ProcessLookupError:
            pass
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def complaints(self):
        """Warnings and errors of its log.

        Statements that were tried again are none; where they were not, another line
        tells of the request or job that failed.
        """
        lines = self.log.read_text(errors="replace").splitlines()
        return [
            line
            for line in lines
            if OURS.search(line) and "odoo.sql_db: bad query" not in line
        ]

    def retries(self):
        """How often Odoo had to try a request again."""
        return len(RETRIED.findall(self.log.read_text(errors="replace")))


@contextmanager
def serving(database, **options):
    """A server that answers, ended afterwards."""
    server = Server(database, **options)
    try:
        yield server.wait()
    finally:
        server.end()


class Session:
    """One person at a browser."""

    def __init__(self, server, database, login):
        self.base = f"http://127.0.0.1:{server.port}"
        self.http = requests.Session()
        self.calls = 0
        self.slowest = (0.0, "")
        answer = self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": login},
        )
        self.uid = answer["uid"]
        self.slowest = (0.0, "")  # a server that has just started is slow to log in

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        started = time.monotonic()
        response = self.http.post(self.base + path, json=body, timeout=300)
        self.slowest = max(self.slowest, (time.monotonic() - started, path))
        self.calls += 1
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            data = answer["error"]["data"]
            raise Refused(f"{path}: {data['name']}: {data['message']}")
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )


class Proof:
    """Collects what was measured and what failed, and says it."""

    def __init__(self):
        self.failed = False

    def say(self, text):
        """A figure."""
        print(f"    {text}", flush=True)

    def hold(self, condition, text):
        """Something that has to be true."""
        print(f"    {'ok  ' if condition else 'FAIL'}  {text}", flush=True)
        self.failed |= not condition

    def end(self):
        """Leave with the exit status."""
        sys.exit(1 if self.failed else 0)
