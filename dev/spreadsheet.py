#!/usr/bin/env python3
"""Write the spreadsheet dashboard, data/files/reactivation_dashboard.json.

Change it here and run this script, never the file: a test compares both.  Figures come
from the analysis of cards (`reactivation.report`) in the format of Odoo 19's own
dashboards.  What is opened in the period and what came back in it are different
questions: each figure follows the filter by one of the two days.
"""

import json
from pathlib import Path

FILE = (
    Path(__file__).resolve().parent.parent
    / "data"
    / "files"
    / "reactivation_dashboard.json"
)
VERSION = "18.5.10"
MODEL = "reactivation.report"
ACTION = "crm_reactivation.reactivation_report_action"
MENU = "crm_reactivation.menu_report"
OPENED, BACK = "opened_on", "back_on"
PERIOD, TEAM, USER = "reactivation-period", "reactivation-team", "reactivation-user"
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
ROWS = 10  # of a table or list


def matching(day, offset=0):
    """How the filters of the dashboard apply, by one of the two days."""
    return {
        PERIOD: {"chain": day, "type": "date", "offset": offset},
        TEAM: {"chain": "team_id", "type": "many2one"},
        USER: {"chain": "user_id", "type": "many2one"},
    }


def measure(name):
    aggregator, number_format = MEASURES[name]
    return {
        "id": f"{name}:{aggregator}",
        "fieldName": name,
        "aggregator": aggregator,
        **({"format": number_format} if number_format else {}),
    }


def measure_id(name):
    return f"{name}:{MEASURES[name][0]}"


