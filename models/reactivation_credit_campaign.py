from datetime import timedelta

from odoo import fields, models


class ReactivationCredit(models.Model):
    """The campaign that spoke to the customer before the comeback."""

    _inherit = "reactivation.credit"

    campaign_id = fields.Many2one(
        "reactivation.campaign",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The last campaign that contacted the customer, within as many days before"
        " the comeback as the attribution window is long: attributed, not proven.",
    )


class ReactivationEpisode(models.Model):
    """Which campaign a comeback is attributed to."""

    _inherit = "reactivation.episode"

    def _prepare_credits(self, comebacks):
        vals = super()._prepare_credits(comebacks)
        for card in self:
            day = comebacks[card.id].day
            window = timedelta(days=card.company_id.reactivation_credit_days)
            # sudo: whoever confirms the order need not see the campaign
            touches = self.env["reactivation.touch"].sudo()
            last = touches.search(
                [
                    ("customer_id", "=", card.customer_id.id),
                    ("state", "in", ("sent", "done")),
                    ("date", "<=", day),
                    ("date", ">=", day - window),
                ],
                order="date desc, id desc",
                limit=1,
            )
            vals[card.id]["campaign_id"] = last.campaign_id.id
        return vals
