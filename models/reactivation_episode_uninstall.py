from odoo import models

from ..queries import cards


class ReactivationEpisode(models.Model):
    """Cards go with the module."""

    _inherit = "reactivation.episode"

    def _delete_all(self):
        """Delete all cards with their calls and decisions, at once: there may be a
        hundred thousand.

        Messages, activities and files are left to Odoo, which deletes them together
        with the model.
        """
        self.env.flush_all()
        self.env.execute_query(cards.delete_all())
        self.env.invalidate_all(flush=False)
