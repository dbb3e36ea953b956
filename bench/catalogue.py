"""The benchmarks by name: a function each, registered with what it has to reach."""

from typing import NamedTuple


class Line(NamedTuple):
    """One benchmark; ``function`` takes a ``World`` and returns metric -> number."""

    title: str
    function: object
    targets: dict  # metric -> ("<=" or ">=", number)


LINES = {}

#: How a metric is said; ``times_NAME`` is a ratio to NAME of the same run.
UNITS = {
    "rows": "{:,.0f} rows written",
    "statements": "{:,.0f} statements",
    "more_statements": "{:+,.0f} statements",
    "per_second": "{:,.0f} a second",
    "memory_mb": "{:,.0f} MB more than idle",
    "server_memory_mb": "{:,.0f} MB more in the server",
    "percent": "{:+.0f} %",
    "exponent": "exponent {:.2f}",
}


def line(title, **targets):
    """Register a function as the benchmark of its name.

    :param targets: metric -> :func:`at_most` or :func:`at_least`
    """

    def register(function):
        LINES[function.__name__] = Line(title, function, targets)
        return function

    return register


def at_most(number):
    return "<=", number


def at_least(number):
    return ">=", number


def reached(value, target):
    """Whether a value reaches its target."""
    sign, number = target
    return value <= number if sign == "<=" else value >= number


def say(metric, value):
    """A metric in words: ``1.87 x floor``, ``0 rows written``, ``43 ms``."""
    if metric.startswith("times_"):
        number = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
        return f"{number} × {metric.removeprefix('times_').replace('_', ' ')}"
    if metric == "seconds" or metric.endswith("_seconds"):
        return f"{value * 1000:,.0f} ms" if value < 1 else f"{value:,.1f} s"
    return UNITS[metric].format(value)
