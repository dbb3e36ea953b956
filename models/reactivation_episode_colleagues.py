from odoo import api, fields, models
from odoo.tools import format_date

from ..queries import preparation


class ReactivationEpisode(models.Model):
    """Who knows the customer.  Meant for the form, one card at a time."""

    _inherit = "reactivation.episode"

    colleagues_table = fields.Html(
        string="Who Knows Them", compute="_compute_colleagues_table", sanitize=False
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_colleagues_table(self):
        qweb = self.env["ir.qweb"]
        for card in self:
            lines = card.partner_id and card._colleague_lines()
            card.colleagues_table = qweb._render(
                "crm_reactivation.colleagues_table", {"lines": lines}
            )

    def _colleague_lines(self):
        """Name and last days of whoever dealt with the customer, the latest first."""
        self.ensure_one()
        self.env.flush_all()
        company = self.company_id
        # without rights on the documents: whom to ask, and since when they may know
        rows = self.env.execute_query(
            preparation.colleagues(
                company.id,
                self.partner_id.id,
                company._reactivation_tz(),
                company._reactivation_today(),
            )
        )
        # sudo: names of colleagues of this company
        users = self.env["res.users"].sudo().browse(row[0] for row in rows)
        return [
            {
                "name": user.name,
                "days": [day and format_date(self.env, day) for day in row[1:5]],
            }
            for user, row in zip(users, rows, strict=True)
        ]
