import logging

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..queries import level, points

_logger = logging.getLogger(__name__)


class ReactivationPolicy(models.Model):
    """What the refresh judges by: policies as pieces of SQL."""

    _inherit = "reactivation.policy"

    #: Columns of the CTE ``policy``: what ``queries.level`` judges by.
    _PARAMETERS = (
        ("method", "varchar"),
        ("inactive_after", "int4"),
        ("at_risk_after", "int4"),
        ("delay_unit", "varchar"),
        ("at_risk_percent", "int4"),
        ("multiple", "float8"),
        ("default_interval_days", "int4"),
        ("single_order_days", "int4"),
        ("single_order_factor", "float8"),
        ("cap_days", "int4"),
        ("yearly_orders", "int4"),
        ("yearly_calendar", "bool"),
        ("very_inactive_points", "int4"),
        ("seasonal", "bool"),
    )

    def _parameters_query(self):
        """CTE ``policy``: the parameters of these policies, saved or not."""
        rows = [
            SQL(
                "(%s, %s)",
                policy._origin.id or 0,
                SQL(", ").join(
                    SQL("%s::%s", policy[name], SQL.identifier(sql_type))
                    for name, sql_type in self._PARAMETERS
                ),
            )
            for policy in self
        ]
        return SQL(
            "SELECT * FROM (VALUES %s) parameter(id, %s)",
            SQL(", ").join(rows),
            SQL(", ").join(SQL.identifier(name) for name, __ in self._PARAMETERS),
        )

    def _season_query(self, today):
        """CTE ``season``: counting days of the seasonal policies, years back and on."""
        seasons = {p._origin.id or 0: p._months() for p in self if p.seasonal}
        span = relativedelta(years=12)
        return level.season_calendar(seasons, today - span, today + span)

    def _score_expression(self, today):
        """SQL: points of a customer by the rules of its policy."""
        return points.by_policy(
            {
                policy._origin.id or 0: points.policy_points(
                    policy._known_rules(), policy.scale_points, today
                )
                for policy in self
            }
        )

    def _details_expression(self, today):
        """SQL: how these points came about, see ``queries.points.details``."""
        return points.by_policy(
            {
                policy._origin.id or 0: points.details(policy._known_rules(), today)
                for policy in self
            }
        )

    def _signal_codes(self):
        """Codes of the signals that give points in these policies, orders apart."""
        used = {rule.signal for policy in self for rule in policy._known_rules()}
        return sorted(used - {"order"})

    def _known_rules(self):
        """Rules whose signal this database can give (its app may be uninstalled)."""
        known = {"order", *self.env["reactivation.signal"]._catalogue()}
        return self.rule_ids.filtered(lambda rule: rule.signal in known)

    def _match_expression(self, scope, between=None):
        """SQL: id of the first of these policies that applies to ``partner``.

        :param scope: condition on ``contact``: which partners are asked about
        :param between: the same partners by (after, up to) of their ids, when they are
            a slice
        """
        chosen = SQL("profile.policy_id")
        tried = []
        for policy in self:
            try:
                tried.append(
                    (policy._origin.id or 0, policy._conditions(scope, between))
                )
            except ValidationError as error:
                # an app that brought one of its fields was uninstalled: one policy
                # must not stop the refresh; its customers fall to the next one
                _logger.warning("Inactivity policy left out: %s", error)
            if policy.is_default:
                break
        match = level.policy_match(tried)
        # a person's choice for one customer wins, if that policy is in use here
        return SQL(
            "CASE WHEN %s = ANY(%s) THEN %s ELSE %s END",
            chosen,
            self._origin.ids,
            chosen,
            match,
        )

    def _conditions(self, scope, between=None):
        """SQL condition on the aliases ``partner`` and ``totals``."""
        self.ensure_one()
        conditions = [SQL("TRUE")]
        if self._partner_domain() and between:
            # a range of ids in the set itself: no slice reads all partners for it
            after, up_to = between
            within = Domain("id", ">", after) & Domain("id", "<=", up_to)
            matching = self._domain_query(within).subselect()
            conditions.append(SQL("partner.id IN %s", matching))
        elif self._partner_domain():
            # one set per statement, not one question per customer
            conditions.append(
                SQL(
                    "partner.id IN (SELECT contact.id FROM res_partner contact"
                    " WHERE contact.id IN %s AND %s)",
                    self._domain_query().subselect(),
                    scope,
                )
            )
        if self.min_order_count:
            conditions.append(
                SQL("COALESCE(totals.order_count, 0) >= %s", self.min_order_count)
            )
        if self.min_ordered_amount:
            conditions.append(
                SQL("COALESCE(totals.amount, 0) >= %s", self.min_ordered_amount)
            )
        return SQL(" AND ").join(conditions)
