"""What the refresh wrote, to be compared; and the same computed again from nothing."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import odoo.sql_db  # noqa: F401 (Odoo, before the text that imports it)

from queries import card_order, figures, value

#: What depends on the customer alone, and what on all customers together.
OWN = tuple(name for name in figures.COLUMNS if name != "episode_id")
AMONG_ALL = value.CLASS_COLUMNS
CARD = (
    *("state", "silent_since", "computed_category_id", "category_id"),
    *("provisional_score", "relapse_of_id", "at_stake_amount"),
)
RANK = tuple(name for name in card_order.ORDER_COLUMNS if name != "at_stake_amount")
CREDIT = ("amount", "state", "user_id", "date", "until", "order_id")


def taken(database):
    """Table -> {key: values}, of all that a refresh writes.

    Keys are those of the matter, not ids: they are the same in every copy.
    """
    tables = {
        "figures": ("customer.partner_id, customer.company_id", "customer", OWN),
        "classes": ("customer.partner_id, customer.company_id", "customer", AMONG_ALL),
        "cards": ("card.partner_id, card.company_id, card.opened_on", "episode", CARD),
        "ranks": ("card.partner_id, card.company_id, card.opened_on", "episode", RANK),
        "credits": ("card.partner_id, card.company_id", "credit", CREDIT),
    }
    sources = {
        "customer": "reactivation_customer customer",
        "episode": "reactivation_episode card",
        "credit": "reactivation_credit credit"
        " JOIN reactivation_episode card ON card.id = credit.episode_id",
    }
    alias = {"customer": "customer", "episode": "card", "credit": "credit"}
    found = {}
    for name, (key, source, columns) in tables.items():
        listed = ", ".join(f"{alias[source]}.{column}" for column in columns)
        rows = database.rows(
            f"SELECT ({key})::text, ({listed})::text FROM {sources[source]}"
        )
        found[name] = {}
        for row_key, values in rows:
            found[name].setdefault(row_key, []).append(values)
    return found


def differences(one, other):
    """Table -> keys whose values differ."""
    return {
        name: [
            key
            for key in one[name].keys() | other[name].keys()
            if sorted(one[name].get(key, [])) != sorted(other[name].get(key, []))
        ]
        for name in one
    }


def said(found, one, other):
    """The differences in words: how many, and an example of each table."""
    lines = []
    for name, keys in found.items():
        lines += [
            f"{name}: {len(keys)} differ, e.g. {key}:"
            f" {one[name].get(key)} / {other[name].get(key)}"
            for key in sorted(keys)[:1]
        ]
    return lines


def spoil(database):
    """Write nonsense over all that a refresh computes; the next one has to mend it."""
    # cards of customers who are inactive no more keep their rank
    database.rows(
        "UPDATE reactivation_episode SET rank = 9, at_stake_amount = 1,"
        " potential_class = NULL, accessibility_class = NULL"
        "  FROM reactivation_customer customer WHERE state = 'open'"
        "   AND customer.id = customer_id AND customer.inactive_since IS NOT NULL"
    )
    nothing = ", ".join(f"{name} = NULL" for name in (*OWN, *AMONG_ALL))
    database.rows(f"UPDATE reactivation_customer SET {nothing}")
