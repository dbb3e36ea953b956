import logging
from ast import literal_eval

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..queries import level, points

_logger = logging.getLogger(__name__)


class ReactivationPolicy(models.Model):
    """When a customer counts as inactive, for one kind of customer.

    Policies are tried by sequence, the first whose conditions hold applies.  The last
    one has no conditions, so that every customer has a policy.
    """

    _name = "reactivation.policy"
    _description = "Inactivity Policy"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: the policy serves all companies."
    )
    domain = fields.Char(
        string="Applies To",
        default="[]",
        help="Customers this policy is for: sector, tag, country, salesperson…"
        " Judged on the company itself, not on its contacts.",
    )
    min_order_count = fields.Integer(
        string="Minimum Orders",
        help="The policy leaves customers with fewer orders to the next policy.",
    )
    min_ordered_amount = fields.Float(
        string="Minimum Turnover",
        digits="Product Price",
        help="The policy leaves customers who bought for less, in company currency"
        " since their first order, to the next policy.",
    )
    method = fields.Selection(
        [
            ("rhythm", "Personal rhythm"),
            ("fixed", "Fixed delay"),
            ("multiple", "Multiple of the usual interval"),
            ("yearly", "Ordered last year, not yet this year"),
        ],
        required=True,
        default="rhythm",
        help="Personal rhythm: inactive when no further order is more likely than one,"
        " judged by the customer's own buying rhythm.\n"
        "Fixed delay: inactive so long after the last order, whoever it is.\n"
        "Multiple: inactive after so many usual intervals. Easy to explain, but it"
        " ranks customers less well than the personal rhythm.\n"
        "Ordered last year: enough orders in one year and none in the next.",
    )
    inactive_after = fields.Integer(default=12, help="Delay after the last order.")
    at_risk_after = fields.Integer(
        help="Delay after which a customer is at risk. 0: by share of the delay."
    )
    delay_unit = fields.Selection(
        [("days", "days"), ("weeks", "weeks"), ("months", "months")],
        default="months",
        required=True,
    )
    at_risk_percent = fields.Integer(
        string="At Risk From (%)",
        default=70,
        help="Share of the threshold from which a customer is at risk.",
    )
    multiple = fields.Float(
        string="Usual Intervals",
        default=2.0,
        help="Inactive after so many usual intervals without an order.",
    )
    default_interval_days = fields.Integer(
        string="Default Interval (days)",
        default=90,
        help="Stands for the usual interval of customers with fewer than 3 order days.",
    )
    single_order_days = fields.Integer(
        string="Single Order: At Least (days)",
        default=30,
        help="Customers who ordered on one day only are never inactive before.",
    )
    single_order_factor = fields.Float(
        string="Single Order: Company Intervals",
        default=1.5,
        help="Customers who ordered on one day only are inactive after so many mean"
        " intervals of the company.",
    )
    cap_days = fields.Integer(
        string="Never Later Than (days)",
        default=730,
        help="Longest threshold this policy gives, in days (24 months by default)."
        " A fixed delay has no cap.",
    )
    yearly_orders = fields.Integer(
        string="Orders in One Year",
        default=2,
        help="Customers with at least so many orders in one year and none in the next"
        " are inactive.",
    )
    yearly_calendar = fields.Boolean(
        string="Calendar Years",
        default=True,
        help="Ticked: January to December. Unticked: the twelve months that end on the"
        " last order.",
    )
    active_months = fields.Char(
        help="Months in which these customers buy, as numbers: 3,4,5,9. Silence in"
        " other months does not count. Empty: all months count.",
    )
    seasonal = fields.Boolean(compute="_compute_seasonal", store=True)
    very_inactive_points = fields.Integer(
        string="Very Inactive From (points)",
        default=6,
        help="An inactive customer with so many points is very inactive: no sign of"
        " interest either.",
    )
    scale_points = fields.Boolean(
        default=True,
        help="Points count against what can be observed: a customer who was never"
        " mailed and has no portal access is judged by orders alone.",
    )
    rule_ids = fields.One2many(
        "reactivation.policy.rule",
        "policy_id",
        string="Points",
        default=lambda self: self._default_rules(),
        copy=True,
    )
    is_default = fields.Boolean(
        compute="_compute_is_default",
        help="The last policy without conditions: it serves everybody left over.",
    )

    _at_risk_percent_range = models.Constraint(
        "CHECK (at_risk_percent > 0 AND at_risk_percent <= 100)",
        "At risk starts between 1 % and 100 % of the threshold.",
    )
    _delays_positive = models.Constraint(
        "CHECK (inactive_after > 0 AND at_risk_after >= 0 AND cap_days > 0)",
        "Delays and the longest threshold must be at least one day.",
    )
    _cap_days_bounded = models.Constraint(
        "CHECK (cap_days <= 3650)", "The longest threshold is 3,650 days (ten years)."
    )
    _rhythm_positive = models.Constraint(
        "CHECK (multiple > 0 AND default_interval_days > 0"
        " AND single_order_days > 0 AND single_order_factor >= 0)",
        "Intervals and their multiples must be positive.",
    )
    _points_positive = models.Constraint(
        "CHECK (very_inactive_points > 0 AND yearly_orders > 0)",
        "The band of very inactive and the orders of one year start at 1.",
    )
    _minimum_positive = models.Constraint(
        "CHECK (min_order_count >= 0 AND min_ordered_amount >= 0)",
        "Minimum orders and turnover cannot be negative.",
    )

    @api.model
    def _default_rules(self):
        """Points of a new policy: 3 / 2 / 1, of 6."""
        return [
            Command.create({"signal": "order", "after": 12, "points": 3}),
            Command.create({"signal": "mail_open", "after": 6, "points": 2}),
            Command.create({"signal": "visit", "after": 9, "points": 1}),
            Command.create({"signal": "opt_out", "condition": "presence", "points": 0}),
        ]

    @api.depends("active_months")
    def _compute_seasonal(self):
        for policy in self:
            policy.seasonal = bool(policy.active_months)

    @api.constrains("active_months")
    def _check_active_months(self):
        for policy in self:
            policy._months()

    def _months(self):
        """Active months as a sorted list of numbers 1..12; empty = all.

        :raise ValidationError: something else than month numbers
        """
        self.ensure_one()
        try:
            months = {
                int(part) for part in (self.active_months or "").split(",") if part
            }
        except ValueError:
            months = {0}
        if not months <= set(range(1, 13)):
            raise ValidationError(
                self.env._(
                    "Active months of policy “%(name)s” must be numbers from 1 to 12"
                    " with commas in between, not “%(text)s”.",
                    name=self.name,
                    text=self.active_months,
                )
            )
        return sorted(months)

    @api.constrains("rule_ids", "very_inactive_points")
    def _check_band(self):
        for policy in self:
            total = sum(policy.rule_ids.mapped("points"))
            if policy.rule_ids and total and policy.very_inactive_points > total:
                raise ValidationError(
                    self.env._(
                        "Policy “%(name)s”: very inactive starts at %(band)s points,"
                        " but its rules give at most %(total)s. Lower the band or raise"
                        " the points.",
                        name=policy.name,
                        band=policy.very_inactive_points,
                        total=total,
                    )
                )

    @api.depends("domain", "min_order_count", "min_ordered_amount", "company_id")
    def _compute_is_default(self):
        for policy in self:
            policy.is_default = not policy._has_conditions()

    def _has_conditions(self):
        self.ensure_one()
        return bool(
            self._partner_domain() or self.min_order_count or self.min_ordered_amount
        )

    def _partner_domain(self):
        """The domain as a list.

        :raise ValidationError: the text is not a domain
        """
        self.ensure_one()
        try:
            domain = literal_eval(self.domain or "[]")
            if not isinstance(domain, list):
                raise ValueError(self.domain)
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "“Applies to” of policy “%(name)s” cannot be read: %(domain)s. Use"
                    " the domain editor, and fixed values only (no “uid”, no dates"
                    " computed in Python).",
                    name=self.name,
                    domain=self.domain,
                )
            ) from error
        return domain

    @api.constrains("domain")
    def _check_domain(self):
        for policy in self:
            policy._check_domain_fields(policy._partner_domain())
            policy._domain_query()

    def _check_domain_fields(self, domain):
        """Refuse conditions on what this module computes, also behind a path.

        :raise ValidationError: a field that does not exist, or that the refresh writes
        """
        self._check_conditions("res.partner", domain)

    def _check_conditions(self, model, domain):
        facade = self.env["res.partner"]._reactivation_facade_fields()
        try:
            conditions = list(Domain(domain).iter_conditions())
        except ValueError as error:
            raise self._broken_domain(error) from error
        for condition in conditions:
            comodel = model
            for name in condition.field_expr.split("."):
                field = self.env[comodel]._fields.get(name)
                own = comodel.startswith("reactivation.") or (
                    comodel == "res.partner" and name in facade
                )
                if own or (field and not field.store and not field.search):
                    self._refuse_field(field.string if field else name)
                comodel = (field and field.comodel_name) or comodel
            if condition.operator in ("any", "not any"):
                self._check_conditions(comodel, condition.value)

    def _refuse_field(self, label):
        raise ValidationError(
            self.env._(
                "Policy “%(policy)s” cannot depend on “%(field)s”: it is not stored on"
                " the customer or is computed from the policy itself. Choose another"
                " field.",
                policy=self.name,
                field=label,
            )
        )

    def _domain_query(self):
        """The domain as a query on ``res_partner``, archived partners included.

        :raise ValidationError: the domain names a field or value that does not exist
        """
        self.ensure_one()
        # sudo: a policy judges all customers alike, whoever saves it; only ids of
        # partners come out, and only into the refresh
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        if self.company_id:
            partners = partners.with_company(self.company_id)
        try:
            query = partners._search(Domain(self._partner_domain()))
            query.select()
            return query
        except ValidationError:
            raise
        except Exception as error:
            raise self._broken_domain(error) from error

    def _broken_domain(self, error):
        return ValidationError(
            self.env._(
                "“Applies to” of policy “%(name)s” does not work: %(error)s",
                name=self.name,
                error=error,
            )
        )

    @api.constrains(
        "active", "domain", "company_id", "min_order_count", "min_ordered_amount"
    )
    def _check_default_exists(self):
        policies = self.sudo().search(
            Domain.TRUE
        )  # sudo: policies of every company count here
        if not any(not p.company_id and p.is_default for p in policies):
            raise ValidationError(
                self.env._(
                    "One policy must serve everybody: keep a policy without conditions"
                    " and without company, as the last of the list."
                )
            )

    def unlink(self):
        ids = self.ids
        result = super().unlink()
        # sudo: managers delete policies; the rows are the refresh's
        self.env["reactivation.customer"].sudo()._forget("policy_id", ids)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_default(self):
        remaining = self.sudo().search([("id", "not in", self.ids)])  # sudo: as above
        if not any(not p.company_id and p.is_default for p in remaining):
            raise ValidationError(
                self.env._(
                    "The policy that serves everybody cannot be deleted. Change it, or"
                    " create another one without conditions first."
                )
            )

    @api.model
    def _for_company(self, company):
        """Policies in use in the company, in the order they are tried."""
        # sudo: the refresh serves salespeople too, who may not read every policy
        return self.sudo().search([("company_id", "in", (company.id, False))])

    #: Columns of the CTE ``policy``: what ``queries.level`` judges by.
    _PARAMETERS = (
        ("method", "varchar"),
        ("inactive_after", "int"),
        ("at_risk_after", "int"),
        ("delay_unit", "varchar"),
        ("at_risk_percent", "int"),
        ("multiple", "float8"),
        ("default_interval_days", "int"),
        ("single_order_days", "int"),
        ("single_order_factor", "float8"),
        ("cap_days", "int"),
        ("yearly_orders", "int"),
        ("yearly_calendar", "bool"),
        ("very_inactive_points", "int"),
        ("seasonal", "bool"),
    )

    def _parameters_query(self):
        """CTE ``policy``: the parameters of these policies, saved or not."""
        rows = [
            SQL(
                "(%s, %s)",
                policy._origin.id or 0,
                SQL(", ").join(
                    SQL("%s::%s", policy[name], SQL(sql_type))
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

    def _known_rules(self):
        """Rules whose signal this database can give (its app may be uninstalled)."""
        known = {"order", *self.env["reactivation.signal"]._catalogue()}
        return self.rule_ids.filtered(lambda rule: rule.signal in known)

    def _match_expression(self):
        """SQL: id of the first of these policies that applies to ``partner``."""
        chosen = SQL("profile.policy_id")
        tried = []
        for policy in self:
            try:
                tried.append((policy._origin.id or 0, policy._conditions()))
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

    def _conditions(self):
        """SQL condition on the aliases ``partner`` and ``totals``."""
        self.ensure_one()
        conditions = [SQL("TRUE")]
        if self._partner_domain():
            # asked for one customer at a time (OFFSET 0): a slice is few partners
            conditions.append(
                SQL(
                    "EXISTS (SELECT 1 FROM %s matching(id)"
                    " WHERE matching.id = partner.id OFFSET 0)",
                    self._domain_query().subselect(),
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
