from odoo import fields, models
from odoo.tools import SQL

from ..queries import effort

#: The week under way and those before it.
WEEKS = 13


class ReactivationEffort(models.Model):
    """Hours that a salesperson gave to win-back in a week, against what was planned.

    A view over logged calls and visits, of the last weeks, those without any included.
    """

    _name = "reactivation.effort"
    _description = "Time on Win-Back"
    _auto = False
    _order = "week desc, user_id, id"
    _rec_name = "user_id"

    week = fields.Date(readonly=True, help="The Monday on which the week begins.")
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    contacts = fields.Integer(readonly=True, help="Logged calls and visits.")
    hours = fields.Float(
        string="Logged", readonly=True, help="Duration of the logged calls and visits."
    )
    planned = fields.Float(
        readonly=True,
        help="Share of time on win-back of the settings, of the company's working hours"
        " of a week.",
    )
    gap = fields.Float(readonly=True, help="Logged less planned.")
    state = fields.Selection(
        [
            ("as_planned", "As planned"),
            ("below", "Below"),
            ("no_target", "No target set"),
        ],
        string="How It Goes",
        readonly=True,
        help="Empty: the week is under way.",
    )

    @property
    def _table_query(self):
        for model in ("reactivation.call", "reactivation.episode", "res.company"):
            self.env[model].flush_model()
        self.env["resource.calendar"].flush_model()
        company = SQL("company.id")
        companies = self.env["res.company"]
        zone = companies._reactivation_tz_sql(company)
        today = companies._reactivation_today_sql(company)
        return effort.weeks(today, zone, WEEKS)
