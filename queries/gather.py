"""Temporary tables: signals, read once for all slices of a run."""

from odoo.tools import SQL


def fill(name, piece):
    """Put a piece (with the column ``partner_id``) into a temporary table.

    Sorted, so that the smallest kind of index finds the rows of a slice.
    """
    return SQL(
        """
        DROP TABLE IF EXISTS pg_temp.%(name)s;
        CREATE TEMPORARY TABLE %(name)s AS
               SELECT * FROM (%(piece)s) piece ORDER BY partner_id;
        CREATE INDEX ON pg_temp.%(name)s USING BRIN (partner_id)
               WITH (pages_per_range = 4)
        """,
        name=SQL.identifier(name),
        piece=piece,
    )


def drop(names):
    """Drop temporary tables."""
    return SQL(
        "DROP TABLE IF EXISTS %s",
        SQL(", ").join(SQL("pg_temp.%s", SQL.identifier(name)) for name in names),
    )


def mark(name, run_id):
    """Note on the table filled last whose tables these are.

    A comment: a rollback takes it back with the table, and it stays when Odoo hands
    the connection to the next job, which resets the variables of a session.
    """
    return SQL("COMMENT ON TABLE pg_temp.%s IS %s", SQL.identifier(name), str(run_id))


def marked(name):
    """Id of the run whose tables the session holds, as text; NULL: none."""
    return SQL("SELECT OBJ_DESCRIPTION(TO_REGCLASS(%s), 'pg_class')", f"pg_temp.{name}")


def gathered(name, scope):
    """CTE body: the rows of a temporary table that belong to the scope.

    :param scope: condition on ``contact.commercial_partner_id``
    """
    return SQL(
        """
        SELECT contact.*
          FROM (SELECT *, partner_id AS commercial_partner_id FROM pg_temp.%s) contact
         WHERE %s
        """,
        SQL.identifier(name),
        scope,
    )
