from odoo import models
from odoo.tools import SQL

from ..queries import pairs


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

    def _reactivation_teams(self, company):
        """Dict user -> sales team in the company, by the rule of the refresh; maybe
        empty."""
        for model in ("crm.team", "crm.team.member", "res.users"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, team_id FROM (%s) person WHERE id = ANY(%s)",
                pairs.salespeople(company.id),
                self.ids,
            )
        )
        found = dict(rows)
        teams = self.env["crm.team"]
        return {user: teams.browse(found.get(user.id)) for user in self}
