"""A server of a database for a while, and sessions of its users."""

import contextlib
import json
import subprocess
import time
import urllib.error
import urllib.request

from . import base, setup, suites


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
