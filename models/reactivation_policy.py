from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..queries import level


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
        ],
        required=True,
        default="rhythm",
        help="Personal rhythm: inactive when no further order is more likely than one,"
        " judged by the customer's own buying rhythm.\n"
        "Fixed delay: inactive so long after the last order, whoever it is.\n"
        "Multiple: inactive after so many usual intervals. Easy to explain, but it"
        " ranks customers less well than the personal rhythm.",
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
    _minimum_positive = models.Constraint(
        "CHECK (min_order_count >= 0 AND min_ordered_amount >= 0)",
        "Minimum orders and turnover cannot be negative.",
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
        """Refuse conditions on fields that this module computes itself."""
        facade = self.env["res.partner"]._reactivation_facade_fields()
        for leaf in domain:
            if not isinstance(leaf, (list, tuple)):
                continue
            name = str(leaf[0]).split(".")[0]
            field = self.env["res.partner"]._fields.get(name)
            if name in facade or (field and not field.store and not field.search):
                raise ValidationError(
                    self.env._(
                        "Policy “%(policy)s” cannot depend on “%(field)s”: it is not"
                        " stored on the customer or is computed from the policy itself."
                        " Choose another field.",
                        policy=self.name,
                        field=field.string if field else name,
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
            raise ValidationError(
                self.env._(
                    "“Applies to” of policy “%(name)s” does not work: %(error)s",
                    name=self.name,
                    error=error,
                )
            ) from error

    @api.constrains("active", "domain", "company_id", "min_order_count")
    def _check_default_exists(self):
        policies = self.sudo().search([])  # sudo: policies of every company count here
        if not any(not p.company_id and p.is_default for p in policies):
            raise ValidationError(
                self.env._(
                    "One policy must serve everybody: keep a policy without conditions"
                    " and without company, as the last of the list."
                )
            )

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
        """Policies of the company in the order they are tried, up to the default."""
        # sudo: the refresh serves salespeople too, who may not read every policy
        policies = self.sudo().search([("company_id", "in", (company.id, False))])
        for index, policy in enumerate(policies):
            if policy.is_default:
                return policies[: index + 1]
        return policies

    def _match_expression(self):
        """SQL: id of the first of these policies that applies to ``partner``."""
        chosen = SQL("profile.policy_id")
        match = level.policy_match([(p.id, p._conditions()) for p in self])
        # a person's choice for one customer wins, as long as that policy exists
        return SQL("COALESCE(%s, %s)", chosen, match)

    def _conditions(self):
        """SQL condition on the aliases ``partner`` and ``totals``."""
        self.ensure_one()
        conditions = [SQL("TRUE")]
        if self._partner_domain():
            conditions.append(
                SQL("partner.id IN %s", self._domain_query().subselect())
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
