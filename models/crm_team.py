from odoo import models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    def unlink(self):
        """Customers of a deleted team have none, at once; see ``models/fields.py``."""
        ids = self.ids
        result = super().unlink()
        # sudo: who may delete a team writes no figures
        self.env["reactivation.customer"].sudo()._forget("team_id", ids)
        return result
