"""From pieces to a statement."""

from odoo.tools import SQL


def with_clauses(ctes):
    """``name AS (body), …`` of a list of (name, SQL body)."""
    return SQL(", ").join(
        SQL("%s AS MATERIALIZED (%s)", SQL.identifier(name), body)
        for name, body in ctes
    )
