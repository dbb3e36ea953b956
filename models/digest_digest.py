from odoo import fields, models
from odoo.exceptions import AccessError


class DigestDigest(models.Model):
    """Customers reactivated, among the figures of the digest mail."""

    _inherit = "digest.digest"

    kpi_reactivation_won_back = fields.Boolean("Customers Reactivated")
    kpi_reactivation_won_back_value = fields.Integer(
        compute="_compute_kpi_reactivation_won_back_value"
    )

    def _compute_kpi_reactivation_won_back_value(self):
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(
                self.env._("Customers reactivated are for salespeople only.")
            )
        self._calculate_company_based_kpi(
            "reactivation.credit",
            "kpi_reactivation_won_back_value",
            date_field="date",
            additional_domain=[("counted", "=", True)],
        )

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("crm_reactivation.menu_root")
        actions["kpi_reactivation_won_back"] = (
            f"crm_reactivation.reactivation_credit_action?menu_id={menu.id}"
        )
        return actions
