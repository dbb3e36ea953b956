import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import pace
from ..queries import objectives

_logger = logging.getLogger(__name__)

#: A critical need is worked at once: expected back within so many months.
CRITICAL_MONTHS = 6


class ReactivationObjective(models.Model):
    """Which customers an objective is about, and when they may be expected back."""

    _inherit = "reactivation.objective"

    filter_id = fields.Many2one(
        "ir.filters",
        string="Only Customers In",
        domain="[('model_id', '=', 'reactivation.customer'), ('user_ids', '=', False)]",
        ondelete="restrict",
        tracking=True,
        help="A saved filter of customers. A customer who is in it on any night with an"
        " open card counts, even if the figures change later.",
    )
    scope_partner_ids = fields.Many2many(
        "res.partner",
        "reactivation_objective_scope",
        "objective_id",
        "partner_id",
        string="Customers in Scope",
        readonly=True,
        copy=False,
    )
    scope_warning = fields.Char(compute="_compute_scope_warning")
    portfolio_count = fields.Integer(
        string="Customers Within Reach",
        compute="_compute_portfolio_count",
        help="Open cards of the owner that may be won back in the period. Left out:"
        " customers to assess, No-Go, and those over 18 months without a critical"
        " need.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_readable_filter(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_readable_filter(vals)
        return super().write(vals)

    @api.model
    def _check_readable_filter(self, vals):
        """Who is in scope is found by sudo, see ``ir.filters``."""
        filters = self.env["ir.filters"]
        # sudo: what somebody else's filter asks
        wanted = filters.sudo().browse(vals.get("filter_id")).domain
        filters._check_readable_conditions("reactivation.customer", wanted)

    @api.constrains("filter_id")
    def _check_filter(self):
        for objective in self:
            if error := objective._scope_error():
                raise ValidationError(error)

    @api.depends("filter_id.domain", "closed_on")
    @api.depends_context("lang")
    def _compute_scope_warning(self):
        for objective in self:
            objective.scope_warning = (
                not objective.closed_on and objective._scope_error()
            )

    def _scope_error(self):
        """Why the saved filter cannot be used, in words, or False: an app that brought
        one of its fields may have gone."""
        # sudo: as _customers_query
        customers = self.env["reactivation.customer"].sudo()
        try:
            query = customers._search(self._filter_domain()).select()
            # the database has its say, too; nobody is read
            with self.env.cr.savepoint(flush=False):
                self.env.execute_query(SQL("SELECT FROM (%s) member LIMIT 0", query))
        except Exception:
            return self.env._(
                "The filter “%(filter)s” cannot be used for an objective: it refers to"
                " the person who looks, or to a field that does not exist. Save another"
                " one in the list of customers.",
                filter=self.filter_id.sudo().name,  # sudo: its name only
            )
        return False

    def _filter_domain(self):
        # sudo: a shared filter says the same to everybody
        saved = self.filter_id.sudo()
        return Domain(saved._get_eval_domain() if saved else Domain.TRUE)

    def _customers_domain(self):
        """Domain of the customers in scope, as they are now.

        A filter that cannot be used any more finds nobody: see ``_scope_error``.
        """
        if self._scope_error():
            return Domain.FALSE
        return Domain("company_id", "=", self.company_id.id) & self._filter_domain()

    def _customers_query(self):
        """Query of the rows of customers in scope who have an open card."""
        # sudo: whoever may read the objective learns its numbers, not the customers
        customers = self.env["reactivation.customer"].sudo()
        return customers._search(
            self._customers_domain() & Domain("episode_id", "!=", False)
        )

    @api.model
    def _follow_scopes(self, company):
        """The night: remember who is in the scope of the objectives under way."""
        objectives = self.search(
            Domain("company_id", "=", company.id)
            & Domain("filter_id", "!=", False)
            & Domain("closed_on", "=", False)
            & Domain("date_end", ">=", company._reactivation_today())
        )
        for error in filter(None, objectives.mapped("scope_warning")):
            _logger.warning("Nobody came into the scope of an objective: %s", error)
        objectives._follow_scope()

    def _follow_scope(self, changed=False):
        """Remember who is in scope now.

        :param changed: the scope is another one: who was in it is forgotten
        """
        if changed:
            self.sudo().scope_partner_ids = False  # sudo: see _check_server_fields
        self.flush_model()
        for objective in self.filtered("filter_id"):
            query = objective._customers_query()
            partners = query.select(SQL.identifier(query.table, "partner_id"))
            self.env.execute_query(objectives.remember_scope(objective.id, partners))
        self.invalidate_recordset(["scope_partner_ids"], flush=False)

    # ------------------------------------------------------------------
    # MILESTONES
    # ------------------------------------------------------------------

    def _portfolio_domain(self):
        """Domain: open cards of the owner that are to be worked, in scope."""
        self.ensure_one()
        domain = (
            Domain("state", "=", "open")
            & Domain("customer_id", "any", self._customers_domain())
            & Domain("category_id.is_scored", "=", True)
            & Domain("decision", "!=", "no_go")
            & (
                Domain("category_id.critical_need_only", "=", False)
                | Domain("critical_need", "!=", False)
            )
        )
        if self.owner_type == "user":
            domain &= Domain("user_id", "=", self.user_id.id)
        elif self.owner_type == "team":
            # credited by the same rule: the team that they have in this company
            teams = self.team_id.member_ids._reactivation_teams(self.company_id)
            members = [user.id for user, team in teams.items() if team == self.team_id]
            domain &= Domain("team_id", "=", self.team_id.id) | (
                Domain("team_id", "=", False) & Domain("user_id", "in", members)
            )
        return domain

    def _portfolio(self):
        """The cards of this domain."""
        # sudo: the number of cards and when they are due; no card is handed out
        cards = self.env["reactivation.episode"].sudo()
        return cards.search(self._portfolio_domain())

    def _windows(self):
        """When each card of the owner may be expected back, within the period."""
        windows = []
        begin = max(self._today(), self.date_start)
        for card in self._portfolio():
            horizon = card.category_id
            if card.critical_need:
                first, last = begin, begin + relativedelta(months=CRITICAL_MONTHS)
            else:
                first = card.expected_activation_from or begin + relativedelta(
                    months=horizon.horizon_from
                )
                last = card.expected_activation_to or first + relativedelta(
                    months=(horizon.horizon_to or 2 * horizon.horizon_from)
                    - horizon.horizon_from
                )
            if first <= self.date_end:
                windows.append(pace.Window(max(first, begin), max(last, begin)))
        return windows

    @api.depends("owner_type", "user_id", "team_id", "company_id", "filter_id")
    @api.depends("date_start", "date_end")
    def _compute_portfolio_count(self):
        for objective in self:
            objective.portfolio_count = (
                objective.date_start
                and objective.date_end
                and objective._owner()
                and len(objective._windows())
            )

    def _propose_milestones(self):
        for objective in self:
            steps = pace.milestones(
                objective._number(),
                objective._windows(),
                objective.date_start,
                objective.date_end,
            )
            objective._set_milestones(steps)

    def _set_milestones(self, steps):
        """Replace the milestones, all at once.

        :param steps: list of (day, cumulative number)
        """
        self.ensure_one()
        self.milestone_ids = [
            fields.Command.clear(),
            *(
                fields.Command.create({"date": day, "number": number})
                for day, number in steps
            ),
        ]

    def action_propose_milestones(self):
        """Replace the milestones of drafts by what the open cards suggest."""
        self._check_open_terms()
        self._propose_milestones()
