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

    def _gather(self, run):
        """Fill the temporary tables for the slices of this run."""
        self.env.flush_all()
        for name, piece in self._gathered_pieces(run.company_id, SQL("TRUE")):
            # each credit note looks up the order of its invoice
            plan = few if name == "credit_note" else many
            self.env.cr.execute(plan(gather.fill(name, piece)))
        self.env.cr.execute(AS_USUAL)
        self.env.execute_query(gather.mark(run.id))

    def _has_gathered(self, run):
        """Whether this session holds the temporary tables of this run."""
        [[run_id]] = self.env.execute_query(gather.marked())
        return run_id == str(run.id)

    def _drop_gathered(self, run):
        """Give the temporary tables up."""
        pieces = self._gathered_pieces(run.company_id, SQL("TRUE"))
        self.env.cr.execute(gather.drop([name for name, __ in pieces]))
