from odoo import api, fields, models

from .reactivation_renunciation import SALES


class SaleOrder(models.Model):
    """Who is not pursued is served: the order goes through, with a notice."""

    _inherit = "sale.order"

    reactivation_notice = fields.Char(
        string="Not Pursued",
        compute="_compute_reactivation_notice",
        groups=SALES,
        help="Shown when the company decided not to pursue this customer.",
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_reactivation_notice(self):
        # sudo: whoever sells to the customer reads that sentence, also when the
        # customer is a colleague's; nothing else of the decision
        renunciations = self.env["reactivation.renunciation"].sudo()
        found = renunciations.search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "decided"),
            ]
        )
        notices = {(row.partner_id, row.company_id): row.notice_text for row in found}
        for order in self:
            # sudo: compared only, see above
            key = (order.partner_id.commercial_partner_id.sudo(), order.company_id)
            order.reactivation_notice = notices.get(key)
