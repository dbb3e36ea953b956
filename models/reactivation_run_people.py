import logging
import random
import time
from datetime import timedelta

from psycopg2 import errors
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..queries import changes

_logger = logging.getLogger(__name__)

#: Two transactions wrote the same: one of them has to be tried again.
DISTURBED = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, errors.UniqueViolation)
TRIES = 8
#: Stages of one large statement that writes what differs.
SET_BASED = ("figures", "value", "order")
#: Stages that judge by parameters which are already this run's.
JUDGED = ("changes", "order", "finish")
#: Minutes after which to look again at a company that another process has.
LOOK_AGAIN = 15
#: Changed customers refreshed in one transaction.
BATCH = 500


class ReactivationRun(models.Model):
    """How a run and people at work leave each other alone.

    Large statements run at READ COMMITTED: a row that a person wrote meanwhile is
    newer and stays, where Odoo's usual REPEATABLE READ would throw the slice away.
    What goes through the ORM keeps that level and is tried again, as Odoo does with
    requests.  Whoever changed while the run was going on is refreshed at its end.
    """

    _inherit = "reactivation.run"

    changes_from = fields.Datetime(
        readonly=True,
        help="Changes stamped from then on may have come too late for the slices.",
    )
    changes_upto = fields.Datetime(
        readonly=True, help="Where the next look for changes begins."
    )

    def _work(self):
        """Do the next slice, in a transaction of its own that the caller commits.

        :return: True while there is more to do; False also when another refresh has
            taken the company
        """
        self.ensure_one()
        by_sql = self.stage in SET_BASED or (self.stage == "cards" and self.is_first)
        left = self.stage == "figures"
        while left:
            left = self._undisturbed(self._prepare, by_sql)
        if left is None:
            return False
        return self._undisturbed(self._take_step, by_sql)

    def _prepare(self):
        """Gather a piece of what slices read, in a transaction of its own.

        A slice follows in any case: it is what brings a job on whose time is over, and
        the next job may come to another session and have to gather again.

        :return: number of pieces that are left; None when the company is not this job's
            to refresh
        """
        if not self._take():
            return None
        __, last = self._slice_scope()
        return 0 if last is None else self._gather_for_slices(limit=1)

    def _take_step(self):
        return self._take() and self._step()

    def _take(self):
        """Make the run this transaction's, and note when it began.

        :return: False when another refresh of the company is running or has finished
        """
        if not self._try_lock():
            # Maybe its process was killed and the database server works on: without
            # another look the run would lie there until tomorrow.
            cron = self.env.ref("crm_reactivation.ir_cron_refresh")
            cron._trigger(fields.Datetime.now() + timedelta(minutes=LOOK_AGAIN))
            return False
        if self.exists().state != "running":  # the other one has finished it
            return False
        if not self.changes_from:
            self.changes_from = self._oldest_transaction()
        return True

    @api.model
    def _undisturbed(self, work, read_committed=False):
        """Call ``work`` in a new transaction, again when another one came between.

        :return: what ``work`` returns
        """
        cursor = self.env.cr
        for attempt in range(1, TRIES + 1):
            # slices are transactions of the job, whose caller commits them, too;
            # named in full: Odoo's own linter accepts no comment about a cr.commit()
            cursor.commit()
            idle = cursor.connection.get_transaction_status() == TRANSACTION_STATUS_IDLE
            if read_committed and idle:  # tests never leave their transaction
                cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            try:
                result = work()
                self.env.flush_all()
                return result
            except DISTURBED as error:
                if attempt == TRIES:
                    raise
                cursor.rollback()
                self.env.transaction.reset()
                _logger.info("Slice of a refresh tried again: %s", error)
                time.sleep(random.uniform(0, min(2, 0.1 * 2**attempt)))
        return None

    @api.model
    def _judging(self, company):
        """The run whose parameters customers are judged by now (maybe empty)."""
        return self.sudo().search(  # sudo: figures of the engine, no customer data
            [("company_id", "=", company.id), ("stage", "in", JUDGED)], limit=1
        )

    @api.model
    def _oldest_transaction(self):
        [[moment]] = self.env.execute_query(changes.oldest_transaction())
        return moment

    def _stage_changes(self):
        if not self._catch_up():
            self._next_stage("order")

    def _catch_up(self):
        """Refresh some of the customers that people changed since the run began.

        Orders confirmed after their slice was read, contacts that changed hands.  In
        one transaction (``_refresh``) there are none: it sees one state of all.

        :return: whether there may be more
        """
        if not self.changes_from:
            return False
        if not self.cursor:
            self.changes_upto = self._oldest_transaction()
        changed = self.env.execute_query(
            changes.changed_customers(
                self.company_id.id,
                self.changes_from,
                self.env.uid,
                self.cursor,
                BATCH,
            )
        )
        partners = self.env["res.partner"].browse(row_id for (row_id,) in changed)
        if partners:
            # sudo: see _current
            customers = self.env["reactivation.customer"].sudo()
            customers._refresh_partners(self.company_id, self, partners)
        if len(partners) == BATCH:
            self.cursor = partners[-1].id
            return True
        self.write({"cursor": 0, "changes_from": self.changes_upto})
        return False
