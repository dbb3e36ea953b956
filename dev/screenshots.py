"""Pictures of the screens, taken in headless Chromium over the DevTools protocol.

    dev/odoo-python dev/screenshots.py               # all of SHOTS, for the store page
    dev/odoo-python dev/screenshots.py board --folder /tmp/shots
    dev/odoo-python dev/screenshots.py --url /odoo/crm --out /tmp/x.png --size 390x844 \
        --login camille --db NAME --lang fr_FR --wait .o_kanban_record --js 'CODE'

The demo database is made when missing (`make run` does the same); a server of our own
is started for the time of the pictures unless --server names a running one.
"""

import argparse
import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import websocket

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from tools import base, demo, setup, suites, system

FOLDER = base.ROOT / "static/description/screenshots"
DESKTOP = "1440x900"
PHONE = "390x844"


@dataclass
class Shot:
    """One picture: where, as whom, how large; `js` runs before it is taken."""

    name: str
    url: str
    login: str = "admin"
    size: str = DESKTOP
    lang: str = ""
    wait: str = ""  # a CSS selector
    js: str = ""


# The pictures of the store page and the README.
SHOTS = [
    Shot(
        "board",
        "/odoo/reactivation-board",
        login="camille",
        wait=".o_kanban_record:not(.o_kanban_ghost)",
    ),
    Shot(
        "board-phone",
        "/odoo/reactivation-board",
        login="camille",
        size=PHONE,
        wait=".o_kanban_record:not(.o_kanban_ghost)",
    ),
]

READY = """(() => {
    if (document.readyState !== "complete") return false;
    if (document.querySelector(".o_blockUI, .o_loading_indicator")) return false;
    if (![...document.images].every((image) => image.complete)) return false;
    const client = document.querySelector(".o_web_client");
    return !client || !!document.querySelector(".o_action_manager > .o_action");
})()"""


class BrowserError(Exception):
    pass


