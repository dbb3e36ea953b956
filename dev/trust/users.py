"""Eight people work through HTTP for the whole length of a refresh.

dev/odoo-python dev/trust/users.py SIZE ORIGINAL

First the refresh after the installation, then one that judges every customer by another
rule.  Nobody's request fails, nothing that somebody wrote is lost, and afterwards the
tables are those that a computation from nothing gives.
"""

import random
import sys
import threading
import time

from office import Database, Proof, Refused, Session, serving
from tables import differences, said, spoil, taken
from tools import databases

PEOPLE = 8
#: Fields of contacts: each person writes another one of the same contacts.
OWN_FIELD = (
    *("phone", "street", "street2", "city", "zip", "website", "ref"),
    "function",
)
#: Contacts that all of them edit.
SHARED = 400
#: A request that waits longer than this is a fault.
PATIENCE = 10


class Person(threading.Thread):
    """Orders, edits, moves and calls in turns, and remembers what was answered."""

    def __init__(self, number, session, world, over):
        super().__init__(daemon=True)
        self.number, self.session, self.over = number, session, over
        self.random = random.Random(number)
        self.shared = world["shared"]
        self.buyers = world["buyers"][number::PEOPLE]
        self.cards = world["cards"].get(session.uid, [])
        self.categories, self.outcome = world["categories"], world["outcome"]
        self.product = world["product"]
        self.edited, self.moved, self.ordered = {}, {}, {}
        self.logged, self.refusals = [], []

    def run(self):
        turns = [self.order, self.edit, self.edit]
        if self.cards:
            turns += [self.move, self.log_call]
        while not self.over.is_set():
            for turn in turns:
                try:
                    turn()
                except Refused as refusal:
                    self.refusals.append(str(refusal))

    def order(self):
        """A new quotation, confirmed."""
        partner = self.buyers.pop()
        line = {"product_id": self.product, "price_unit": self.random.randint(9, 999)}
        values = {
            "partner_id": partner,
            "user_id": self.session.uid,
            "order_line": [(0, 0, line)],
        }
        [order] = self.session.call("sale.order", "create", [values])
        self.session.call("sale.order", "action_confirm", [order])
        self.ordered[partner] = order

    def edit(self):
        partner = self.random.choice(self.shared)
        text = str(self.random.randint(10**6, 10**7))
        field = OWN_FIELD[self.number]
        if field == "website":
            text = f"http://{text}.example.com"
        self.session.call("res.partner", "write", [partner], {field: text})
        self.edited[partner] = text

    def move(self):
        card = self.random.choice(self.cards)
        category = self.random.choice(self.categories)
        self.session.call(
            "reactivation.episode", "write", [card], {"category_id": category}
        )
        self.moved[card] = category

    def log_call(self):
        values = {
            "episode_id": self.random.choice(self.cards),
            "outcome_id": self.outcome,
        }
        self.logged += self.session.call("reactivation.call", "create", [values])


class Watch(threading.Thread):
    """The longest wait for a lock, seen from the database server."""

    def __init__(self, name):
        super().__init__(daemon=True)
        self.database = Database(name)
        self.over = threading.Event()
        self.longest = 0.0

    def run(self):
        while not self.over.wait(0.1):
            self.longest = max(
                self.longest,
                self.database.value(
                    "SELECT COALESCE(MAX(EXTRACT(EPOCH FROM clock_timestamp()"
                    " - query_start)), 0)::float8 FROM pg_stat_activity"
                    " WHERE datname = %s AND wait_event_type = 'Lock'",
                    self.database.name,
                ),
            )


def found_world(database):
    """Whom people work with; customers who are ordered from are nobody's cards."""
    cards = {}
    for user, card in database.rows(
        "SELECT user_id, id FROM reactivation_episode"
        " WHERE state = 'open' AND company_id = 1 AND user_id IS NOT NULL"
        " ORDER BY silent_since, id"  # inactive by any rule: not closed by the refresh
    ):
        cards.setdefault(user, []).append(card)
    cards = {user: ids[:40] for user, ids in cards.items()}
    worked = [card for ids in cards.values() for card in ids]
    buyers = database.rows(
        "SELECT id FROM res_partner WHERE is_company AND active AND id > 100"
        " AND id NOT IN"
        " (SELECT partner_id FROM reactivation_episode WHERE id = ANY(%s))"
        " ORDER BY md5(id::text) LIMIT 20000",
        worked,
    )
    shared = database.rows(
        "SELECT id FROM res_partner WHERE is_company AND active AND id > 100"
        " ORDER BY md5('s' || id) LIMIT %s",
        SHARED,
    )
    named = "SELECT res_id FROM ir_model_data WHERE module = 'crm_reactivation'"
    return {
        "cards": cards,
        "buyers": [row[0] for row in buyers],
        "shared": [row[0] for row in shared],
        "categories": [
            row[0] for row in database.rows(named + " AND name LIKE 'category_%%_%%'")
        ],
        "outcome": database.value(named + " AND name = 'outcome_unreachable'"),
        "product": database.value(
            "SELECT id FROM product_product ORDER BY id DESC LIMIT 1"
        ),
    }


