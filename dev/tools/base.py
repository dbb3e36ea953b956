"""Paths, messages, locks and stamps that all the tools share."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

MODULE = "crm_reactivation"
DEV_MODULE = "crm_reactivation_dev"
EXAMPLE_MODULE = "crm_reactivation_example"  # how other add-ons extend the module
ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "dev"
STATE = ROOT / ".odoo"
CACHE = STATE / "cache"
LOG = STATE / "log"
STAMPS = STATE / "stamps"
LINKED_MODULE = STATE / "addons" / MODULE  # the checkout by the name of the module
IS_ROOT = os.geteuid() == 0
_started = time.monotonic()


class Failure(Exception):
    """A foreseen failure; its text is a sentence that tells what to do."""


def elapsed():
    seconds = int(time.monotonic() - _started)
    return f"{seconds // 60}:{seconds % 60:02}"


def say(text):
    print(f"[{elapsed():>5}] {text}", flush=True)


def main(function):
    """Run a tool; turn foreseen failures into one sentence and an exit status."""
    try:
        sys.exit(function(sys.argv[1:]))
    except Failure as failure:
        print(f"\nStopped: {failure}", file=sys.stderr)
        sys.exit(1)
    except PermissionError as error:
        print(
            f"\nStopped: no right to use {error.filename}. Did another account (root?) "
            "set this checkout up? Use that account, or run “make clean” with it.",
            file=sys.stderr,
        )
        sys.exit(1)
    except OSError as error:
        if error.errno == 28:  # no space left on device
            print(
                f"\nStopped: the disk of {STATE} is full. Free some space and run "
                "the same command again; it goes on where it stopped.",
                file=sys.stderr,
            )
            sys.exit(1)
        raise
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        sys.exit(130)


def prepare_state():
    """Create .odoo/ and check that there is room for what comes into it."""
    for folder in (STATE, CACHE, LOG, STAMPS):
        folder.mkdir(exist_ok=True, mode=0o755)
    needed = 1 if (STAMPS / "odoo").exists() else 5
    free = shutil.disk_usage(STATE).free / 2**30
    if free < needed:
        raise Failure(
            f"only {free:.1f} GB are free on the disk of {STATE}, {needed} GB are "
            "needed. Free some space and run the same command again."
        )


@contextlib.contextmanager
def lock(name):
    """One process at a time does this piece of work in this checkout."""
    STATE.mkdir(exist_ok=True)
    with open(STATE / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another process that works on: {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*parts):
    """Hash of texts and of the contents of files and folders."""
    result = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            files = sorted(part.rglob("*")) if part.is_dir() else [part]
            for path in files:
                if path.is_file() and "__pycache__" not in path.parts:
                    result.update(str(path.relative_to(part)).encode())
                    result.update(path.read_bytes())
        else:
            result.update(repr(part).encode())
        result.update(b"\0")
    return result.hexdigest()[:16]


def stamped(name, key):
    """Was this step completed with these inputs?"""
    path = STAMPS / name
    return path.exists() and path.read_text() == key


def stamp(name, key):
    """Note that a step is complete; the rename makes it all or nothing."""
    partial = STAMPS / f"{name}.partial"
    partial.write_text(key)
    partial.replace(STAMPS / name)


def unstamp(name):
    (STAMPS / name).unlink(missing_ok=True)


def run(command, advice, **options):
    """Run a command quietly; when it fails show its last lines and the advice."""
    options.setdefault("stdin", subprocess.DEVNULL)
    process = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    if process.returncode:
        tail = "\n".join(process.stdout.strip().splitlines()[-12:])
        if "No space left on device" in process.stdout:
            advice = "The disk is full. Free some space and run the same command again."
        print(tail, file=sys.stderr)
        raise Failure(f"“{' '.join(map(str, command[:4]))} …” failed. {advice}")
    return process.stdout
