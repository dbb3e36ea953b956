from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def unlink(self):
        """Customers of a deleted salesperson are unassigned at once.

        Their column has no foreign key, see ``models/fields.py``.
        """
        ids = self.ids
        # sudo: who may delete a user need not be a salesperson; the activities of a
        # deleted user go anyway, and PostgreSQL cannot take them and the user off a
        # card of the same transaction at once
        cards = self.env["reactivation.episode"].sudo()
        cards = cards.search([("followup_activity_id.user_id", "in", ids)])
        cards.followup_activity_id.unlink()
        result = super().unlink()
        # sudo: as above
        self.env["reactivation.customer"].sudo()._forget("user_id", ids)
        return result
