from datetime import datetime

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    reactivation_value_days = fields.Integer(
        string="Turnover Window (days)",
        default=365,
        help="Value classes rank customers by what they bought in this many days"
        " before their own last order.",
    )
    reactivation_share_a = fields.Integer(
        string="Class A Share of Turnover (%)",
        default=80,
        help="Class A: the customers who made this share of the turnover.",
    )
    reactivation_share_b = fields.Integer(
        string="Class B Share of Turnover (%)",
        default=15,
        help="Class B: the customers who made the next share of the turnover.",
    )
    reactivation_source_invoices = fields.Boolean(
        string="Invoices Count as Purchases",
        help="Posted customer invoices that come from no sale order count as purchases,"
        " for companies that sell without orders.",
    )
    reactivation_source_pos = fields.Boolean(
        string="Point of Sale Counts as Purchases",
        help="Paid orders of the Point of Sale count as purchases, when it is"
        " installed.",
    )
    reactivation_warn_at_risk = fields.Boolean(
        string="Warn about Class A at Risk",
        help="The salesperson gets an activity when a class A customer becomes at risk,"
        " once per silence.",
    )
    reactivation_paused = fields.Boolean(
        string="Pause New Cards",
        help="No card is opened while this is ticked: closing for holidays, stock-take."
        " Figures go on being computed.",
    )
    reactivation_old_to_assess = fields.Boolean(
        string="Leave Old Silences to Assess",
        help="Customers already silent for more than twice their threshold at the first"
        " run start in To assess instead of a provisional column: habits tell little"
        " after so long.",
    )

    _reactivation_value_days_positive = models.Constraint(
        "CHECK (reactivation_value_days > 0)",
        "The turnover window of reactivation must be at least one day.",
    )
    _reactivation_shares = models.Constraint(
        "CHECK (reactivation_share_a > 0 AND reactivation_share_b >= 0"
        " AND reactivation_share_a + reactivation_share_b <= 100)",
        "The turnover shares of classes A and B must be between 0 and 100 % and make"
        " at most 100 % together.",
    )

    def _reactivation_tz(self):
        """Time zone whose calendar days count for this company: its contact's, or UTC.

        :return: name of a time zone known to Python and to PostgreSQL
        """
        self.ensure_one()
        # sudo: the company's own address card; its time zone is no secret
        tz = self.sudo().partner_id.tz
        return tz if tz in pytz.all_timezones_set else "UTC"

    def _reactivation_today(self):
        """Local day of the company now."""
        return self._reactivation_day(self._reactivation_tz())

    @api.model
    def _reactivation_day(self, zone):
        """Local day now in a time zone; UTC for one that does not exist.

        :param zone: its name, maybe empty
        """
        zone = pytz.timezone(zone if zone in pytz.all_timezones_set else "UTC")
        now = pytz.utc.localize(fields.Datetime.now())
        return datetime.date(now.astimezone(zone))

    @api.model
    def _reactivation_today_sql(self, column):
        """SQL: local day of the company in a column, see :meth:`_reactivation_sql`."""
        # sudo: days of companies; rows keep their own rules
        companies = self.sudo().search(Domain.TRUE)
        days = {company: company._reactivation_today() for company in companies}
        return self._reactivation_sql(column, days, "date")

    @api.model
    def _reactivation_tz_sql(self, column):
        """SQL: time zone of the company in a column, see :meth:`_reactivation_sql`."""
        # sudo: time zones of companies; rows keep their own rules
        companies = self.sudo().search(Domain.TRUE)
        zones = {company: company._reactivation_tz() for company in companies}
        return self._reactivation_sql(column, zones, "varchar")

    @api.model
    def _reactivation_sql(self, column, values, sql_type):
        """SQL CASE that gives each row its company's value.

        :param column: SQL of the company's id
        :param values: dict company -> value
        """
        return SQL(
            "(CASE %s %s END)::%s",
            column,
            SQL(" ").join(
                SQL("WHEN %s THEN %s", company.id, value)
                for company, value in values.items()
            ),
            SQL(sql_type),
        )
