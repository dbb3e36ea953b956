"""The virtual environments: one for Odoo and its tests, one for the linters."""

import os
import shutil
import subprocess
import sys

from .base import DEV, STATE, Failure, digest, lock, run, say, stamp, stamped, unstamp
from .system import apt_install

OLDEST, NEWEST = (3, 10), (3, 13)
VENV = STATE / "venv"
LINT_VENV = STATE / "lint"
PYTHON = VENV / "bin/python"


def interpreter():
    """The Python of the environments: ours when Odoo runs on it, else another one."""
    candidates = [os.environ.get("PYTHON"), sys.executable]
    candidates += [f"python3.{minor}" for minor in range(13, 9, -1)]
    for name in filter(None, candidates):
        path = shutil.which(name)
        if not path:
            continue
        probe = subprocess.run(
            [path, "-c", "import sys; print(*sys.version_info[:3])"],
            capture_output=True,
            text=True,
        )
        version = tuple(map(int, probe.stdout.split()))
        if OLDEST <= version[:2] <= NEWEST:
            return path, version
    raise Failure(
        "Odoo 19 and the pinned packages need Python 3.10 to 3.13, this one is "
        f"{sys.version.split()[0]}. Install one of them (for example the package "
        "python3.13) or name it: make … PYTHON=/path/to/python3.13"
    )


def _environment(name, folder, requirements, options):
    python, version = interpreter()
    key = digest(str(folder.resolve()), version, requirements)
    if stamped(name, key) and (folder / "bin/python").exists():
        return
    with lock(name):
        if stamped(name, key) and (folder / "bin/python").exists():
            return
        unstamp(name)
        say(f"creating {folder.relative_to(STATE.parent)}")
        shutil.rmtree(folder, ignore_errors=True)
        has_venv = [python, "-c", "import ensurepip, venv"]
        if subprocess.run(has_venv, capture_output=True).returncode:
            apt_install(["python3-venv"], "the Python environment")
        run([python, "-m", "venv", folder], "Is the Python installation complete?")
        say(f"installing {requirements.name} with pip (a minute or so)")
        run(
            [
                *(folder / "bin/python", "-m", "pip", "install", "--quiet"),
                *("--disable-pip-version-check", "--no-input", *options),
                *("-r", requirements),
            ],
            "Is the network up, and does pip reach its package index? Then run the "
            "same command again.",
        )
        stamp(name, key)
        say(f"{folder.relative_to(STATE.parent)} is ready")


def ensure_venv():
    _environment(
        "venv",
        VENV,
        DEV / "requirements.txt",
        ["--no-deps", "--only-binary=:all:"],
    )


def ensure_lint_venv():
    _environment(
        "lint",
        LINT_VENV,
        DEV / "requirements-lint.txt",
        ["--no-deps", "--only-binary=:all:"],
    )