def work_through(proof, database, server, title):
    """Everybody works while the scheduler refreshes; what was said has to be true."""
    world = found_world(database)
    over = threading.Event()
    people = [
        Person(n, Session(server, database.name, f"seller{n}"), world, over)
        for n in range(PEOPLE)
    ]
    watch = Watch(database.name)
    watch.start()
    retries = server.retries()
    for person in people:
        person.start()
    time.sleep(1)
    seconds = database.refresh()
    over.set()
    for person in people:
        person.join()
    watch.over.set()
    watch.join()
    done = {
        "orders confirmed": sum(len(p.ordered) for p in people),
        "contacts edited": sum(len(p.edited) for p in people),
        "cards moved": sum(len(p.moved) for p in people),
        "calls logged": sum(len(p.logged) for p in people),
    }
    slowest, what = max(person.session.slowest for person in people)
    said_done = ", ".join(f"{count} {what}" for what, count in done.items())
    proof.say(f"{title}: {seconds:.0f} s; {said_done}")
    proof.say(
        f"{server.retries() - retries} requests tried again by Odoo; longest wait for"
        f" a lock {watch.longest:.1f} s, slowest request {slowest:.1f} s ({what})"
    )
    refusals = [refusal for person in people for refusal in person.refusals]
    proof.hold(not refusals, f"no request failed {refusals[:3] or ''}")
    proof.hold(slowest < PATIENCE, f"nobody waited {PATIENCE} s")
    lost = lost_updates(database, people)
    proof.hold(not lost, f"nothing written was lost {lost[:3] or ''}")
    proof.hold(done["orders confirmed"] > 0, "there was something to lose")


def lost_updates(database, people):
    """What the server had confirmed and is not there."""
    lost = []
    for person in people:
        field = OWN_FIELD[person.number]
        for record, text in person.edited.items():
            if (
                database.value(f"SELECT {field} FROM res_partner WHERE id=%s", record)
                != text
            ):
                lost.append(f"{field} of contact {record}")
        for card, category in person.moved.items():
            decided = "SELECT decided_category_id FROM reactivation_episode WHERE id=%s"
            if database.value(decided, card) != category:
                lost.append(f"column of card {card}")
        found = database.value(
            "SELECT COUNT(*) FROM reactivation_call WHERE id = ANY(%s)", person.logged
        )
        if found != len(person.logged):
            lost.append(f"{len(person.logged) - found} calls of {person.number}")
        lost += [
            f"order of contact {partner}"
            for (partner,) in database.rows(
                "SELECT partner_id FROM sale_order WHERE id = ANY(%s)"
                " AND (state <> 'sale' OR EXISTS (SELECT FROM reactivation_episode card"
                "  WHERE card.partner_id = sale_order.partner_id AND company_id = 1"
                "    AND card.state = 'open'))",
                list(person.ordered.values()),
            )
        ]
    return lost


def main(size, original):
    name = f"{original}_users"
    databases.clone(original, name)
    database = Database(name)
    proof = Proof()
    with serving(name, workers=4) as server:
        work_through(proof, database, server, "first refresh")
        boss = Session(server, name, "admin")
        policy = database.value(
            "SELECT res_id FROM ir_model_data WHERE name = 'policy_default'"
        )
        boss.call(
            "reactivation.policy",
            "write",
            [policy],
            {"method": "fixed", "inactive_after": 4},
        )
        work_through(proof, database, server, "all judged anew")
        disturbed = taken(database)
        database.refresh()
        quiet = taken(database)
        found = differences(disturbed, quiet)
        among_all = found.pop("classes") + found.pop("ranks")
        proof.hold(
            not any(found.values()),
            f"the next refresh finds nothing to mend {said(found, disturbed, quiet)}",
        )
        proof.say(
            f"{len(among_all)} value classes and ranks followed the bounds of today"
        )
        spoil(database)
        database.refresh()
        again = taken(database)
        found = differences(quiet, again)
        proof.hold(
            not any(found.values()),
            f"computed from nothing all is the same {said(found, quiet, again)}",
        )
        complaints = server.complaints()
        proof.hold(not complaints, f"the log is clean {complaints[:3] or ''}")
    databases.drop(name)
    proof.end()


main(*sys.argv[1:])
