from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

INACTIVE = ["inactive", "very_inactive"]
SALESMAN = "sales_team.group_sale_salesman"


class ReactivationSelfTestQuestion(models.Model):
    """What Odoo knows already about a question, as one sentence beside its answers.

    An add-on adds a fact by one more entry in :meth:`_fact_labels` and a method
    ``_fact_<code>(company)``, which returns a sentence, or nothing.
    """

    _inherit = "reactivation.self.test.question"

    @api.model
    def _fact_labels(self):
        """Dict code -> label of the facts that a question can show."""
        return {
            "access": self.env._("Who sees the customers"),
            "refresh": self.env._("Last refresh of the figures"),
            "contacts": self.env._("Inactive customers contacted lately"),
            "next_steps": self.env._("Cards with a next activity"),
            "objectives": self.env._("Objectives of this year"),
            "time_share": self.env._("Share of time meant for win-back"),
            "visits": self.env._("Visits with the manager"),
        }

    def _facts(self, company):
        """Dict code -> sentence, for the facts that these questions show."""
        found = {}
        for code in set(self.mapped("fact")) & set(self._fact_labels()):
            found[code] = getattr(self, f"_fact_{code}")(company) or False
        return found

    @api.model
    def _fact_access(self, company):
        group = self.env.ref(SALESMAN)
        count = self.env["res.users"].search_count(
            [
                ("all_group_ids", "in", group.id),
                ("company_ids", "in", company.id),
                ("share", "=", False),
            ]
        )
        return self.env._(
            "%(count)s people can look up customers and orders here.", count=count
        )

    @api.model
    def _fact_refresh(self, company):
        run = self.env["reactivation.run"]._last_done(company)
        if not run:
            return self.env._("No figures of this company have been computed yet.")
        customers = Domain("company_id", "=", company.id)
        customers &= Domain("inactivity_level", "in", INACTIVE)
        return self.env._(
            "List of %(day)s: %(count)s inactive customers.",
            day=format_date(self.env, run.today),
            count=self.env["reactivation.customer"].search_count(customers),
        )

    @api.model
    def _fact_contacts(self, company):
        since = company._reactivation_today() - relativedelta(days=90)
        customers = self.env["reactivation.customer"]
        inactive = Domain("company_id", "=", company.id)
        inactive &= Domain("inactivity_level", "in", INACTIVE)
        lately = inactive & Domain("last_interaction_date", ">=", since)
        total = customers.search_count(inactive)
        return total and self.env._(
            "In the last 90 days your team was in touch with %(count)s of %(total)s"
            " inactive customers.",
            count=customers.search_count(lately),
            total=total,
        )

    @api.model
    def _fact_next_steps(self, company):
        cards = self.env["reactivation.episode"]
        cards_open = Domain("company_id", "=", company.id)
        cards_open &= Domain("state", "=", "open")
        planned = cards_open & Domain("activity_ids", "!=", False)
        total = cards.search_count(cards_open)
        return total and self.env._(
            "%(count)s of %(total)s open cards have a next activity.",
            count=cards.search_count(planned),
            total=total,
        )

    @api.model
    def _fact_objectives(self, company):
        today = company._reactivation_today()
        count = self.env["reactivation.objective"].search_count(
            [
                ("company_id", "=", company.id),
                ("agreed_on", "!=", False),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
            ]
        )
        if not count:
            return self.env._("No current objective is agreed on.")
        return self.env._(
            "Current objectives that are agreed on: %(count)s.", count=count
        )

    @api.model
    def _fact_time_share(self, company):
        return self.env._(
            "The settings of your company say %(percent)s %%.",
            percent=company.reactivation_time_share,
        )

    @api.model
    def _fact_visits(self, company):
        since = company._reactivation_today() - relativedelta(years=1)
        visits = Domain("company_id", "=", company.id)
        visits &= Domain("channel", "=", "visit")
        visits &= Domain("date", ">=", fields.Datetime.to_datetime(since))
        calls = self.env["reactivation.call"]
        total = calls.search_count(visits)
        return total and self.env._(
            "Of %(total)s visits logged in the last 12 months, %(count)s were made"
            " together.",
            total=total,
            count=calls.search_count(
                visits & Domain("accompanied_by_ids", "!=", False)
            ),
        )
