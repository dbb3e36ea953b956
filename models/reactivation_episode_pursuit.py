from odoo import fields, models

from ..queries import cards


class ReactivationEpisode(models.Model):
    """Cards of customers that the company decided not to pursue."""

    _inherit = "reactivation.episode"

    is_superseded = fields.Boolean(
        readonly=True,
        help="The customer was reinstated after this card: it does not keep a new card"
        " from opening in the same silence.",
    )

    def _close_finished(self, judgement, scope):
        """Close the open cards of customers who are not pursued, too.

        Also those that were opened again by now: no card stays open by the back door.
        """
        count = super()._close_finished(judgement, scope)
        self.env.flush_all()
        rows = self.env.execute_query(cards.not_pursued(judgement.company.id, scope))
        dropped = self.browse(card_id for (card_id,) in rows)
        dropped.write({"state": "not_pursued", "closed_on": judgement.today})
        dropped._cancel_activities(
            self.env._("It was decided not to pursue the customer.")
        )
        dropped._hand_back(judgement)
        return count + len(dropped)

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
