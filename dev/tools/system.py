"""Packages of the operating system that the set-up may install when it is root."""

import os
import shutil
from pathlib import Path

from .base import IS_ROOT, Failure, run, say

_updated = False


def apt_install(packages, purpose):
    """Install packages with apt when we may; otherwise say what to install."""
    global _updated
    hint = f"{purpose} needs the package(s) {' '.join(packages)}"
    if not (IS_ROOT and shutil.which("apt-get")):
        raise Failure(
            f"{hint}. Install with: sudo apt-get install {' '.join(packages)} "
            "(or the like of your system), then run the same command again."
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    advice = f"{hint}, and apt could not install them. Is the network up?"
    if not _updated:
        run(["apt-get", "update", "-q"], advice, env=environment)
        _updated = True
    say(f"installing {' '.join(packages)} ({purpose})")
    run(
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
        advice,
        env=environment,
    )


def browser():
    """The browser that Odoo's tests will find (same order of names as theirs)."""
    for name in ("google-chrome", "chromium", "chromium-browser"):
        if path := shutil.which(name):
            return path
    return None


def ensure_browser():
    if not browser():
        # the fonts are what screenshots are written in
        apt_install(["chromium", "fonts-dejavu-core"], "the browser tests")
    if not browser():
        raise Failure(
            "no Chromium on PATH. Install the package chromium (Ubuntu ships it as a "
            "snap only: install Google Chrome there) and run the same command again."
        )


def shared_folder(name):
    """A folder outside the checkout that other accounts can reach; only for root."""
    folder = Path("/var/lib") / name
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder
