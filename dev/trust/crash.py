"""The process of a refresh is killed at random moments; the next one goes on.

dev/odoo-python dev/trust/crash.py SIZE ORIGINAL

Ten times SIGKILL during the first refresh, each time in a copy of its own, at a moment
drawn from the time that an undisturbed one takes.  Afterwards all is as there.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

from office import Database, Proof
from tables import differences, said, taken
from tools import databases

BY_HAND = Path(__file__).resolve().parent / "by_hand.py"
MOMENTS = 10
SEED = 20

DUPLICATES = {
    "open cards of one customer": "SELECT customer_id FROM reactivation_episode"
    " WHERE state = 'open' GROUP BY 1 HAVING COUNT(*) > 1",
    "runs under way": "SELECT id FROM reactivation_run WHERE state = 'running'",
    "activities of one card": "SELECT res_id FROM mail_activity"
    " WHERE res_model = 'reactivation.episode' GROUP BY 1, activity_type_id, summary"
    " HAVING COUNT(*) > 1",
    "changes of status without a change": "SELECT customer_id"
    " FROM reactivation_lifecycle GROUP BY 1, date, old_status, new_status"
    " HAVING COUNT(*) > 1",
}


def start(name):
    return subprocess.Popen([sys.executable, str(BY_HAND), name])


def killed_run(database, after):
    """Start a refresh and kill it ``after`` seconds of work; returns where it was.

    :return: stage of each run at that moment; empty when it was over already
    """
    process = start(database.name)
    database.wait(
        lambda: database.value("SELECT EXISTS (SELECT FROM reactivation_run)")
    )
    time.sleep(after)
    over = process.poll() is not None
    process.kill()
    process.wait()
    database.wait(database.is_alone)
    stages = database.rows(
        "SELECT stage, cursor, state FROM reactivation_run ORDER BY id"
    )
    over |= all(state == "done" for *__, state in stages)
    return "" if over else ", ".join(f"{stage} {at}" for stage, at, __ in stages)


def main(_size, original):
    proof = Proof()
    name = f"{original}_crash"
    databases.clone(original, name)
    database = Database(name)
    process = start(name)
    database.wait(
        lambda: database.value("SELECT EXISTS (SELECT FROM reactivation_run)")
    )
    started = time.monotonic()
    proof.hold(process.wait() == 0, "undisturbed")
    length = time.monotonic() - started
    expected = taken(database)
    counted = {table: len(rows) for table, rows in expected.items()}
    proof.say(f"an undisturbed refresh: {length:.1f} s; {counted}")
    moments = random.Random(SEED)
    number = 1
    while number <= MOMENTS:
        database.connection.close()
        databases.clone(original, name)
        database = Database(name)
        after = moments.uniform(0, length)
        where = killed_run(database, after)
        if not where:  # over already: quicker than the undisturbed one
            length = after
            continue
        ended = start(name).wait() == 0
        found = differences(expected, taken(database))
        twice = [what for what, query in DUPLICATES.items() if database.rows(query)]
        proof.hold(
            ended and not any(found.values()) and not twice,
            f"killed {number}, after {after:.1f} s ({where}): the next run ends alike"
            f" {said(found, expected, taken(database)) or ''} {twice or ''}",
        )
        number += 1
    database.connection.close()
    databases.drop(name)
    proof.end()


main(*sys.argv[1:])
