#!/usr/bin/env python3
"""Write the spreadsheet dashboard, data/files/reactivation_dashboard.json.

Change it here and run this script, never the file: a test compares both.  Figures come
from the analysis of cards (`reactivation.report`) in the format of Odoo 19's own
dashboards.  What is opened in the period and what came back in it are different
questions: each figure follows the filter by one of the two days.  How Odoo wants it
written is in `spreadsheet_format.py`.
"""

import json
from pathlib import Path

from spreadsheet_format import Dashboard

FILE = (
    Path(__file__).resolve().parent.parent
    / "data"
    / "files"
    / "reactivation_dashboard.json"
)
MODEL = "reactivation.report"
ACTION = "crm_reactivation.reactivation_report_action"
MENU = "crm_reactivation.menu_report"
OPENED, BACK = "opened_on", "back_on"
CAME_BACK = [["state", "=", "reactivated"]]

#: Measure -> (aggregator, number format or None: the currency's); its heading is the
#: field's, in all languages.
MEASURES = {
    "card_count": ("sum", "#,##0"),
    "contacted": ("sum", "#,##0"),
    "reactivation_rate": ("avg", "0"),
    "won_back_id": ("count_distinct", "#,##0"),
    "recovered_amount": ("sum", None),
    "at_stake_amount": ("sum", None),
    "days_to_return": ("avg", "0"),
    "cost": ("sum", None),
}

#: Headline figures: (title, measure, day it is counted by, colour).
BLUE, ORANGE = "#EFF6FF", "#FFF7ED"
HEADLINES = (
    ("Cards opened", "card_count", OPENED, BLUE),
    ("Of them contacted", "contacted", OPENED, BLUE),
    ("Of them back", "reactivation_rate", OPENED, BLUE),
    ("Won back", "won_back_id", BACK, ORANGE),
    ("Recovered", "recovered_amount", BACK, ORANGE),
    ("Days to come back", "days_to_return", BACK, ORANGE),
)

#: Tables: first row, column, title, rows by, measures, first by, day, condition.
TABLES = (
    {
        "place": (22, "A"),
        "title": "Salespeople",
        "by": "user_id",
        "measures": ("won_back_id", "recovered_amount", "days_to_return"),
        "first_by": "recovered_amount",
        "day": BACK,
        "domain": CAME_BACK,
    },
    {
        "place": (22, "F"),
        "title": "Categories",
        "by": "category_id",
        "measures": ("card_count", "contacted", "reactivation_rate"),
        "first_by": "card_count",
        "day": OPENED,
    },
    {
        "place": (35, "A"),
        "title": "Campaigns",
        "by": "campaign_id",
        "measures": ("card_count", "reactivation_rate", "cost"),
        "first_by": "card_count",
        "day": OPENED,
        "domain": [["campaign_id", "!=", False]],
    },
    {
        "place": (35, "F"),
        "title": "Where they buy instead",
        "by": "competitor",
        "measures": ("card_count", "reactivation_rate", "at_stake_amount"),
        "first_by": "at_stake_amount",
        "day": OPENED,
        "domain": [["competitor", "!=", False]],
    },
)

LISTS = (
    {
        "place": (48, "A"),
        "title": "Largest comebacks",
        "columns": {
            "partner_id": "Customer",
            "user_id": "Salesperson",
            "back_on": "Back on",
            "recovered_amount": "Recovered",
        },
        "first_by": "recovered_amount",
        "day": BACK,
        "domain": [["credit_state", "=", "counted"]],
    },
    {
        "place": (48, "F"),
        "title": "Most at stake, still open",
        "columns": {
            "partner_id": "Customer",
            "user_id": "Salesperson",
            "opened_on": "Opened on",
            "at_stake_amount": "At stake",
        },
        "first_by": "at_stake_amount",
        "day": OPENED,
        "domain": [["state", "=", "open"]],
    },
)


def build():
    """The dashboard as a dict."""
    dashboard = Dashboard(MODEL, ACTION, MENU, MEASURES)
    for headline in HEADLINES:
        dashboard.headline(*headline)
    dashboard.title(7, "A", "Customers won back by month")
    dashboard.chart("won-back", 0, "won_back_id", BACK, ["back_on:month"], CAME_BACK)
    dashboard.title(7, "F", "Cards opened by month")
    dashboard.chart("opened", 540, "card_count", OPENED, ["opened_on:month", "state"])
    for table in TABLES:
        dashboard.table(**table)
    for rows in LISTS:
        dashboard.list(**rows)
    return dashboard.content()


def text():
    """The file's content."""
    return json.dumps(build(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
