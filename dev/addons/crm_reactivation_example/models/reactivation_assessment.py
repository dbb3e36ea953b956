from odoo import api, models

CRITERION = "crm_reactivation_example.criterion_samples"


class ReactivationAssessment(models.Model):
    """3. A criterion whose answer is proposed from what the add-on knows.

    The criterion and its levels are data; this fills in level and evidence when an
    assessment is opened.  People can answer otherwise.
    """

    _inherit = "reactivation.assessment"

    @api.model
    def _prepare_answer_vals(self, criterion, customer):
        vals = super()._prepare_answer_vals(criterion, customer)
        if criterion != self.env.ref(CRITERION, raise_if_not_found=False):
            return vals
        count = self.env["reactivation.example.sample"].search_count(
            [
                ("partner_id", "child_of", customer.partner_id.id),
                ("company_id", "=", customer.company_id.id),
            ]
        )
        levels = criterion.level_ids.sorted()
        if not customer or len(levels) < 2:
            return vals
        return {
            **vals,
            # the first level is the most open one
            "level_id": levels[0 if count else -1].id,
            "evidence": self.env._("%(count)s samples requested", count=count),
        }
