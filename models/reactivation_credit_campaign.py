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
        # sudo: whoever confirms the order need not see the campaign
        touches = self.env["reactivation.touch"].sudo()
        spoken = touches.search(
            [
                ("customer_id", "in", self.customer_id.ids),
                ("state", "in", ("sent", "done")),
            ],
            order="date desc, id desc",
        ).grouped("customer_id")
        for card in self:
            day = comebacks[card.id].day
            first = day - timedelta(days=card.company_id.reactivation_credit_days)
            mine = spoken.get(card.customer_id.sudo(), touches)  # sudo: as above
            last = mine.filtered(
                lambda touch, first=first, day=day: first <= touch.date <= day
            )[:1]
            vals[card.id]["campaign_id"] = last.campaign_id.id
        return vals
