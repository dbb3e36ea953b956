from odoo import fields


class LooseMany2one(fields.Many2one):
    """Many2one without a foreign key in the database, for the bulk table only.

    PostgreSQL checks each foreign key for each inserted row: nine of them made the
    first refresh five times slower.  The refresh writes these columns from tables that
    do have foreign keys, and whoever deletes a referenced record clears them.
    """

    def update_db_foreign_key(self, model, column):
        """No foreign key."""


class KnownInteger(fields.Integer):
    """Integer that may be unknown: NULL in the database, False when read, never 0."""

    falsy_value = None  # a search for 0 finds 0 only, one below 35 no unknown score

    def convert_to_column(self, value, record, values=None, validate=True):
        """NULL for unknown."""
        return None if value is None or value is False else int(value)

    def convert_to_cache(self, value, record, validate=True):
        """None for unknown."""
        return None if value is None or value is False else int(value)

    def convert_to_record(self, value, record):
        """False for unknown, like the fields that can be empty."""
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        """False for unknown: screens leave it blank."""
        return False if value is None else value
