"""An own PostgreSQL cluster: unix socket only, so that nothing else can collide."""

import hashlib
import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from .base import IS_ROOT, ROOT, STATE, Failure, lock, run, say
from .system import apt_install, shared_folder

CLUSTER = STATE / "postgres"
USER = "odoo"
PORT = "5432"  # of the socket's name only; nothing listens on a network
# The data can be made again: speed counts, not surviving a power cut.
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 150
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
checkpoint_timeout = 30min
random_page_cost = 1.1
autovacuum_naptime = 30s
log_min_messages = error
log_min_error_statement = panic
timezone = 'UTC'
"""


def binaries():
    """The folders of initdb and pg_ctl, by major version."""
    own = os.environ.get("PG_BIN")
    folders = [Path(own)] if own else list(Path("/usr/lib/postgresql").glob("*/bin"))
    if not own and (found := shutil.which("pg_ctl")):
        folders.append(Path(found).resolve().parent)
    versions = {}
    for folder in folders:
        if (folder / "initdb").exists():
            text = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True
            ).stdout
            if match := re.search(r"(\d+)", text):
                versions[int(match[1])] = folder
    return versions


def server_binaries():
    if not binaries() and (own := os.environ.get("PG_BIN")):
        raise Failure(f"PG_BIN names {own}, and there is no initdb in it.")
    if not binaries():
        # not the cluster that the package would create and start by itself
        config = Path("/etc/postgresql-common/createcluster.conf")
        if IS_ROOT and shutil.which("apt-get") and not config.exists():
            config.parent.mkdir(exist_ok=True)
            config.write_text("create_main_cluster = false\n")
        apt_install(["postgresql"], "the database")
    versions = binaries()
    made_by = CLUSTER / "PG_VERSION"
    if made_by.exists():
        major = int(made_by.read_text())
        if major not in versions:
            raise Failure(
                f"the cluster in .odoo/ was made by PostgreSQL {major}, whose server "
                f"is gone. Install it again, or run “make clean”."
            )
        return versions[major]
    if not versions or max(versions) < 13:
        raise Failure(
            "Odoo 19 needs the server of PostgreSQL 13 or later. Install the package "
            "postgresql, or name the folder of its initdb: make … PG_BIN=/path/bin"
        )
    return versions[max(versions)]


def _account():
    """PostgreSQL refuses to run as root: the account it runs as in that case."""
    if not IS_ROOT:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("root needs an account “postgres” or “nobody” to run PostgreSQL as.")


def _as_server(account):
    options = {"cwd": "/"}
    if account:
        options.update(user=account.pw_uid, group=account.pw_gid, extra_groups=[])
        options["env"] = {**os.environ, "HOME": "/", "USER": account.pw_name}
    return options


def _reachable(path, account):
    """Can that account walk down to this folder?"""
    probe = subprocess.run(["test", "-x", path], **_as_server(account))
    return probe.returncode == 0


def _place():
    """Make the cluster's folder, elsewhere when the server may not walk to ours."""
    account = _account()
    if CLUSTER.is_symlink() and not CLUSTER.exists():
        CLUSTER.unlink()
    if CLUSTER.exists():
        return account
    if account and not _reachable(STATE, account):
        name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
        real = shared_folder("crm_reactivation-dev") / name
        shutil.rmtree(real, ignore_errors=True)  # left by a deleted checkout
        real.mkdir(mode=0o700)
        CLUSTER.symlink_to(real)
    else:
        CLUSTER.mkdir(mode=0o700)
    if account:
        os.chown(CLUSTER, account.pw_uid, account.pw_gid)
    return account


def socket_folder():
    """A private folder with a name short enough for a unix socket."""
    link = STATE / "socket"
    if link.is_symlink() and link.exists():
        return os.path.realpath(link)
    inside = os.path.realpath(CLUSTER)
    if len(inside) < 80:
        return inside
    link.unlink(missing_ok=True)
    folder = tempfile.mkdtemp(prefix="odoo-pg-")
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)
    link.symlink_to(folder)
    return folder


def environment():
    """What psql, psycopg2 and Odoo need to reach the cluster."""
    return {"PGHOST": socket_folder(), "PGPORT": PORT, "PGUSER": USER}


def is_running():
    if not CLUSTER.exists():
        return False
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(f"{socket_folder()}/.s.PGSQL.{PORT}")
        except OSError:
            return False
    return True


def ensure_running():
    with lock("postgres"):  # also waits for one that another process just starts
        if is_running():
            return
        folder = server_binaries()
        account = _place()
        options = _as_server(account)
        data = os.path.realpath(CLUSTER)
        if not (CLUSTER / "PG_VERSION").exists() or not (CLUSTER / "ready").exists():
            say("creating the PostgreSQL cluster")
            for path in CLUSTER.iterdir():  # what an interrupted initdb left
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            run(
                [
                    *(folder / "initdb", "--pgdata", data, "--username", USER),
                    *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"),
                    "--no-sync",
                ],
                "Is there room on the disk?",
                **options,
            )
            (CLUSTER / "ready").touch()
        settings = CLUSTER / "postgresql.auto.conf"
        settings.write_text(SETTINGS)
        log = Path(data) / "server.log"
        run(
            [
                *(folder / "pg_ctl", "start", "--pgdata", data, "--silent", "--wait"),
                *("--timeout", "60", "--log", log),
                *("--options", f"-k {shlex.quote(socket_folder())} -p {PORT}"),
            ],
            f"The reason is at the end of {log}.",
            **options,
        )
        say("PostgreSQL runs (“make stop” ends it)")


def stop():
    if not (CLUSTER / "PG_VERSION").exists() or not is_running():
        return
    run(
        [
            *(server_binaries() / "pg_ctl", "stop", "--mode", "fast", "--silent"),
            *("--pgdata", os.path.realpath(CLUSTER)),
        ],
        f"Look at {CLUSTER}/server.log.",
        **_as_server(_account()),
    )
    say("PostgreSQL stopped")


def remove():
    """Delete the cluster, wherever it lives."""
    stop()
    for link in (CLUSTER, STATE / "socket"):
        if link.is_symlink():
            shutil.rmtree(os.path.realpath(link), ignore_errors=True)
            link.unlink()


def sql(statement, database="postgres"):
    """Run one statement with psql; returns its lines."""
    folder = server_binaries()
    text = run(
        [
            *(folder / "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--quiet"),
            *("--set", "ON_ERROR_STOP=1", "--dbname", database),
            *("--command", statement),
        ],
        "The database refused that.",
        env={**os.environ, **environment()},
    )
    return text.split("\n")[:-1]
