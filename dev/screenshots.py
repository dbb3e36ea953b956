"""Pictures of the screens, taken in headless Chromium over the DevTools protocol.

    dev/odoo-python dev/screenshots.py               # all of tools/shots.py
    dev/odoo-python dev/screenshots.py board --folder /tmp/shots
    dev/odoo-python dev/screenshots.py --url /odoo/crm --out /tmp/x.png --size 390x844 \
        --login camille --db NAME --lang fr_FR --wait .o_kanban_record --js 'CODE'

The pictures of the guide show a copy of the demo database (made when missing, `make
run` does the same) with some months of work on it (tools/scripts/pictures.py). A server
of our own is started for the time of the pictures unless --server names a running one.
"""

import argparse
import contextlib
import os
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from tools import base, databases, demo, setup, system
from tools.browser import Browser, BrowserError
from tools.server import Session, serving
from tools.shots import DESKTOP, SHOTS, Shot

FOLDER = base.ROOT / "static/description/screenshots"


@contextlib.contextmanager
def worked_on(odoo):
    """A copy of the demo database in which people have worked; dropped afterwards."""
    original = demo.ensure(odoo)
    database = f"test_pictures_{os.getpid()}"
    databases.clone(original, database)
    try:
        base.say("working in a copy of the demo company")
        script = (base.DEV / "tools/scripts/pictures.py").read_text()
        databases.run_shell(
            *(odoo, database, script, "pictures.log", "The work failed.")
        )
        yield database
    finally:
        databases.drop(database)


def take(browser, server, database, shot, path, scale=1, full_page=False):
    """Take one picture; returns what the page complained about."""
    session = Session(server, database, shot.login)
    with session.language(shot.lang):
        browser.console.clear()
        browser.size(*map(int, shot.size.split("x")), scale)
        browser.set_cookie(server, "session_id", session.identifier)
        browser.open(server + shot.url)
        browser.settle()
        if shot.wait:
            browser.wait_for(shot.wait)
        if shot.js:
            browser.evaluate(shot.js)
        browser.settle()
        browser.save(path, full_page)
    return list(browser.console)


def parse(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="of SHOTS; all without a name")
    parser.add_argument("--url", help="a screen of its own, like /odoo/crm")
    parser.add_argument("--out", default="screenshot.png", help="file, with --url")
    parser.add_argument("--folder", default=FOLDER, type=Path, help="for SHOTS")
    parser.add_argument("--size", default=DESKTOP, help="WIDTHxHEIGHT")
    parser.add_argument("--scale", type=float, default=1, help="pixels per point")
    parser.add_argument("--login", default="admin", help="the password is the same")
    parser.add_argument("--lang", default="", help="like fr_FR")
    parser.add_argument("--wait", default="", help="CSS selector to wait for")
    parser.add_argument("--js", default="", help="expression to run first")
    parser.add_argument("--full-page", action="store_true")
    parser.add_argument("--db", help="database; without it the demo one")
    parser.add_argument("--server", help="a running server, like http://127.0.0.1:8069")
    return parser.parse_args(arguments)


def photograph(browser, server, database, shot, path, options):
    """Take one picture and tell of it; whether it shows what it should."""
    good = True
    try:
        console = take(
            *(browser, server, database, shot, path),
            *(options.scale, options.full_page),
        )
    except BrowserError as error:
        console = [str(error)]
        browser.save(path)
        good = False
    base.say(f"{shot.name}: {path}")
    for line in console:
        print(f"    {line}")
    return good


def start(arguments):
    options = parse(arguments)
    if options.url:
        shot = Shot(
            Path(options.out).stem,
            options.url,
            options.login,
            options.size,
            options.lang,
            options.wait,
            options.js,
        )
        wanted = [(shot, Path(options.out))]
    else:
        unknown = set(options.names) - {shot.name for shot in SHOTS}
        if unknown:
            raise base.Failure(f"SHOTS has no {', '.join(sorted(unknown))}.")
        wanted = [
            (shot, options.folder / f"{shot.name}.png")
            for shot in SHOTS
            if not options.names or shot.name in options.names
        ]
    system.ensure_browser()
    odoo = setup.ensure()
    with contextlib.ExitStack() as stack:
        if options.url:
            database = options.db or demo.ensure(odoo)
        else:
            database = options.db or stack.enter_context(worked_on(odoo))
        server = options.server or stack.enter_context(serving(odoo, database))
        browser = stack.enter_context(Browser())
        problems = sum(
            not photograph(browser, server, database, shot, path, options)
            for shot, path in wanted
        )
    return 1 if problems else 0


if __name__ == "__main__":
    base.main(start)
