from odoo import fields, models

from ..queries import closing


class ReactivationEpisode(models.Model):
    """Cards of customers that the company decided not to pursue."""

    _inherit = "reactivation.episode"

    is_superseded = fields.Boolean(
        readonly=True,
        help="The customer was reinstated after this card: it does not keep a new card"
        " from opening in the same silence.",
    )

    renunciation_id = fields.Many2one(related="customer_id.renunciation_id")
    pursuit_text = fields.Char(related="customer_id.pursuit_text")

    def _close_finished(self, judgement, scope, limit=None):
        """Close the open cards of customers who are not pursued, too.

        Also those that were opened again by now: no card stays open by the back door.
        """
        closed, more = super()._close_finished(judgement, scope, limit)
        self.env.flush_all()
        rows = self.env.execute_query(
            closing.not_pursued(judgement.company.id, scope, limit)
        )
        dropped = self.browse(card_id for (card_id,) in rows)
        dropped.write({"state": "not_pursued", "closed_on": judgement.today})
        dropped._cancel_activities(
            self.env._("It was decided not to pursue the customer.")
        )
        return closed | dropped, more or len(dropped) == limit

    def _stop_blocking(self, renunciations):
        """The customers are reinstated: their closed cards let a new one open."""
        for company, some in renunciations.grouped("company_id").items():
            self.search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", some.partner_id.ids),
                    ("state", "!=", "open"),
                ]
            ).write({"is_superseded": True})

    def action_propose_not_to_pursue(self):
        """Propose not to pursue the customers of these cards."""
        return self.customer_id.action_propose_not_to_pursue()

    def action_open_renunciation(self):
        """Open the proposal or decision about this customer."""
        return self.customer_id.action_open_renunciation()
