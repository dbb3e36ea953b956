from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, formatLang

from ..queries import candidates

MANAGER = "sales_team.group_sale_manager"
#: Margins are looked at over so many days.
MARGIN_DAYS = 365
#: A category this far ahead or farther (months) is a reason for class C customers.
FAR_MONTHS = 18


class ReactivationCustomer(models.Model):
    """Customers whom a rule names as candidates; whether to pursue them, people decide.

    For sales managers: the rules look at margins and at what is unpaid.
    """

    _inherit = "reactivation.customer"

    is_candidate = fields.Boolean(
        string="Candidate Not to Pursue",
        compute="_compute_candidate",
        search="_search_is_candidate",
        groups=MANAGER,
        help="A rule of the settings names this customer; nothing follows by itself.",
    )
    candidate_text = fields.Char(
        string="Why a Candidate", compute="_compute_candidate", groups=MANAGER
    )

    @api.model
    def _candidate_rules(self, company, scope):
        """SQL pieces, see ``queries.candidates``; extend it to add a rule.

        :param scope: SQL condition on ``customer``
        """
        today = company._reactivation_today()
        late = today - timedelta(days=company.reactivation_candidate_late_days)
        pieces = [
            candidates.late_payers(company.id, late, scope),
            candidates.far_and_small(company.id, FAR_MONTHS, scope),
        ]
        if "margin" in self.env["sale.order"]._fields:
            since = today - timedelta(days=MARGIN_DAYS)
            percent = company.reactivation_candidate_margin
            pieces.append(candidates.low_margin(company.id, since, percent, scope))
        return pieces

    @api.model
    def _candidate_sentences(self):
        """Dict code -> function (customer, figure, day) that says the rule in words."""
        return {
            "margin": self._tell_margin,
            "late": self._tell_late,
            "far": self._tell_far,
        }

    @api.model
    def _candidate_query(self, scope):
        """One statement over the companies that the user works in.

        :raise AccessError: the user is no sales manager
        """
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Candidates not to pursue are for sales managers to see.")
            )
        self.env.flush_all()
        return candidates.candidates(
            [
                piece
                for company in self.env.companies.sudo()  # sudo: settings, see above
                for piece in self._candidate_rules(company, scope)
            ]
        )

    def _compute_candidate(self):
        rows = self.env.execute_query(
            self._candidate_query(SQL("customer.id = ANY(%s)", self.ids))
        )
        found = {}
        sentences = self._candidate_sentences()
        for customer_id, code, figure, day in rows:
            customer = self.browse(customer_id)
            found.setdefault(customer_id, []).append(
                sentences[code](customer, figure, day)
            )
        for customer in self:
            reasons = found.get(customer.id, ())
            customer.is_candidate = bool(reasons)
            customer.candidate_text = " · ".join(sorted(reasons))

    def _search_is_candidate(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self._candidate_query(SQL("TRUE"))

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT named.customer_id FROM (%s) named)",
                SQL.identifier(alias, "id"),
                found,
            )

        named = Domain.custom(to_sql=to_sql)
        return named if True in value else ~named

    @api.model
    def _tell_margin(self, customer, figure, day):
        return self.env._(
            "Margin of %(percent)s %% on the orders of the last 12 months",
            percent=round(figure),
        )

    @api.model
    def _tell_late(self, customer, figure, day):
        return self.env._(
            "Owes %(amount)s, due since %(date)s",
            amount=formatLang(
                self.env,
                figure,
                currency_obj=customer.currency_id,
                rounding_unit="units",
            ),
            date=format_date(self.env, day),
        )

    @api.model
    def _tell_far(self, customer, figure, day):
        return self.env._(
            "Class C, and more than %(months)s months to win back", months=figure
        )
