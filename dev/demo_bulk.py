"""Copy many rows like one that Odoo made: COPY into a staging table, INSERT ... SELECT.

The ORM makes one record of each kind inside a savepoint; its stored columns are read
out as a pattern and the savepoint is rolled back, so the record itself leaves no trace.
Every further row is the pattern with the columns that vary replaced. What the ORM does
beside the row (chatter messages, followers) is left out on purpose.
"""

import csv
import io
import tempfile
from contextlib import closing, contextmanager

SPOOL_BYTES = 32 * 1024 * 1024
NUMBER_TYPES = ("numeric", "double precision", "integer")


@contextmanager
def rolled_back(env):
    """A block whose database changes vanish at its end."""
    with closing(env.cr.savepoint()):
        yield
        env.flush_all()


class Pattern:
    """Rows of one table to copy, each under a key chosen by the caller."""

    def __init__(self, cr, table):
        self.table = table
        self.name = f"pattern_{table}"
        self._cr = cr
        self._text = io.StringIO()
        cr.execute(
            """SELECT column_name, data_type FROM information_schema.columns
               WHERE table_schema = current_schema() AND table_name = %s
               AND is_generated = 'NEVER' ORDER BY ordinal_position""",
            [table],
        )
        self.types = dict(cr.fetchall())

    @property
    def column_list(self):
        return ", ".join(f'"{column}"' for column in self.types)

    def keep(self, key, record):
        """Remember the row of this record; call it inside `rolled_back`."""
        record.env.flush_all()
        row = f"SELECT {int(key)}, {self.column_list} FROM {self.table}"
        self._cr.copy_expert(
            f"COPY ({row} WHERE id = {int(record.id)}) TO STDOUT", self._text
        )

    def store(self):
        """Put the kept rows into a temporary table; call it after `rolled_back`."""
        self._cr.execute(
            f"DROP TABLE IF EXISTS {self.name};"
            f" CREATE TEMP TABLE {self.name} ON COMMIT DROP AS"
            f" SELECT NULL::int AS pattern_key, {self.column_list}"
            f" FROM {self.table} WITH NO DATA"
        )
        self._text.seek(0)
        self._cr.copy_expert(f"COPY {self.name} FROM STDIN", self._text)

    def columns_holding(self, value):
        """The columns in which every kept row holds this number.

        With an amount that cannot come about by chance this finds the amount columns,
        those of other add-ons included.
        """
        numbers = [name for name, kind in self.types.items() if kind in NUMBER_TYPES]
        tests = ", ".join(f'bool_and(abs("{name}" - %s) < 0.005)' for name in numbers)
        self._cr.execute(f"SELECT {tests} FROM {self.name}", [value] * len(numbers))
        found = self._cr.fetchone()
        return [name for name, holds in zip(numbers, found, strict=True) if holds]

    def insert_like(self, staged, key, replaced):
        """Insert one row for each row of the table `staged`; return how many.

        The staged column `key` names the pattern. `replaced` maps columns to SQL over
        s (the staged row) and p (the pattern); columns that this table does not have
        are ignored.
        """
        values = ", ".join(replaced.get(name, f'p."{name}"') for name in self.types)
        self._cr.execute(
            f"INSERT INTO {self.table} ({self.column_list}) SELECT {values}"
            f" FROM {staged} s JOIN {self.name} p ON p.pattern_key = s.{key}"
            " ORDER BY s.id"
        )
        return self._cr.rowcount


def next_ids(cr, sequence, count):
    """Take `count` numbers from a PostgreSQL sequence."""
    cr.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
    return [number for (number,) in cr.fetchall()]


def stage(cr, name, columns, rows):
    """Create the temporary table `name` and fill it from an iterable of tuples.

    `columns` maps names to SQL types. None becomes NULL.
    """
    definition = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    cr.execute(f"DROP TABLE IF EXISTS {name}")
    cr.execute(f"CREATE TEMP TABLE {name} ({definition}) ON COMMIT DROP")
    with tempfile.SpooledTemporaryFile(
        SPOOL_BYTES, "w+", encoding="utf-8", newline=""
    ) as file:
        csv.writer(file).writerows(rows)
        file.seek(0)
        cr.copy_expert(f"COPY {name} FROM STDIN WITH (FORMAT csv)", file)
    cr.execute(f"ANALYZE {name}")
