"""Make a database ready for people to work in it: passwords, nothing but our job.

dev/odoo-python dev/trust/prepare.py DATABASE
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
        for user in env["res.users"].search([("login", "=like", "seller%")]):
            user.password = user.login
        env["product.product"].create(
            {"name": "Spare part", "type": "service", "list_price": 100}
        )
        refresh = env.ref("crm_reactivation.ir_cron_refresh")
        env["ir.cron"].search([("id", "!=", refresh.id)]).active = False
        cr.execute("UPDATE ir_cron SET nextcall = NOW() + INTERVAL '30 days'")
        cr.execute("DELETE FROM ir_cron_trigger")


main(*sys.argv[1:])
