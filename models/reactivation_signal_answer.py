from odoo import api, models
from odoo.tools import SQL

from ..queries import signals
from .reactivation_signal import Signal


class ReactivationSignal(models.AbstractModel):
    """An answer to a campaign's question is an interaction."""

    _inherit = "reactivation.signal"

    @api.model
    def _catalogue(self):
        catalogue = super()._catalogue()
        catalogue["answer"] = Signal(
            self.env._("Question answered"),
            "reactivation.enrollment",
            lambda company, scope: signals.documents(
                "reactivation_enrollment",
                SQL("(document.answered_on + TIME '12:00')"),
                SQL(
                    "document.answered_on IS NOT NULL AND document.company_id = %s",
                    company.id,
                ),
                "UTC",
                scope,
            ),
            True,
            True,
            badge=self.env._("Answered"),
        )
        return catalogue
