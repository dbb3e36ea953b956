"""How long the installation takes in a company that has its customers already.

dev/odoo-python dev/trust/install.py SIZE ORIGINAL

Figures are computed by the scheduler, not by the installation: it takes as long as in
an empty database, plus the index over orders.
"""

import re
import sys

from office import Proof
from tools import base, databases, odoo_source

#: Seconds that the size of the company may add.
ADDED = 30


def seconds_of(text):
    """Seconds that loading the module took, by the log of the installation."""
    return float(re.search(rf"Module {base.MODULE} loaded in ([\d.]+)s", text)[1])


def install(name, original):
    databases.clone(original, name)
    log = f"trust-install-{name}.log"
    databases.install(odoo_source.find(), name, [base.MODULE], log)
    text = (base.LOG / log).read_text(errors="replace")
    [found] = databases.postgres.sql("SELECT COUNT(*) FROM reactivation_customer", name)
    databases.drop(name)
    return seconds_of(text), int(found)


def main(size, original):
    proof = Proof()
    empty, __ = install(f"{original}_install", "template_core")
    full, figures = install(f"{original}_install", f"bench_{size}_plain")
    proof.say(f"installed in {full:.1f} s, in an empty database in {empty:.1f} s")
    proof.hold(full - empty < ADDED, f"the company adds less than {ADDED} s")
    proof.hold(not figures, "nothing is computed by the installation")
    proof.end()


main(*sys.argv[1:])
