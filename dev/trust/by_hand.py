"""The refresh started by hand in a process of its own, as from the scheduler's form.

dev/odoo-python dev/trust/by_hand.py DATABASE
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from clock import open_registry

from odoo import SUPERUSER_ID
from odoo.api import Environment


def main(database):
    with open_registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        env["reactivation.customer"]._cron_refresh()


main(*sys.argv[1:])
