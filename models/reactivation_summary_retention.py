from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

from .reactivation_summary import MANAGER


class ReactivationSummary(models.Model):
    """Managers are told whose personal data will soon have to be decided on."""

    _inherit = "reactivation.summary"

    def _lines(self):
        lines = super()._lines()
        overview = self._as_reader()
        env, company = overview.env, self.company_id
        if not (company.reactivation_retention_decides and env.user.has_group(MANAGER)):
            return lines
        soon = Domain(overview._here(("retention_state", "in", ["soon"])))
        if count := env["reactivation.customer"].search_count(soon):
            label = env._(
                "Customers whose personal data term ends within %(days)s days",
                days=company.reactivation_retention_warning_days,
            )
            link = f"{self.get_base_url()}/odoo/reactivation-personal-data"
            told = Markup('<a href="%s">%s</a>') % (link, label)
            lines.append((told, overview._number(count)))
        return lines
