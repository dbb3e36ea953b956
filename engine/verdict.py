from typing import Any, NamedTuple


class Reason(NamedTuple):
    """One fact that led to a verdict: a code, and what its sentence needs."""

    code: str
    facts: dict


class Verdict(NamedTuple):
    """A decision and the reasons for it; the value is ``None`` when it is unknown."""

    value: Any
    reasons: tuple = ()