class Browser:
    """A headless Chromium; `console` collects what pages complain about."""

    def __init__(self):
        self._profile = tempfile.mkdtemp(prefix="screenshots-")
        program = system.browser()
        if not program:
            raise base.Failure("no Chromium on PATH; install the package chromium.")
        self._process = subprocess.Popen(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--force-prefers-reduced-motion",
                "--remote-debugging-port=0",
                f"--user-data-dir={self._profile}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._last = 0
        self.console = []
        self._socket = websocket.create_connection(
            self._address(), suppress_origin=True, timeout=60
        )
        for domain in ("Page", "Runtime", "Network"):
            self.command(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        with contextlib.suppress(Exception):
            self.command("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _address(self):
        """Address of the first page, once the browser tells its port."""
        port_file = Path(self._profile, "DevToolsActivePort")
        for _attempt in range(300):
            with contextlib.suppress(OSError, IndexError, StopIteration):
                port = port_file.read_text().split()[0]
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                    pages = json.load(answer)
                page = next(each for each in pages if each["type"] == "page")
                return page["webSocketDebuggerUrl"]
            time.sleep(0.1)
        raise BrowserError("Chromium did not start within 30 seconds.")

    def command(self, method, **parameters):
        """Send one command and return its result; events on the way are noted."""
        self._last += 1
        number = self._last
        self._socket.send(
            json.dumps({"id": number, "method": method, "params": parameters})
        )
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']['message']}")
                return message.get("result", {})
            self._note(message)

    def _note(self, message):
        details = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            thrown = details["exceptionDetails"]
            text = thrown.get("exception", {}).get("description") or thrown["text"]
            self.console.append(f"exception: {text}")
        elif message.get("method") == "Runtime.consoleAPICalled":
            if details["type"] in ("error", "warning", "assert"):
                words = [
                    str(each.get("value", each.get("description", "")))
                    for each in details["args"]
                ]
                self.console.append(f"{details['type']}: {' '.join(words)}")

    def size(self, width, height, scale=1):
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 768,
        )
        self.command("Emulation.setTouchEmulationEnabled", enabled=width < 768)

    def set_cookie(self, url, name, value):
        self.command("Network.setCookie", url=url, name=name, value=value)

    def open(self, url):
        # leave the page before: a change of the part after # would not load anew
        self.command("Page.navigate", url="about:blank")
        self.command("Page.navigate", url=url)

    def evaluate(self, code):
        """Value of a JavaScript expression; promises are awaited."""
        answer = self.command(
            "Runtime.evaluate",
            expression=code,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if problem := answer.get("exceptionDetails"):
            text = problem.get("exception", {}).get("description", problem["text"])
            raise BrowserError(f"{code!r}: {text}")
        return answer["result"].get("value")

    def wait(self, expression, timeout=60):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with contextlib.suppress(BrowserError):  # the page is changing
                if self.evaluate(expression):
                    return
            time.sleep(0.1)
        raise BrowserError(f"after {timeout} seconds not yet true: {expression}")

    def wait_for(self, selector, timeout=60):
        self.wait(f"!!document.querySelector({json.dumps(selector)})", timeout)

    def settle(self):
        """Wait until the web client shows its action and nothing moves any more."""
        self.wait(READY)
        previous = None
        for _attempt in range(40):
            time.sleep(0.25)
            current = self.evaluate("document.body.innerHTML.length")
            if current == previous and self.evaluate(READY):
                return
            previous = current

    def save(self, path, full_page=False):
        options = {"captureBeyondViewport": True} if full_page else {}
        if full_page:
            content = self.command("Page.getLayoutMetrics")["cssContentSize"]
            options["clip"] = {**content, "scale": 1}
        picture = self.command("Page.captureScreenshot", format="png", **options)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(base64.b64decode(picture["data"]))


class Session:
    """A user's session of an Odoo server, for the browser's cookie and small calls."""

    def __init__(self, server, database, login, password=None):
        self.server = server
        self.identifier = ""
        password = password or login
        credentials = {"db": database, "login": login, "password": password}
        answer = self._post("/web/session/authenticate", credentials)
        self.user_id = answer["uid"]
        self.user_lang = answer["user_context"]["lang"]

    def _post(self, path, parameters):
        request = urllib.request.Request(
            self.server + path,
            json.dumps({"jsonrpc": "2.0", "params": parameters}).encode(),
            {
                "Content-Type": "application/json",
                "Cookie": f"session_id={self.identifier}",
            },
        )
        with urllib.request.urlopen(request, timeout=120) as response:
            cookies = response.headers.get_all("Set-Cookie") or []
            answer = json.load(response)
        for cookie in cookies:
            if cookie.startswith("session_id="):
                self.identifier = cookie.split(";")[0].partition("=")[2]
        if "error" in answer:
            raise base.Failure(f"the server says: {answer['error']['data']['message']}")
        return answer["result"]

    def call(self, model, method, *arguments, **keywords):
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": arguments,
                "kwargs": keywords,
            },
        )

    @contextlib.contextmanager
    def language(self, lang):
        """The web client speaks the user's language: change it for a while."""
        if not lang or lang == self.user_lang:
            yield
            return
        self.call("res.users", "write", [self.user_id], {"lang": lang})
        try:
            yield
        finally:
            self.call("res.users", "write", [self.user_id], {"lang": self.user_lang})


@contextlib.contextmanager
def serving(odoo, database):
    """A server of our own on a free port."""
    (port,) = suites.free_ports(1)
    url = f"http://127.0.0.1:{port}"
    log = base.LOG / "server-screenshots.log"
    with open(log, "w") as output:
        process = subprocess.Popen(
            [
                *setup.odoo_command(odoo),
                *("-d", database, f"--db-filter=^{database}$"),
                *("--http-port", port, "--max-cron-threads=0"),
            ],
            env=setup.environment(odoo),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        for _attempt in range(240):
            try:
                urllib.request.urlopen(f"{url}/web/login", timeout=60).close()
                break
            except urllib.error.HTTPError as error:
                raise base.Failure(f"the server failed ({error}), see {log}.") from None
            except OSError:
                time.sleep(0.25)
            if process.poll() is not None:
                raise base.Failure(f"the server did not start, see {log}.")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


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
    database = options.db or demo.ensure(odoo)
    own = contextlib.nullcontext(options.server)
    problems = 0
    with serving(odoo, database) if not options.server else own as server:
        with Browser() as browser:
            for shot, path in wanted:
                try:
                    console = take(
                        *(browser, server, database, shot, path),
                        *(options.scale, options.full_page),
                    )
                except BrowserError as error:
                    console = [str(error)]
                    browser.save(path)
                    problems += 1
                base.say(f"{shot.name}: {path}")
                for line in console:
                    print(f"    {line}")
    return 1 if problems else 0


if __name__ == "__main__":
    base.main(start)
