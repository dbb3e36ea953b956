"""The process of a refresh is killed at random moments; the next one goes on.

dev/odoo-python dev/trust/crash.py SIZE ORIGINAL

Ten times SIGKILL, each time in a copy of its own: five times in a first refresh, which
inserts by SQL, five times while a later night closes and opens cards, credits comebacks
and plans activities through the ORM; at moments drawn from the time that this takes
undisturbed.  Afterwards all is as undisturbed, and nothing there twice.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

from crash_day import pass_a_day
from office import Database, Proof
from tables import differences, said, taken
from tools import databases

BY_HAND = Path(__file__).resolve().parent / "by_hand.py"
#: Kills in the first refresh, and as many in a later night.
MOMENTS = 5
SEED = 20
ALL = ("figures", "value", "cards", "credits", "changes", "order", "finish")

DUPLICATES = {
    "open cards of one customer": "SELECT customer_id FROM reactivation_episode"
    " WHERE state = 'open' GROUP BY 1 HAVING COUNT(*) > 1",
    "credits of one card": "SELECT episode_id FROM reactivation_credit"
    " GROUP BY 1 HAVING COUNT(*) > 1",
    "runs under way": "SELECT id FROM reactivation_run WHERE state = 'running'",
    "activities of one record": "SELECT res_id FROM mail_activity"
    " GROUP BY res_model, res_id, activity_type_id, summary HAVING COUNT(*) > 1",
    "notes of one card": "SELECT res_id FROM mail_message"
    " WHERE model = 'reactivation.episode' AND body <> ''"
    " GROUP BY 1, body HAVING COUNT(*) > 1",
    "changes of status without a change": "SELECT customer_id"
    " FROM reactivation_lifecycle GROUP BY 1, date, old_status, new_status"
    " HAVING COUNT(*) > 1",
}
#: What a night plans and notes through the ORM, by customer.
PLANNED = """
SELECT (partner_id, res_model)::text, (activity_type_id, user_id, summary)::text
  FROM (SELECT activity.*, COALESCE(card.partner_id, activity.res_id) AS partner_id
          FROM mail_activity activity
          LEFT JOIN reactivation_episode card ON card.id = activity.res_id
                AND activity.res_model = 'reactivation.episode') planned
"""
NOTED = """
SELECT card.partner_id::text, message.body
  FROM mail_message message
  JOIN reactivation_episode card ON card.id = message.res_id
 WHERE message.model = 'reactivation.episode'
"""


def left_by(database):
    """All that a refresh leaves, see ``tables.taken``; with activities and notes."""
    found = taken(database)
    for name, query in {"planned": PLANNED, "noted": NOTED}.items():
        found[name] = {}
        for key, values in database.rows(query):
            found[name].setdefault(key, []).append(values)
    return found


def start(name):
    return subprocess.Popen([sys.executable, str(BY_HAND), name])


def last_run(database):
    return database.value("SELECT COALESCE(MAX(id), 0) FROM reactivation_run")


def is_in(database, stages, before):
    """Whether a run later than ``before`` is in one of these stages."""
    return database.value(
        "SELECT EXISTS (SELECT FROM reactivation_run"
        " WHERE id > %s AND state = 'running' AND stage = ANY(%s))",
        before,
        list(stages),
    )


def begun_run(database, stages, before):
    """Start a refresh and wait until it is in these stages; returns the process."""
    process = start(database.name)
    database.wait(lambda: is_in(database, stages, before))
    return process


def killed_run(database, stages, after):
    """Start a refresh and kill it ``after`` seconds in these stages.

    :return: stage of each run at that moment; empty when it was over already
    """
    before = last_run(database)
    process = begun_run(database, stages, before)
    time.sleep(after)
    over = process.poll() is not None
    process.kill()
    process.wait()
    database.wait(database.is_alone)
    stages = database.rows(
        "SELECT stage, cursor, state FROM reactivation_run WHERE id > %s ORDER BY id",
        before,
    )
    over |= all(state == "done" for *__, state in stages)
    return "" if over else ", ".join(f"{stage} {at}" for stage, at, __ in stages)


def kill_and_compare(proof, what, original, moments, stages):
    """Kill a refresh of copies of a database; each must end as an undisturbed one.

    :param stages: where it is killed
    """
    name = f"{original}_crash"
    databases.clone(original, name)
    database = Database(name)
    before = last_run(database)
    process = begun_run(database, stages, before)
    length = database.wait(lambda: not is_in(database, stages, before))
    proof.hold(process.wait() == 0, f"{what}: undisturbed")
    expected = left_by(database)
    counted = {table: len(rows) for table, rows in expected.items()}
    twice = [kind for kind, query in DUPLICATES.items() if database.rows(query)]
    proof.hold(
        not twice, f"{what}: {length:.1f} s to kill it in; {counted} {twice or ''}"
    )
    number = 1
    while number <= MOMENTS:
        database.connection.close()
        databases.clone(original, name)
        database = Database(name)
        after = moments.uniform(0, length)
        where = killed_run(database, stages, after)
        if not where:  # over already: quicker than the undisturbed one
            length = after
            continue
        ended = start(name).wait() == 0
        left = left_by(database)
        found = differences(expected, left)
        twice = [kind for kind, query in DUPLICATES.items() if database.rows(query)]
        proof.hold(
            ended and not any(found.values()) and not twice,
            f"{what}, kill {number} after {after:.1f} s ({where}): the next run ends"
            f" alike {said(found, expected, left) or ''} {twice or ''}",
        )
        number += 1
    database.connection.close()
    databases.drop(name)


def main(_size, original):
    proof = Proof()
    moments = random.Random(SEED)
    kill_and_compare(proof, "first refresh", original, moments, ALL)
    later = f"{original}_later"
    databases.clone(original, later)
    proof.hold(start(later).wait() == 0, "a first refresh to go on from")
    database = Database(later)
    proof.say(f"a day later: {pass_a_day(database)}")
    database.connection.close()
    kill_and_compare(proof, "later night", later, moments, ["cards"])
    databases.drop(later)
    proof.end()


main(*sys.argv[1:])
