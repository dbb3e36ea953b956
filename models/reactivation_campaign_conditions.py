from odoo import api, models
from odoo.exceptions import AccessError

ALL_LEADS = "sales_team.group_sale_salesman_all_leads"


class ReactivationCampaign(models.Model):
    """Who may choose conditions: an audience is counted by sudo, so they tell about
    customers whom their author may not read."""

    _inherit = "reactivation.campaign"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_conditions(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_conditions(vals)
        return super().write(vals)

    @api.model
    def _check_conditions(self, vals):
        """Whoever may not read all customers may not count them by their amounts.

        Levels, classes and columns are open to marketing, and filters saved by somebody
        who reads all customers.

        :raise AccessError: conditions of one's own, or on fields one may not read
        """
        if self.env.su:
            return
        text = vals.get("domain")
        # sudo: who saved the filter, and what it asks
        saved = self.env["ir.filters"].sudo().browse(vals.get("filter_id"))
        if self._may_choose_conditions():
            saved.sudo(False)._check_readable_conditions(
                "reactivation.customer", text, saved.domain
            )
        elif text not in (None, False, "[]") or (
            saved and not self.with_user(saved.write_uid)._may_choose_conditions()
        ):
            raise AccessError(
                self.env._(
                    "Conditions on figures of customers are for people who see all"
                    " customers. Choose levels, classes or categories, or a filter that"
                    " one of them saved."
                )
            )

    def _check_draft_conditions(self):
        """A form counts before it is saved: the same holds for what it asks."""
        for campaign in self:
            saved = campaign._origin
            if campaign != saved:
                changed = [
                    n for n in ("domain", "filter_id") if campaign[n] != saved[n]
                ]
                self._check_conditions(
                    campaign._convert_to_write(
                        {name: campaign[name] for name in changed}
                    )
                )

    @api.model
    def _may_choose_conditions(self):
        """Whether the user reads the figures of all customers of the company."""
        return self.env.su or self.env.user.has_group(ALL_LEADS)
