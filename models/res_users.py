from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def unlink(self):
        """Customers of a deleted salesperson are unassigned at once.

        Their column has no foreign key, see ``models/fields.py``.
        """
        # sudo: who may delete a user need not be a salesperson
        customers = self.env["reactivation.customer"].sudo()
        rows = customers.search([("user_id", "in", self.ids)])
        result = super().unlink()
        rows.exists().write({"user_id": False})
        return result
