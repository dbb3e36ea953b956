from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Join rows, cards and profiles first: Odoo would delete the source's rows."""
        # sudo: who may merge partners merges all that hangs on them
        customers = self.env["reactivation.customer"].sudo()
        customers._merge_partners(src_partners, dst_partner.commercial_partner_id)
        # sudo: as above
        purchases = self.env["reactivation.purchase"].sudo()
        purchases._merge_partners(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        customers._follow(dst_partner)
        return result
