"""What the web client asks of the server when a view opens: calls and specifications.

Taken from ``web/static/src/model/relational_model``: ``getFieldsSpec`` and
``getAggregateSpecifications``.
"""

import json

from lxml import etree

#: What the field widget of activities reads beside its own field.
ACTIVITY = (
    *("activity_exception_decoration", "activity_exception_icon", "activity_state"),
    *("activity_summary", "activity_type_icon", "activity_type_id"),
)

#: Records of a page when the view names no other number (``ir.actions.act_window``).
ACTION_LIMIT = 80


def view_of(env, model, kind, view=None):
    """The arch of a view, as a tree."""
    arch = env[model].get_view(env.ref(view).id if view else None, kind)["arch"]
    return etree.fromstring(arch)


def read_specification(env, model, tree):
    """The specification of ``web_read`` for the fields of a view."""
    specification = {}
    for node in own_fields(tree):
        add_field(env, model, specification, node.get("name"), node)
        if node.get("widget") in ("kanban_activity", "list_activity"):
            for name in ACTIVITY:
                add_field(env, model, specification, name, node)
    return specification


def add_field(env, model, specification, name, node):
    """What is read of one field."""
    field = env[model]._fields[name]
    entry = specification.setdefault(name, {})
    hidden = {"1", "True"} & {node.get("invisible"), node.get("column_invisible")}
    if field.type in ("many2one", "reference"):
        entry.setdefault("fields", {})
        if not hidden:
            entry["fields"]["display_name"] = {}
    elif field.type in ("one2many", "many2many") and not hidden:
        entry.update(fields=of_many(env, field, node), limit=40)


def own_fields(tree):
    """Field nodes of the view itself, not of views within its fields."""
    return [
        node
        for node in tree.iter("field")
        if not any(parent.tag == "field" for parent in node.iterancestors())
    ]


def of_many(env, field, node):
    """What is read of the records of a list within a form, or of tags."""
    for inner in node:
        if inner.tag in ("list", "kanban"):
            return read_specification(env, field.comodel_name, inner)
    if node.get("widget") != "many2many_tags":
        return {}
    colored = "color_field" in node.get("options", "")
    return {"display_name": {}, **({"color": {}} if colored else {})}


def sums(env, model, name):
    """The aggregates of a column that shows the sum of a monetary field."""
    currency = env[model]._fields[name].get_currency_field(env[model])
    return [f"{name}:sum", f"{currency}:array_agg_distinct", f"{name}:sum_currency"]


def kanban(env, model, domain, group_by, view=None):
    """A function: first page of every column, and the progress bars above them."""
    tree = view_of(env, model, "kanban", view)
    bar = tree.find(".//progressbar")
    colors = json.loads(bar.get("colors"))
    bars = {"field": bar.get("field"), "colors": colors, "help": bar.get("help")}
    aggregates = sums(env, model, bar.get("sum_field"))
    specification = read_specification(env, model, tree)
    page = int(tree.get("limit", ACTION_LIMIT))

    def call():
        env[model].with_context(read_group_expand=True).web_read_group(
            domain,
            [group_by],
            aggregates,
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=page,
        )
        env[model].read_progress_bar(domain, group_by, bars)

    return call


def list_(env, model, domain, order=""):
    """A function: the first 80 records of a list, and how many there are."""
    tree = view_of(env, model, "list")
    specification = read_specification(env, model, tree)
    order = order or tree.get("default_order")
    return lambda: env[model].web_search_read(
        domain, specification, order=order, limit=ACTION_LIMIT, count_limit=10001
    )


def form(record):
    """A function: what the form of a record shows."""
    tree = view_of(record.env, record._name, "form")
    specification = read_specification(record.env, record._name, tree)
    return lambda: record.web_read(specification)


def pivot(env, model, view):
    """A function: the figures of a pivot table, totals included."""
    tree = view_of(env, model, "pivot", view)
    of_type = {"row": [], "col": [], "measure": []}
    for node in own_fields(tree):
        name, interval = node.get("name"), node.get("interval")
        if kind := node.get("type"):  # others are offered, not shown
            of_type[kind].append(f"{name}:{interval}" if interval else name)
    rows, columns = of_type["row"], of_type["col"]
    sets = [
        rows[:row] + columns[:column]
        for row in range(len(rows) + 1)
        for column in range(len(columns) + 1)
    ]
    fields = env[model]._fields
    measures = [
        f"{name}:{fields[name].aggregator or 'count_distinct'}"
        for name in of_type["measure"]
    ]
    return lambda: env[model].formatted_read_grouping_sets([], sets, measures)


def period(env, content):
    """The domain of a pivot, list or chart of a spreadsheet: its own, this year."""
    domain = content.get("domain", content.get("searchParams", {}).get("domain"))
    field = content["fieldMatching"]["reactivation-period"]["chain"]
    today = env.company._reactivation_today()
    first = today.replace(month=1, day=1)
    return [*domain, (field, ">=", str(first)), (field, "<=", str(today))]


def sheet_pivot(env, pivot):
    """A function: the figures of a pivot of a spreadsheet, totals included."""
    rows = [row["fieldName"] for row in pivot["rows"]]
    measures = [measure["id"] for measure in pivot["measures"]]
    sets = [rows[:count] for count in range(len(rows) + 1)]
    domain = period(env, pivot)
    model = env[pivot["model"]]
    return lambda: model.formatted_read_grouping_sets(domain, sets, measures)


def sheet_list(env, rows):
    """A function: the records of a list of a spreadsheet."""
    [order] = rows["orderBy"]
    model, domain = env[rows["model"]], period(env, rows)
    specification = {}
    for name in rows["columns"]:
        field = model._fields[name]
        is_link = field.type == "many2one"
        specification[name] = {"fields": {"display_name": {}}} if is_link else {}
        if field.type == "monetary":
            currency = field.get_currency_field(model)
            specification[currency] = {"fields": {"symbol": {}, "position": {}}}
    return lambda: model.web_search_read(
        domain, specification, order=f"{order['name']} desc", limit=10
    )


def sheet_chart(env, chart):
    """A function: the bars of a chart of a spreadsheet."""
    about = chart["metaData"]
    model, domain = env[about["resModel"]], period(env, chart)
    field = model._fields[about["measure"]]
    measures = ["__count", f"{field.name}:{field.aggregator or 'count_distinct'}"]
    return lambda: model.formatted_read_group(domain, about["groupBy"], measures)
