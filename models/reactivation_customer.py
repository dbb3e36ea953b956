import time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, config

from .fields import LooseMany2one
from .reactivation_lifecycle import STATUSES

LEVELS = [
    ("active", "Active"),
    ("at_risk", "At risk"),
    ("inactive", "Inactive"),
    ("very_inactive", "Very inactive"),
]

#: What these figures mean, also where contacts and the analysis show them.
LEVEL_HELP = (
    "At risk and inactive come from silence in orders, by the policy that applies; very"
    " inactive customers show no other sign of interest either. Empty for those who"
    " never bought."
)
CHANCE_HELP = "Chance that no order comes within the next half year (182 days), 0 to 1."
VALUE_CLASS_HELP = (
    "A: the customers who made 80 % of the turnover; B: the next 15 %; C: the rest."
    " Shares can be changed in the settings."
)

#: Seconds that a job may go on with slices, at most.
LONG_JOB = 60


class ReactivationCustomer(models.Model):
    """How one company stands with one commercial partner.

    Written by the refresh only, by SQL and by differences: read this file first.  A
    night goes through the stages of ``reactivation.run``; each calls one method here or
    on ``reactivation.episode`` with a *scope*, an SQL condition on the alias
    ``contact`` (``res_partner``) that says which customers are meant.
    """

    _name = "reactivation.customer"
    _description = "Customer Figures"
    _order = "yearly_amount desc, id"
    _rec_name = "partner_id"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = LooseMany2one("res.currency", readonly=True)
    user_id = LooseMany2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        help="Of the open card, else of the customer, else of the last order.",
    )
    team_id = LooseMany2one("crm.team", string="Sales Team", readonly=True)
    lifecycle_status = fields.Selection(
        STATUSES,
        string="Status",
        readonly=True,
        help="Customer: bought at least once. Prospect: open opportunity or quotation."
        " Lead: nothing of that kind yet.",
    )
    credited_in_full = fields.Boolean(
        readonly=True,
        help="Everything this customer bought was credited: a customer by the books"
        " only.",
    )
    first_order_date = fields.Date(
        string="Customer Since", readonly=True, help="Day of the first order."
    )
    last_order_date = fields.Date(string="Last Order", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    order_day_count = fields.Integer(
        string="Order Days",
        readonly=True,
        help="Days with at least one order: two orders of one day show one rhythm.",
    )
    calendar_year_orders = fields.Integer(
        string="Orders in the Last Buying Year",
        readonly=True,
        help="Orders in the calendar year of the last order.",
    )
    rolling_year_orders = fields.Integer(
        string="Orders in the Last 12 Buying Months",
        readonly=True,
        help="Orders in the twelve months that end on the last order.",
    )
    ordered_amount = fields.Monetary(
        string="Ordered",
        readonly=True,
        help="Confirmed orders without taxes, in company currency.",
    )
    average_order_amount = fields.Monetary(
        string="Average Order",
        readonly=True,
        aggregator="avg",
        help="Per order, without taxes, less credit notes.",
    )
    yearly_amount = fields.Monetary(
        string="A Year",
        readonly=True,
        help="Bought in the 365 days that end on the last order, without taxes, less"
        " credit notes.",
    )
    value_amount = fields.Monetary(
        string="Turnover for Class",
        readonly=True,
        help="Bought in the turnover window before the last order, less credit notes:"
        " what the value class ranks.",
    )
    order_interval_days = fields.Float(
        string="Usual Interval (days)",
        readonly=True,
        aggregator="avg",
        help="Mean interval between order days, drawn towards the company's mean."
        " Empty below 3 order days.",
    )
    policy_id = LooseMany2one("reactivation.policy", string="Policy", readonly=True)
    profile_id = LooseMany2one("reactivation.profile", string="Profile", readonly=True)
    episode_id = LooseMany2one("reactivation.episode", string="Card", readonly=True)
    threshold_days = fields.Integer(
        string="Threshold (days)",
        readonly=True,
        aggregator="avg",
        help="Inactive after this many days without an order.",
    )
    at_risk_on = fields.Date(string="At Risk From", readonly=True)
    inactive_since = fields.Date(readonly=True)
    inactivity_level = fields.Selection(
        LEVELS, string="Level", readonly=True, help=LEVEL_HELP
    )
    inactivity_score = fields.Integer(
        string="Inactivity Points",
        readonly=True,
        aggregator="avg",
        help="Points given by the policy's rules: no order, no e-mail opened, no visit"
        " for some time. From the number of points set in the policy on, an inactive"
        " customer counts as very inactive.",
    )
    last_interaction_date = fields.Date(
        string="Last Interaction",
        readonly=True,
        help="Last order, click, reply, message, call, meeting, signature, event or"
        " survey."
        " Opening an e-mail is no interaction.",
    )
    last_interaction_kind = fields.Selection(
        selection="_selection_signal", string="Kind of Interaction", readonly=True
    )
    last_interaction_id = fields.Integer(
        string="Interaction Document", readonly=True, aggregator=None
    )
    last_signal_date = fields.Date(
        string="Last Sign of Interest",
        readonly=True,
        help="Last open, click, reply, message, visit, answer or open quotation.",
    )
    last_signal_kind = fields.Selection(
        selection="_selection_signal", string="Sign of Interest", readonly=True
    )
    lifecycle_ids = fields.One2many(
        "reactivation.lifecycle", "customer_id", string="Changes of Status"
    )
    recency_score = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="1 to 5, 5 = best: how recently this customer ordered, among all.",
    )
    frequency_score = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="1 to 5, 5 = best: how often this customer ordered, among all.",
    )
    monetary_score = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="1 to 5, 5 = best: how much this customer bought, among all.",
    )
    warned_for = fields.Date(
        readonly=True,
        help="Last order of the silence for which the salesperson was warned.",
    )
    value_class = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C")],
        readonly=True,
        help=VALUE_CLASS_HELP,
    )
    wave = fields.Selection(
        [("1", "Wave 1"), ("2", "Wave 2"), ("3", "Wave 3")],
        readonly=True,
        help="The same rule among inactive customers only: who to work first.",
    )

    _customer_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "A customer has one row per company.",
    )
    # the company last: in order, too, with several companies chosen
    _inactive_by_value = models.Index(
        "(yearly_amount DESC, id, company_id)"
        " WHERE inactivity_level IN ('inactive', 'very_inactive')"
    )

    # ------------------------------------------------------------------
    # ENTRY POINTS
    # ------------------------------------------------------------------

    @api.model
    def _refresh(self, companies=None, partners=None):
        """Compute figures, levels and cards now, in the current transaction.

        :param companies: ``res.company`` records; default all
        :param partners: ``res.partner`` records; only these customers (any of their
            contacts will do), see :meth:`_follow`; a company without figures yet has
            no parameters to judge them by: all of its customers are computed
        :raise UserError: a refresh of the company is running elsewhere
        """
        # sudo: figures are the same for all and nothing of them is returned; rules
        # apply when somebody reads them
        me = self.sudo()
        if companies is None:
            companies = me.env["res.company"].search(Domain.TRUE)
        if partners is not None:
            judged = companies.filtered(me.env["reactivation.run"]._judging)
            me._follow(partners, judged)
            companies -= judged
        for company in companies.sudo():  # sudo: as above
            run = me.env["reactivation.run"]._current(company)
            run._lock()
            while run._step():
                pass

    @api.model
    def _follow(self, partners, companies=None):
        """Something happened to these customers: refresh them at once.

        They are judged by the parameters of the last run, in the current transaction.
        In companies without figures yet there is nothing to follow: their first run
        computes them.  While customers are merged nobody is judged by half of what is
        there: who merges them follows.

        :param companies: default all
        """
        if self.env.context.get("reactivation_merging"):
            return
        if companies is None:
            companies = (
                self.env["res.company"].sudo().search(Domain.TRUE)
            )  # sudo: see _refresh
        me = self.sudo()  # sudo: see _refresh
        for company in companies.sudo():  # sudo: see _refresh
            if run := me.env["reactivation.run"]._judging(company):
                # sudo: see _refresh
                me._refresh_partners(company, run, partners.sudo())

    @api.model
    def _forget(self, column, ids):
        """Clear a column without foreign key from records that were deleted.

        :param column: one of the ``LooseMany2one`` columns
        """
        name = SQL.identifier(column)
        self.flush_model([column])
        self.env.cr.execute(
            SQL(
                "UPDATE reactivation_customer SET %s = NULL WHERE %s = ANY(%s)",
                name,
                name,
                list(ids),
            )
        )
        self.invalidate_model([column], flush=False)

    def _refresh_partners(self, company, run, partners):
        """Refresh a few customers of one company with the last run's parameters."""
        commercial = partners.commercial_partner_id
        self._rehome(company, partners)
        scope = SQL("contact.commercial_partner_id = ANY(%s)", commercial.ids)
        judgement = self._judgement_of_event(run, company._reactivation_today())
        self._write_figures(judgement, scope)
        self._write_classes(judgement, scope)
        closed = self._close_worked(judgement, commercial)
        closed._hand_back(judgement)
        self.env["reactivation.episode"]._open_missing(judgement, scope)

    def _judgement_of_event(self, run, today):
        """The last run's parameters, on the day something happened to a customer."""
        # cards are opened through the ORM
        return run._judgement(today=today)._replace(is_first=False)

    def _close_worked(self, judgement, customers):
        """Close what is under way with these customers and came to its end.

        Their figures are fresh.  Extend it for what else must end at once.

        :param customers: commercial partners
        :return: the cards closed
        """
        scope = SQL("contact.commercial_partner_id = ANY(%s)", customers.ids)
        episodes = self.env["reactivation.episode"]
        if not episodes._exist_for(judgement.company, customers):
            return episodes
        closed, __ = episodes._close_finished(judgement, scope)
        self.env["reactivation.credit"]._refresh_amounts(judgement.company, scope)
        return closed

    @api.model
    def _cron_refresh(self):
        """Refresh every company in committed slices; goes on later when time is over.

        Two schedulers at once: the second leaves the company to the first.
        """
        cron = self.env["ir.cron"]
        runs = self.env["reactivation.run"]
        runs = runs._undisturbed(runs._round)
        remaining = len(runs)
        if not cron._commit_progress(remaining=remaining):
            # Odoo calls a job ten times, whatever the clock says: ten long slices in a
            # row, and its watchdog kills the worker.  Go on in a job of its own.
            self.env.ref("crm_reactivation.ir_cron_refresh")._trigger()
            return
        end = time.monotonic() + self._job_seconds()
        for run in runs:
            more = True
            while more:
                more = run._work()
                remaining -= not more
                has_time = cron._commit_progress(1, remaining=remaining)
                if more and run.stage == "figures":
                    # another job would have to gather again what slices read
                    has_time = has_time or time.monotonic() < end
                if not has_time and remaining:
                    return

    @api.model
    def _job_seconds(self):
        """Seconds a job may go on with slices: half of what its worker may take."""
        limit = config["limit_time_real_cron"]
        if limit is None or limit < 0:
            limit = config["limit_time_real"]
        return min(limit / 2, LONG_JOB) if limit else LONG_JOB

    @api.model
    def _selection_signal(self):
        return self.env["reactivation.signal"]._selection_signal()

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_refresh(self):
        """Refresh these customers now (server action)."""
        return self._refresh_chosen(self.company_id, self.partner_id)

    @api.model
    def _refresh_chosen(self, companies, partners):
        """Refresh these customers for a person who waits for it.

        The first run of a company takes too long for that: it is started instead.
        """
        judged = companies.filtered(self.env["reactivation.run"]._judging)
        self._follow(partners, judged)
        return True if judged else self._refresh_in_background()

    def action_open_interaction(self):
        """Open the document of the last interaction."""
        self.ensure_one()
        catalogue = self.env["reactivation.signal"]._catalogue()
        kind = self.last_interaction_kind
        if kind == "order":
            model = "sale.order"
        elif kind in catalogue:
            model = catalogue[kind].model
        else:
            return False
        document = self.env[model].browse(self.last_interaction_id).exists()
        return document.get_formview_action() if document else False
