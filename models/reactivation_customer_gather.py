from odoo import models
from odoo.tools import SQL

from ..queries import gather, pairs, signals
from ..queries.planner import AS_USUAL, few, many


class ReactivationCustomer(models.Model):
    """What else than orders tells is read in one pass before the first slice of a run.

    Mailings, visits, payments, quotations sent, credit notes…: each slice would
    otherwise look its customers up one by one, or read the whole of these tables to
    find its own few rows.  The passes end in temporary tables of the session; a run
    that goes on in another session gathers again.
    """

    _inherit = "reactivation.customer"

    def _gathered_ctes(self, judgement, scope):
        """CTEs of signals and other reasons to be a customer, within the scope."""
        pieces = self._gathered_pieces(judgement.company, scope)
        if not judgement.between:
            return pieces
        return [
            (name, gather.gathered(name, scope))
            for name, __ in pieces
            if name != "mailed"
        ]

    def _gathered_pieces(self, company, scope):
        """List of (name, SQL): signals and other reasons to be a customer here.

        Later pieces may read earlier ones by their name.
        """
        catalogue = self.env["reactivation.signal"]._catalogue()
        prospects_by = [code for code in ("message", "event") if code in catalogue]
        return [
            *self._signal_pieces(company, scope, catalogue),
            ("credit_note", self._credit_notes(company, scope)),
            ("interested", pairs.interest(company.id, scope, prospects_by)),
            ("billed", pairs.invoiced(company.id, scope)),
            ("kept", pairs.kept_pairs(company.id, scope)),
        ]

    def _signal_pieces(self, company, scope, codes):
        """List of (name, SQL): ``signal_<code>`` of these, after what they read."""
        catalogue = self.env["reactivation.signal"]._catalogue()
        return [
            ("mailed", signals.mailed(scope)),
            *(
                (f"signal_{code}", catalogue[code].piece(company, scope))
                for code in codes
            ),
        ]

    def _gather(self, run, limit=None):
        """Fill the temporary tables for the slices of this run.

        :param limit: at most so many; the next call goes on
        :return: number of tables that are left to fill
        """
        left = self._left_to_gather(run)
        if left == 0:
            return 0
        self.env.flush_all()
        pieces = self._gathered_pieces(run.company_id, SQL("TRUE"))
        pieces = pieces[-left:] if left else pieces
        for name, piece in pieces[:limit]:
            # each credit note looks up the order of its invoice
            plan = few if name == "credit_note" else many
            self.env.cr.execute(plan(gather.fill(name, piece)))
        self.env.cr.execute(AS_USUAL)
        left = len(pieces[limit:]) if limit else 0
        self.env.execute_query(gather.mark(run.id, left))
        return left

    def _left_to_gather(self, run):
        """How many tables of this run the session has to fill; None: has not begun."""
        [[mark]] = self.env.execute_query(gather.marked())
        run_id, __, left = (mark or "").partition("/")
        return int(left) if run_id == str(run.id) else None

    def _drop_gathered(self, run):
        """Give the temporary tables up."""
        pieces = self._gathered_pieces(run.company_id, SQL("TRUE"))
        self.env.cr.execute(gather.drop([name for name, __ in pieces]))
