"""Two servers with a scheduler each, and somebody who starts the refresh by hand.

dev/odoo-python dev/trust/schedulers.py SIZE ORIGINAL

One works, the others step aside: each company has one run, nothing is computed twice,
nobody fails.
"""

import subprocess
import sys
from pathlib import Path

from office import Database, Proof, serving
from tools import databases

BY_HAND = Path(__file__).resolve().parent / "by_hand.py"


def main(_size, original):
    name = f"{original}_schedulers"
    databases.clone(original, name)
    database = Database(name)
    companies = database.value("SELECT COUNT(*) FROM res_company")
    proof = Proof()
    with serving(name, workers=1) as one, serving(name, workers=1) as other:
        hands = [
            subprocess.Popen([sys.executable, str(BY_HAND), name]) for __ in range(2)
        ]
        seconds = database.refresh()
        proof.hold(not any(hand.wait() for hand in hands), "by hand: without an error")
        database.wait(lambda: not database.is_refreshing())
        runs = database.rows(
            "SELECT company_id, inserted, updated, state FROM reactivation_run"
        )
        proof.say(f"two schedulers, two by hand: {seconds:.0f} s; {len(runs)} runs")
        rounds = {}
        for company, *__ in runs:
            rounds[company] = rounds.get(company, 0) + 1
        proof.hold(len(rounds) == companies, "every company was refreshed")
        proof.hold(
            sum(inserted > 0 for __, inserted, *__ in runs) == companies,
            "each customer was written once",
        )
        proof.hold(
            all(state == "done" for *__, state in runs), "no run is left under way"
        )
        rows = database.value("SELECT COUNT(*) FROM reactivation_customer")
        counted = sum(inserted for __, inserted, *__ in runs)
        proof.hold(rows == counted, f"{rows} customers, {counted} counted by the runs")
        complaints = one.complaints() + other.complaints()
        proof.hold(not complaints, f"the logs are clean {complaints[:3] or ''}")
    databases.drop(name)
    proof.end()


main(*sys.argv[1:])
