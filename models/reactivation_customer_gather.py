from odoo import models
from odoo.tools import SQL

from ..queries import figures, gather, purchases
from ..queries.planner import bulk
from ..queries.signals import FREQUENT


class ReactivationCustomer(models.Model):
    """What few customers have is read in one pass before the first slice of a run.

    Visits, payments, quotations sent, credit notes…: each slice would otherwise read
    the whole of these tables to find its own few rows.  The passes end in temporary
    tables of the session; a run that goes on in another session gathers again.
    """

    _inherit = "reactivation.customer"

    def _rare_ctes(self, judgement, scope):
        """CTEs of what few customers have, restricted to the scope."""
        pieces = self._rare_pieces(judgement.company, scope)
        if not judgement.gathered:
            return pieces
        return [(name, gather.gathered(name, scope)) for name, __ in pieces]

    def _rare_pieces(self, company, scope):
        """List of (name, SQL): rare signals and other reasons to be a customer here.

        Later pieces may read earlier ones by their name.
        """
        catalogue = self.env["reactivation.signal"]._catalogue()
        prospects_by = [code for code in ("message", "event") if code in catalogue]
        return [
            *(
                (f"signal_{code}", entry.piece(company, scope))
                for code, entry in catalogue.items()
                if code not in FREQUENT
            ),
            ("credit_note", purchases.credit_notes(company.id, scope)),
            ("interested", figures.interest(company.id, scope, prospects_by)),
            ("billed", figures.invoiced(company.id, scope)),
            ("kept", figures.kept_pairs(company.id, scope)),
        ]

    def _gather(self, run):
        """Fill the temporary tables for the slices of this run."""
        self.env.flush_all()
        for name, piece in self._rare_pieces(run.company_id, SQL("TRUE")):
            self.env.cr.execute(bulk(gather.fill(name, piece)))
        self.env.execute_query(gather.mark(run.id))

    def _has_gathered(self, run):
        """Whether this session holds the temporary tables of this run."""
        [[run_id]] = self.env.execute_query(gather.marked())
        return run_id == str(run.id)

    def _drop_gathered(self, run):
        """Give the temporary tables up."""
        names = [name for name, __ in self._rare_pieces(run.company_id, SQL("TRUE"))]
        self.env.cr.execute(gather.drop(names))
