"""The format of Odoo 19's spreadsheet dashboards: pivots, lists, charts, cells."""

VERSION = "18.5.10"
PERIOD, TEAM, USER = "reactivation-period", "reactivation-team", "reactivation-user"
ROWS = 10  # of a table or list


def matching(day, offset=0):
    """How the filters of the dashboard apply, by one of the two days."""
    return {
        PERIOD: {"chain": day, "type": "date", "offset": offset},
        TEAM: {"chain": "team_id", "type": "many2one"},
        USER: {"chain": "user_id", "type": "many2one"},
    }


class Dashboard:
    """Gathers pivots, lists, figures and cells, then tells the content of the file.

    :param model: name of the model that all figures come from
    :param action, menu: external ids of what a figure opens
    :param measures: dict field -> (aggregator, number format or None: the currency's)
    """

    def __init__(self, model, action, menu, measures):
        self.model, self.action, self.menu = model, action, menu
        self.measures = measures
        self.pivots, self.lists, self.figures = {}, {}, []
        self.cells, self.styles, self.borders = {}, {}, {}
        self.data = {"A1": '=_t("Figure")', "B1": '=_t("Period")'}
        self.data["C1"] = '=_t("Period before")'
        self.data_formats, self.headings = {}, set()

    def measure(self, name):
        """A measure of a pivot."""
        aggregator, number_format = self.measures[name]
        return {
            "id": self.measure_id(name),
            "fieldName": name,
            "aggregator": aggregator,
            **({"format": number_format} if number_format else {}),
        }

    def measure_id(self, name):
        """The name of a measure in formulas."""
        return f"{name}:{self.measures[name][0]}"

    def pivot(self, measures, day, domain=(), by=None, first_by=None, offset=0):
        """Add a pivot; returns its number."""
        number = str(len(self.pivots) + 1)
        self.pivots[number] = {
            "type": "ODOO",
            "id": number,
            "formulaId": number,
            "name": " ",  # shown in a corner, untranslated: the title above says it
            "model": self.model,
            "actionXmlId": self.action,
            "context": {},
            "domain": list(domain),
            "measures": [self.measure(m) for m in measures],
            "columns": [],
            "rows": [{"fieldName": by}] if by else [],
            "sortedColumn": first_by
            and {"measure": self.measure_id(first_by), "order": "desc", "domain": []},
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
            value = f'PIVOT.VALUE({number},"{self.measure_id(name)}")'
            if self.measures[name][0] == "avg":
                value = f"IFERROR(VALUE({value}),0)"  # no card, no mean
            self.data[f"{column}{row}"] = f"={value}/100" if is_rate else f"={value}"
        if self.measures[name][1]:
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
                    "resModel": self.model,
                    "mode": "bar",
                },
                "searchParams": {
                    "comparison": None,
                    "context": {},
                    "domain": list(domain),
                    "groupBy": by,
                    "orderBy": [],
                },
                "actionXmlId": self.action,
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
        self.cells[f"{column}{row}"] = f"[{text}](odoo://ir_menu_xml_id/{self.menu})"
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
            "model": self.model,
            "actionXmlId": self.action,
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
                    **sheet("data", "Data", 3, len(self.data) // 3),
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
            "chartOdooMenusReferences": {f["id"]: self.menu for f in self.figures},
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
