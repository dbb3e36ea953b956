"""One refresh as the scheduler does it, in a process of its own: memory and slices.

dev/odoo-python bench/night.py DATABASE
Starts from no figures, commits each slice, prints JSON.
"""

import json
import sys
import threading
import time

from clock import forget_peak, memory, open_registry
from world import empty_figures

from odoo import SUPERUSER_ID
from odoo.api import Environment

#: Seconds between two looks at the memory of the database server's process.
INTERVAL = 0.05


class ServerMemory(threading.Thread):
    """Watches the private memory of the server process of a connection."""

    def __init__(self, cr):
        super().__init__(daemon=True)
        cr.execute("SELECT PG_BACKEND_PID()")
        [self.process] = cr.fetchone()
        self.idle = self.peak = memory("RssAnon", self.process)
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(INTERVAL):
            self.peak = max(self.peak, memory("RssAnon", self.process))


class Slices:
    """The longest time between two commits of a cursor."""

    def __init__(self, cr):
        self.longest = 0.0
        self.started = time.perf_counter()
        self.commit, cr.commit = cr.commit, self

    def __call__(self):
        self.commit()
        now = time.perf_counter()
        self.longest = max(self.longest, now - self.started)
        self.started = now


def main(database):
    with open_registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        empty_figures(env)
        cr.commit()
        server = ServerMemory(cr)
        cr.commit()
        forget_peak()
        idle = memory("VmRSS")
        slices = Slices(cr)
        server.start()
        started = time.perf_counter()
        env["reactivation.customer"]._cron_refresh()
        cr.commit()
        seconds = time.perf_counter() - started
        server.over.set()
    print(
        json.dumps(
            {
                "seconds": seconds,
                "slice_seconds": slices.longest,
                "memory_mb": memory("VmHWM") - idle,
                "server_memory_mb": server.peak - server.idle,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
