"""Temporary tables: signals, read once for all slices of a run."""

from odoo.tools import SQL

#: Session variable that names the run whose tables the session holds, and how many are
#: still to be filled.  A rollback takes both back, and so does Odoo when the connection
#: goes to the next job.
MARK = "crm_reactivation.gathered"


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
    """Drop temporary tables and forget the run."""
    return SQL(
        "DROP TABLE IF EXISTS %s; SELECT SET_CONFIG(%s, '', FALSE)",
        SQL(", ").join(SQL("pg_temp.%s", SQL.identifier(name)) for name in names),
        MARK,
    )


def mark(run_id, left):
    """Note whose tables these are, and how many are left to fill."""
    return SQL("SELECT SET_CONFIG(%s, %s, FALSE)", MARK, f"{run_id}/{left}")


def marked():
    """The run whose tables the session holds: id/left; NULL or empty: none."""
    return SQL("SELECT CURRENT_SETTING(%s, TRUE)", MARK)


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
