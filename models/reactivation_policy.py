from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ReactivationPolicy(models.Model):
    """When a customer counts as inactive, for one kind of customer.

    Policies are tried by sequence, the first whose conditions hold applies.  The last
    one has no conditions, so that every customer has a policy.  Whom it is for is in
    ``reactivation_policy_domain.py``, its SQL in ``reactivation_policy_sql.py``.
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
        help="Personal rhythm: inactive once the customer is more likely to stay silent"
        " than to order soon, judged by the customer's own buying rhythm.\n"
        "Fixed delay: inactive the same time after the last order, whoever it is.\n"
        "Multiple: inactive after a number of usual intervals. Easy to explain, but it"
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
        help="Inactive after this many usual intervals without an order.",
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
        help="Customers who ordered on one day only are inactive after this many"
        " mean intervals of the company.",
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
        help="Customers with at least this many orders in one year and none in the"
        " next are inactive.",
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
        help="An inactive customer with at least this many points is very inactive:"
        " no sign of interest either.",
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
