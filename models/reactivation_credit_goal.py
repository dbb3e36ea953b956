from odoo import api, models
from odoo.fields import Domain


class ReactivationCredit(models.Model):
    """Goals of the gamification app, when it is installed."""

    _inherit = "reactivation.credit"

    @api.model
    def _won_back_by(self, user, start, end):
        """Different customers won back by a salesperson, as objectives count them.

        :param user: record of ``res.users``
        :param start: first day, or False
        :param end: last day, or False
        :return: number of customers, each once per company
        """
        domain = Domain("counted", "=", True) & Domain("user_id", "=", user.id)
        if start:
            domain &= Domain("date", ">=", start)
        if end:
            domain &= Domain("date", "<=", end)
        rows = self._read_group(
            domain, ["company_id"], aggregates=["partner_id:count_distinct"]
        )
        return sum(count for __, count in rows)
