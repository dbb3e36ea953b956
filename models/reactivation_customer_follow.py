import logging

from psycopg2 import errors

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, ormcache

from ..queries import figures, follow, value
from ..queries.planner import bulk
from .reactivation_run_people import JUDGED

_logger = logging.getLogger(__name__)


class ReactivationCustomer(models.Model):
    """A confirmed order: the customer's figures follow at once, the card closes.

    Most orders come from customers without a card: for them the hook asks the database
    twice, once about the circumstances and once to write, and reads nothing by the ORM.
    The statement is the refresh's own; its text is kept until a run, a policy or a
    setting of the company changes it.
    """

    _inherit = "reactivation.customer"

    def _follow_orders(self, orders):
        """Refresh the customers of these confirmed orders of one company.

        Never blocks a sale: an error is logged and left to the next refresh.  Only when
        somebody else wrote the same customer at this moment Odoo tries the whole
        request again, as it always does then.
        """
        self.env.flush_all()
        try:
            self._follow_purchases(orders.company_id, orders.partner_id.ids)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except errors.UniqueViolation as error:  # the other one was quicker
            raise ConcurrencyError(str(error)) from error
        except Exception:
            self.env.transaction.clear()
            self.env.cr.execute(follow.take_back())
            _logger.exception(
                "Reactivation figures of orders %s left to the next refresh", orders.ids
            )

    def _follow_purchases(self, company, partner_ids):
        """See :meth:`_follow_orders`; opens and releases a savepoint."""
        [found] = self.env.execute_query(
            follow.circumstances(company.id, partner_ids, JUDGED)
        )
        run_id, zone, known_ids, is_worked, is_moved, version = found
        if not run_id:  # the first run will compute the figures
            self.env.cr.execute(follow.release())
            return
        if is_moved:
            self._rehome(company, self.env["res.partner"].browse(partner_ids))
        today = company._reactivation_day(zone)
        statement = self._follow_statement(company.id, run_id, today, version)
        if not is_worked:
            self._write_followed(statement, known_ids, follow.release())
            return
        self._write_followed(statement, known_ids)
        run = self.env["reactivation.run"].browse(run_id)
        closed = self._close_worked(
            self._judgement_of_event(run, today),
            self.env["res.partner"].browse(known_ids),
        )
        self.env.flush_all()
        if closed.user_id:  # the customers go back to their own salesperson
            self._write_followed(statement, known_ids, follow.release())
        else:
            self.env.cr.execute(follow.release())

    def _write_followed(self, statement, partner_ids, last=follow.NOTHING):
        """Run the statement of :meth:`_follow_statement` for these customers.

        :param last: what is sent to the database together with it
        """
        params = [
            partner_ids if param is follow.FOLLOWED else param
            for param in statement.params
        ]
        self.env.cr.execute(f"{statement.code}; {last.code}", params)
        self.invalidate_model(flush=False)
        self.env["reactivation.profile"].invalidate_model(["user_id"], flush=False)

    @ormcache("company_id", "run_id", "today", "version", cache="stable")
    def _follow_statement(self, company_id, run_id, today, version):
        """SQL that writes figures and classes of the customers ``follow.FOLLOWED``.

        :param version: see ``follow.circumstances``
        """
        run = self.env["reactivation.run"].browse(run_id)
        judgement = self._judgement_of_event(run, today)
        scope = follow.FOLLOWED_SCOPE
        return bulk(
            SQL(
                "%s; %s; %s",
                figures.write_differences(
                    company_id, self._figure_ctes(judgement, scope), scope, today
                ),
                follow.align_profiles(company_id, scope),
                value.update_classes(
                    company_id,
                    judgement.class_limits,
                    judgement.wave_limits,
                    judgement.score_limits,
                    scope,
                ),
            )
        )
