"""A headless Chromium, driven over the DevTools protocol."""

import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

from . import base, system

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
        number = self._send(method, **parameters)
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']['message']}")
                return message.get("result", {})
            self._note(message)

    def _send(self, method, **parameters):
        """Send one command; its number."""
        self._last += 1
        self._socket.send(
            json.dumps({"id": self._last, "method": method, "params": parameters})
        )
        return self._last

    def _note(self, message):
        details = message.get("params", {})
        if message.get("method") == "Page.javascriptDialogOpening":
            # what was filled in for a picture may be lost; nobody awaits this answer
            self._send("Page.handleJavaScriptDialog", accept=True)
        elif message.get("method") == "Runtime.exceptionThrown":
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
        # leave the page before: a change of the part after # would not load anew. Odoo
        # saves what a form holds when its page is left: not what is only pictured.
        self._offline(True)
        self.command("Page.navigate", url="about:blank")
        self._offline(False)
        self.command("Page.navigate", url=url)

    def _offline(self, offline):
        self.command(
            "Network.emulateNetworkConditions",
            offline=offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

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