class Dashboard:
    """Gathers pivots, lists, figures and cells, then writes them in one file."""

    def __init__(self):
        self.pivots, self.lists, self.figures = {}, {}, []
        self.cells, self.styles, self.borders = {}, {}, {}
        self.data = {"A1": '=_t("Figure")', "B1": '=_t("Period")'}
        self.data["C1"] = '=_t("Period before")'
        self.data_formats, self.headings = {}, set()

    def pivot(self, measures, day, domain=(), by=None, first_by=None, offset=0):
        """Add a pivot; returns its number."""
        number = str(len(self.pivots) + 1)
        self.pivots[number] = {
            "type": "ODOO",
            "id": number,
            "formulaId": number,
            "name": " ",  # shown in a corner, untranslated: the title above says it
            "model": MODEL,
            "actionXmlId": ACTION,
            "context": {},
            "domain": list(domain),
            "measures": [measure(m) for m in measures],
            "columns": [],
            "rows": [{"fieldName": by}] if by else [],
            "sortedColumn": first_by
            and {"measure": measure_id(first_by), "order": "desc", "domain": []},
            "fieldMatching": matching(day, offset),
        }
        return number

    def headline(self, title, name, day, colour):
        """A score card: the figure, and how it was in the period before."""
        row = len(self.data) // 3 + 1
        is_rate = name == "reactivation_rate"
        self.data[f"A{row}"] = f'=_t("{title}")'
        for column, offset in (("B", 0), ("C", -1)):
            number = self.pivot([name], day, offset=offset)
            value = f'PIVOT.VALUE({number},"{measure_id(name)}")'
            if MEASURES[name][0] == "avg":
                value = f"IFERROR(VALUE({value}),0)"  # no card, no mean
            self.data[f"{column}{row}"] = f"={value}/100" if is_rate else f"={value}"
        if MEASURES[name][1]:
            self.data_formats[f"B{row}:C{row}"] = 2 if is_rate else 1
        place = row - 2
        self.figure(
            f"headline-{name}",
            (place * 175, 10, 165, 100),
            {
                "type": "scorecard",
                "title": {"text": title, "fontSize": 13, "color": "#434343"},
                "background": colour,
                "keyValue": f"Data!B{row}",
                "baseline": f"Data!C{row}",
                "baselineMode": "text",
                "baselineDescr": {"text": "before"},
                "humanize": True,
            },
        )

    def chart(self, key, x, name, day, by, domain=(), **options):
        """A bar chart of one measure, by month or by a field, maybe stacked."""
        self.figure(
            key,
            (x, 166, 515, 310),
            {
                "type": "odoo_bar",
                "title": {"text": ""},
                "background": "#FFFFFF",
                "legendPosition": "none" if len(by) == 1 else "top",
                "metaData": {
                    "groupBy": by,
                    "measure": name,
                    "order": None,
                    "resModel": MODEL,
                    "mode": "bar",
                },
                "searchParams": {
                    "comparison": None,
                    "context": {},
                    "domain": list(domain),
                    "groupBy": by,
                    "orderBy": [],
                },
                "actionXmlId": ACTION,
                "dataSets": [{}],
                "verticalAxisPosition": "left",
                "stacked": len(by) > 1,
                "fieldMatching": matching(day),
                **options,
            },
        )

    def figure(self, key, box, data):
        x, y, width, height = box
        self.figures.append(
            {
                "id": key,
                "tag": "chart",
                "col": 0,
                "row": 0,
                "offset": {"x": x, "y": y},
                "width": width,
                "height": height,
                "data": {**data, "chartId": key},
            }
        )

    def title(self, row, column, text):
        """A heading over four columns that opens the analysis."""
        self.cells[f"{column}{row}"] = f"[{text}](odoo://ir_menu_xml_id/{MENU})"
        self.styles[f"{column}{row}"] = 1
        self.borders[f"{column}{row}:{chr(ord(column) + 3)}{row}"] = 1

    def frame(self, row, column, last):
        """Headings and body of a table below its title."""
        first = chr(ord(column) + 1)
        self.headings.add(row + 1)
        self.styles[f"{column}{row + 1}"] = 2
        self.styles[f"{first}{row + 1}:{last}{row + 1}"] = 3
        self.styles[f"{column}{row + 2}:{last}{row + 1 + ROWS}"] = 4

    def table(self, place, title, measures, **pivot):
        """The first rows of a pivot."""
        row, column = place
        number = self.pivot(measures, **pivot)
        self.title(row, column, title)
        self.cells[f"{column}{row + 1}"] = f"=PIVOT({number}, {ROWS}, FALSE, FALSE)"
        self.frame(row, column, chr(ord(column) + 3))

    def list(self, place, title, columns, first_by, day, domain):
        """The first records of a list; columns: field -> heading."""
        row, column = place
        number = str(len(self.lists) + 1)
        self.lists[number] = {
            "id": number,
            "name": title,
            "model": MODEL,
            "actionXmlId": ACTION,
            "columns": list(columns),
            "domain": list(domain),
            "context": {},
            "orderBy": [{"name": first_by, "asc": False}],
            "fieldMatching": matching(day),
        }
        self.title(row, column, title)
        for index, (name, heading) in enumerate(columns.items()):
            letter = chr(ord(column) + index)
            self.cells[f"{letter}{row + 1}"] = (
                f'=ODOO.LIST.HEADER({number}, "{name}", _t("{heading}"))'
            )
            for line in range(1, ROWS + 1):
                self.cells[f"{letter}{row + 1 + line}"] = (
                    f'=ODOO.LIST({number},{line},"{name}")'
                )
        self.frame(row, column, chr(ord(column) + 3))

    def content(self):
        """The dashboard as Odoo loads it."""
        widths = (185, 120, 105, 105, 25, 185, 120, 105, 105)
        return {
            "version": VERSION,
            "sheets": [
                {
                    **sheet("dashboard", "Dashboard", len(widths), 60),
                    "cols": {str(i): {"size": w} for i, w in enumerate(widths)},
                    "rows": {str(row - 1): {"size": 38} for row in self.headings},
                    "cells": self.cells,
                    "styles": self.styles,
                    "borders": self.borders,
                    "figures": self.figures,
                    "areGridLinesVisible": False,
                },
                {
                    **sheet("data", "Data", 3, len(HEADLINES) + 1),
                    "cols": {"0": {"size": 220}},
                    "cells": self.data,
                    "styles": {"A1:C1": 2},
                    "formats": self.data_formats,
                },
            ],
            "styles": {
                "1": {"fontSize": 16, "bold": True},
                "2": {"textColor": "#434343", "bold": True},
                "3": {
                    "textColor": "#434343",
                    "bold": True,
                    "align": "right",
                    "wrapping": "wrap",
                },
                "4": {"textColor": "#434343"},
            },
            "formats": {"1": "#,##0", "2": "0%"},
            "borders": {"1": {"bottom": {"style": "thin", "color": "#CCCCCC"}}},
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {
                "locale": {
                    "name": "English (US)",
                    "code": "en_US",
                    "thousandsSeparator": ",",
                    "decimalSeparator": ".",
                    "dateFormat": "mm/dd/yyyy",
                    "timeFormat": "hh:mm:ss",
                    "formulaArgSeparator": ",",
                    "weekStart": 7,
                }
            },
            "pivots": self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "lists": self.lists,
            "listNextId": len(self.lists) + 1,
            "globalFilters": [
                {
                    "id": PERIOD,
                    "type": "date",
                    "label": "Period",
                    "defaultValue": "year_to_date",
                },
                {
                    "id": TEAM,
                    "type": "relation",
                    "label": "Sales Team",
                    "modelName": "crm.team",
                },
                {
                    "id": USER,
                    "type": "relation",
                    "label": "Salesperson",
                    "modelName": "res.users",
                },
            ],
            "chartOdooMenusReferences": {f["id"]: MENU for f in self.figures},
        }


def sheet(key, name, columns, rows):
    """An empty sheet."""
    return {
        "id": key,
        "name": name,
        "colNumber": columns,
        "rowNumber": rows,
        "rows": {},
        "cols": {},
        "merges": [],
        "cells": {},
        "styles": {},
        "formats": {},
        "borders": {},
        "conditionalFormats": [],
        "dataValidationRules": [],
        "figures": [],
        "tables": [],
        "areGridLinesVisible": True,
        "isVisible": True,
        "headerGroups": {"ROW": [], "COL": []},
        "comments": {},
    }


def build():
    """The dashboard as a dict."""
    dashboard = Dashboard()
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
