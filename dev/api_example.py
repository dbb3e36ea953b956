#!/usr/bin/env python3
"""Read the board and log a call over Odoo's JSON-2 API, with Python alone.

    ODOO_KEY=… dev/api_example.py https://odoo.example.com DATABASE
    ODOO_KEY=… dev/api_example.py https://odoo.example.com DATABASE 42 unreachable Busy

Without a card: the open cards of the key's user, by priority. With the number of a card
and an outcome: logs the call, which does all that the same outcome does on the screen.
The key is an API key (Preferences > Security > New API Key); its user's rights decide.
"""

import json
import os
import sys
import urllib.error
import urllib.request


class Api:
    """The JSON-2 API of one database."""

    def __init__(self, url, database, key):
        self.url = url.rstrip("/")
        self.headers = {
            "Authorization": f"bearer {key}",
            "Content-Type": "application/json",
            "X-Odoo-Database": database,
        }

    def call(self, model, method, **arguments):
        """Result of a public method; ``ids`` are the records it is called on.

        :raise RuntimeError: the server refuses, with its own words
        """
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}",
            json.dumps(arguments).encode(),
            self.headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = json.loads(error.read() or b"{}")
            raise RuntimeError(problem.get("message", str(error))) from None


def board(api, limit=80):
    """Open cards that one may work, as the board orders them.

    :return: list of dicts
    """
    fields = [
        *("partner_id", "category_id", "value_class", "at_stake_amount"),
        *("silence_days", "next_step_text", "user_id"),
    ]
    return api.call(
        "reactivation.episode",
        "search_read",
        domain=[["state", "=", "open"]],
        fields=fields,
        limit=limit,
    )


def log_call(api, card_id, outcome, note=""):
    """Log a call on a card.

    :param outcome: code after ``outcome_``: unreachable, no_need, other_solution, …
    :return: id of the logged call
    :raise RuntimeError: no such outcome, not one's own card, something is missing
    """
    known = api.call(
        "reactivation.reason",
        "search_read",
        domain=[["kind", "=", "outcome"], ["effect", "=", outcome]],
        fields=["name"],
        limit=1,
    )
    if not known:
        raise RuntimeError(f"There is no outcome {outcome!r}.")
    values = {"episode_id": card_id, "outcome_id": known[0]["id"], "note": note}
    (call_id,) = api.call("reactivation.call", "create", vals_list=[values])
    return call_id


def main(arguments):
    if len(arguments) < 2 or "ODOO_KEY" not in os.environ:
        print(__doc__, file=sys.stderr)
        return 2
    api = Api(*arguments[:2], os.environ["ODOO_KEY"])
    if len(arguments) > 3:
        call_id = log_call(
            api, int(arguments[2]), arguments[3], " ".join(arguments[4:])
        )
        print(f"logged as call {call_id}")
        return 0
    for card in board(api):
        print(
            f"{card['id']:>8}  {card['partner_id'][1]:<32.32}"
            f"  {card['category_id'][1]:<16.16}  {card['at_stake_amount']:>12.2f}"
            f"  {card['silence_days']:>5} days  {card['next_step_text'] or ''}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
