import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..queries import purchases, value
from ..queries.evidence import MIN_INTERVALS
from ..queries.planner import bulk

#: Cards closed or opened again in one step: who moves or calls one waits for its end.
CLOSED_AT_ONCE = 50
#: Commercial partners read and written in one committed slice.
SLICE_SIZE = 20_000
#: Pooled interval (days) of a company whose own orders cannot tell yet.
GUESSED_INTERVAL = 90.0
#: The pooled interval in use is kept until the fresh one differs by more than this
#: share: otherwise each order would move the threshold of every customer a little.
INTERVAL_DRIFT = 0.01
#: Key of the advisory locks of the refresh (one per company).
LOCK_KEY = 72719


class Judgement(NamedTuple):
    """What a refresh judges one company by; the same for all its customers."""

    company: models.Model
    today: datetime.date
    interval_days: float
    interval_count: int
    class_limits: tuple
    wave_limits: tuple
    score_limits: dict
    is_first: bool
    #: (after, up to): a slice by the ids of its customers; what else than orders tells
    #: of them lies in temporary tables, see ``_gather``
    between: tuple | None


class ReactivationRun(models.Model):
    """One refresh of one company: where it is, what it used, what it changed.

    Holds the company parameters (pooled interval, value bounds) that the order hook and
    the next run start from, and the moment the figures were computed.
    """

    _name = "reactivation.run"
    _description = "Refresh of Reactivation Figures"
    _order = "id desc"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        [("running", "Running"), ("done", "Done")], default="running", required=True
    )
    stage = fields.Selection(
        [
            ("figures", "Figures"),
            ("value", "Value classes"),
            ("cards", "Cards"),
            ("credits", "Credits"),
            ("changes", "Latest changes"),
            ("order", "Order of the cards"),
            ("finish", "Finish"),
        ],
        default="figures",
        required=True,
    )
    cursor = fields.Integer(help="Last commercial partner treated in this stage.")
    today = fields.Date(help="Local day of the company that the run judges by.")
    started_on = fields.Datetime(default=fields.Datetime.now)
    computed_on = fields.Datetime(help="When the run was finished.")
    interval_days = fields.Float(
        string="Mean Interval (days)",
        help="Pooled mean interval between order days of all customers.",
    )
    interval_count = fields.Integer(string="Repeat Intervals")
    class_a_from = fields.Float(help="Smallest amount of class A.")
    class_b_from = fields.Float(help="Smallest amount of class B.")
    wave_1_from = fields.Float(help="Smallest amount of wave 1.")
    wave_2_from = fields.Float(help="Smallest amount of wave 2.")
    score_bounds = fields.Json(
        help="Bounds of the recency, frequency and monetary scores, by column."
    )
    is_first = fields.Boolean(help="No run of this company was finished before.")
    inserted = fields.Integer()
    updated = fields.Integer()
    deleted = fields.Integer()
    opened = fields.Integer(string="Cards Opened")
    closed = fields.Integer(string="Cards Closed")

    _one_under_way = models.UniqueIndex(
        "(company_id) WHERE state = 'running'",
        "A company is refreshed once at a time.",
    )

    @api.model
    def _last_done(self, company):
        """Last finished run of the company (maybe empty)."""
        return self.sudo().search(  # sudo: figures of the engine, no customer data
            [("company_id", "=", company.id), ("state", "=", "done")], limit=1
        )

    @api.model
    def _last_done_of(self, companies):
        """List of the last finished run of each of these companies (maybe empty)."""
        # sudo: see _last_done
        done = self.sudo().search_fetch(
            [("company_id", "in", companies.ids), ("state", "=", "done")],
            ["company_id", "interval_days", "computed_on"],
        )
        by_company = done.grouped("company_id")
        return [by_company.get(company, done.browse())[:1] for company in companies]

    @api.model
    def _current(self, company):
        """The run to go on with today, else a new one.

        A run left unfinished on an earlier day is started again: it judged by another
        day.
        """
        runs = self.sudo()  # sudo: whoever asks for a refresh gets the whole of it
        today = company._reactivation_today()
        run = runs.search(
            [("company_id", "=", company.id), ("state", "=", "running")], limit=1
        )
        if run and run.today == today:
            return run
        run.unlink()
        last = self._last_done(company)
        return runs.create(
            {
                "company_id": company.id,
                "today": today,
                "is_first": not last,
                **last._parameters(),
            }
        )

    def _parameters(self):
        """Company parameters to hand on: interval and value bounds."""
        names = (
            "interval_days",
            "interval_count",
            "class_a_from",
            "class_b_from",
            "wave_1_from",
            "wave_2_from",
            "score_bounds",
        )
        return {name: self[name] for name in names}

    def _judgement(self, today=None):
        """What this run judges by; ``today`` defaults to the day of the run."""
        self.ensure_one()
        return Judgement(
            company=self.company_id,
            today=today or self.today,
            interval_days=self.interval_days,
            interval_count=self.interval_count,
            class_limits=(self.class_a_from, self.class_b_from),
            wave_limits=(self.wave_1_from, self.wave_2_from),
            score_limits=self.score_bounds or {},
            is_first=self.is_first,
            between=None,
        )

    def _try_lock(self):
        """Take the company's advisory lock until the end of the transaction, or not.

        :return: False when another refresh of this company is running
        """
        self.ensure_one()
        key = SQL("%s, %s", LOCK_KEY, self.company_id.id)
        [[free]] = self.env.execute_query(
            SQL("SELECT PG_TRY_ADVISORY_XACT_LOCK(%s)", key)
        )
        return free

    def _lock(self):
        """Take the company's advisory lock until the end of the transaction.

        :raise UserError: another refresh of this company is running
        """
        if not self._try_lock():
            raise UserError(
                self.env._(
                    "The reactivation figures of %(company)s are being refreshed right"
                    " now. Wait a minute and try again.",
                    company=self.company_id.name,
                )
            )

    @api.model
    def _round(self):
        """Runs of the current round: those under way, else a new one per company.

        A run left unfinished on an earlier day is replaced: it judged by another day.
        """
        running = self.search([("state", "=", "running")], order="id")
        current = running.filtered(
            lambda run: run.today == run.company_id._reactivation_today()
        )
        (running - current).unlink()
        if current:
            return current
        companies = self.env["res.company"].search(Domain.TRUE, order="id")
        return self.browse().union(*map(self._current, companies))

    def _step(self):
        """Do the next slice of the run.

        :return: True while there is more to do
        """
        self.ensure_one()
        getattr(self, f"_stage_{self.stage}")()
        return self.state == "running"

    def _next_stage(self, stage):
        self.write({"stage": stage, "cursor": 0})

    def _slice_scope(self):
        """(SQL condition on ``contact``, last partner id) of the next slice."""
        [[last]] = self.env.execute_query(
            bulk(
                SQL(
                    "SELECT MAX(id) FROM (SELECT id FROM res_partner WHERE id > %s"
                    " AND commercial_partner_id = id ORDER BY id LIMIT %s) slice",
                    self.cursor,
                    SLICE_SIZE,
                )
            )
        )
        scope = SQL(
            "contact.commercial_partner_id > %s"
            " AND contact.commercial_partner_id <= %s",
            self.cursor,
            last,
        )
        return scope, last

    def _stage_figures(self):
        customers = self.env["reactivation.customer"].sudo()  # sudo: see _current
        if not self.cursor and self.is_first and not self.interval_days:
            self._use_interval(self._pooled_interval_of_orders())
        scope, last = self._slice_scope()
        if last is None:
            if self.is_first:
                # nobody has counted the new rows yet; the next plans depend on it
                self.env.execute_query(SQL("ANALYZE reactivation_customer"))
            return self._check_interval()
        self._gather_for_slices()
        judgement = self._judgement()._replace(between=(self.cursor, last))
        for what, ids in customers._write_figures(judgement, scope).items():
            self[what] += len(ids)
        self.cursor = last

    def _gather_for_slices(self, limit=None):
        """Gather what slices read, unless this session has it from an earlier slice.

        :param limit: at most so many pieces
        :return: number of pieces that are left
        """
        customers = self.env["reactivation.customer"].sudo()  # sudo: see _current
        if not self.cursor and customers._left_to_gather(self) is None:
            customers._rehome(self.company_id)
        return customers._gather(self, limit)

    def _pooled_interval_of_orders(self):
        """(Σ span in days, Σ repeats) read from the orders themselves."""
        customers = self.env["reactivation.customer"].sudo()  # sudo: see _current
        sources = customers._purchase_sources(self.company_id, SQL("TRUE"))
        [totals] = self.env.execute_query(bulk(purchases.pooled_interval(sources)))
        return totals

    def _check_interval(self):
        """After the figures: keep the pooled interval, or start over with a new one."""
        [totals] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(last_order_date - first_order_date), 0),"
                " COALESCE(SUM(order_day_count - 1), 0) FROM reactivation_customer"
                " WHERE company_id = %s AND order_day_count > 0",
                self.company_id.id,
            )
        )
        used = self.interval_days
        if self._use_interval(totals) != used:
            self._next_stage("figures")
        else:
            self._next_stage("value")

    def _use_interval(self, totals):
        """Set the pooled interval from (Σ span, Σ repeats); returns it in days."""
        span, repeats = (int(number) for number in totals)
        fresh = GUESSED_INTERVAL
        if repeats >= MIN_INTERVALS:
            fresh = max(1.0, span / repeats)
        self.interval_count = repeats
        used = self.interval_days
        if not used or abs(fresh - used) > INTERVAL_DRIFT * used:
            self.interval_days = fresh
        return self.interval_days

    def _stage_value(self):
        company = self.company_id
        customers = self.env["reactivation.customer"].sudo()  # sudo: see _current
        customers._drop_gathered(self)
        shares = (
            company.reactivation_share_a / 100,
            (company.reactivation_share_a + company.reactivation_share_b) / 100,
        )
        inactive = SQL("inactivity_level IN ('inactive', 'very_inactive')")
        bounds = {}
        for names, condition in (
            (("class_a_from", "class_b_from"), SQL("TRUE")),
            (("wave_1_from", "wave_2_from"), inactive),
        ):
            [found] = self.env.execute_query(
                bulk(value.class_bounds(company.id, *shares, condition))
            )
            bounds.update(zip(names, found, strict=True))
        [scores] = self.env.execute_query(bulk(value.score_bounds(company.id)))
        bounds["score_bounds"] = dict(zip(value.SCORED, scores, strict=True))
        self.write(bounds)
        customers._write_classes(self._judgement(), SQL("TRUE"))
        self._next_stage("cards")

    def _stage_cards(self):
        episodes = self.env["reactivation.episode"].sudo()  # sudo: see _current
        closed, more = episodes._close_finished(
            self._judgement(), SQL("TRUE"), CLOSED_AT_ONCE
        )
        closed._hand_back(self._judgement())
        self.closed += len(closed)
        if more:
            return
        opened, more = episodes._open_missing(self._judgement(), SQL("TRUE"))
        self.opened += opened
        if not more:
            self._next_stage("credits")

    def _stage_credits(self):
        credits = self.env["reactivation.credit"].sudo()  # sudo: see _current
        credits._refresh_amounts(self.company_id, SQL("TRUE"))
        objectives = self.env["reactivation.objective"].sudo()  # sudo: see _current
        objectives._follow_scopes(self.company_id)
        objectives._close_finished(self.company_id)
        self._next_stage("changes")

    def _stage_order(self):
        episodes = self.env["reactivation.episode"].sudo()  # sudo: see _current
        episodes._bring_up_to_date(self.company_id)
        self._next_stage("finish")

    def _stage_finish(self):
        customers = self.env["reactivation.customer"].sudo()  # sudo: see _current
        if customers._warn_at_risk(self.company_id) or self._catch_up():
            return
        self.write({"state": "done", "computed_on": fields.Datetime.now()})
        self._forget_old()

    def _forget_old(self):
        """Keep the last 30 runs of the company."""
        self.search([("company_id", "=", self.company_id.id)], offset=30).unlink()
