from odoo import fields


class LooseMany2one(fields.Many2one):
    """Many2one without a foreign key in the database, for the bulk table only.

    PostgreSQL checks each foreign key for each inserted row: nine of them made the
    first refresh five times slower.  The refresh writes these columns from tables that
    do have foreign keys, and whoever deletes a referenced record clears them.
    """

    def update_db_foreign_key(self, model, column):
        """No foreign key."""
