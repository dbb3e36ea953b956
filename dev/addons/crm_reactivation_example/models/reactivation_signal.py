from odoo import api, models
from odoo.tools import SQL

from odoo.addons.crm_reactivation.models.reactivation_signal import Signal
from odoo.addons.crm_reactivation.queries import signals


class ReactivationSignal(models.AbstractModel):
    """1. A signal: one entry of the catalogue and the SQL of its source.

    Rules, points, the last interaction, the mark "still reacts" and the explanation on
    the card follow by themselves.
    """

    _inherit = "reactivation.signal"

    @api.model
    def _catalogue(self):
        def samples(company, scope):
            return signals.documents(
                "reactivation_example_sample",
                SQL("document.requested_on"),
                SQL("document.company_id = %s", company.id),
                company._reactivation_tz(),
                scope,
            )

        return {
            **super()._catalogue(),
            "sample": Signal(
                label=self.env._("Sample requested"),
                model="reactivation.example.sample",
                piece=samples,
                interest=True,
                interaction=True,
            ),
        }
