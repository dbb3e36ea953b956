from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def unlink(self):
        """Customers of a deleted salesperson are unassigned at once.

        Their column has no foreign key, see ``models/fields.py``.
        """
        ids = self.ids
        result = super().unlink()
        # sudo: who may delete a user need not be a salesperson
        self.env["reactivation.customer"].sudo()._forget("user_id", ids)
        return result
