"""Fill a database, or equip one that has the module with five policies.

dev/odoo-python bench/prepare.py fill DATABASE SIZE
dev/odoo-python bench/prepare.py equip DATABASE
"""

import sys

from clock import open_registry, vacuum
from fill import fill

from odoo import SUPERUSER_ID
from odoo.api import Environment

#: Beside the policy that comes with the module: one of each method.
POLICIES = (
    ("Tag", {"method": "fixed", "inactive_after": 18}, "category_id", "tag"),
    ("Sector", {"method": "multiple", "multiple": 3.0}, "industry_id", "sector"),
    ("Country", {"method": "yearly"}, "country_id", "country"),
    ("Season", {"active_months": "3,4,5,6,9,10"}, "user_id", "seller"),
)


def equip(env):
    """Four special policies before the general one: five in use."""
    found = {
        "tag": env["res.partner.category"].search([("name", "=", "Long cycle")]),
        "sector": env["res.partner.industry"].search([], limit=1),
        "country": env["res.country"].search([], limit=3)[2:],
        "seller": env["res.users"].search([("login", "=", "seller3")]),
    }
    env["reactivation.policy"].create(
        [
            {
                "name": name,
                "sequence": number,
                "domain": str([(field, "=", found[what].id)]),
                **values,
            }
            for number, (name, values, field, what) in enumerate(POLICIES)
        ]
    )


def main(action, database, *arguments):
    with open_registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        {"fill": fill, "equip": equip}[action](env, *arguments)
        vacuum(cr)


if __name__ == "__main__":
    main(*sys.argv[1:])
