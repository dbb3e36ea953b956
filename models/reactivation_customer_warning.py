from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

#: Warnings written in one step of a run.
BATCH = 500


class ReactivationCustomer(models.Model):
    """Early warning: tell the salesperson before a good customer is gone."""

    _inherit = "reactivation.customer"

    def _warn_at_risk(self, company):
        """Plan a call for the salesperson of each class A customer newly at risk.

        Once per silence; off unless the company switched it on.

        :return: whether there may be more
        """
        if not company.reactivation_warn_at_risk:
            return False
        customers = self.search(
            Domain("company_id", "=", company.id)
            & Domain("inactivity_level", "=", "at_risk")
            & Domain("value_class", "=", "a")
            & Domain("user_id.active", "=", True)
            & Domain("partner_id.active", "=", True)
            & Domain("do_not_pursue", "=", False)
            & Domain.custom(to_sql=_not_warned),
            limit=BATCH,
        )
        call = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [customer._prepare_warning_vals(call) for customer in customers]
        )
        for last_order, warned in customers.grouped("last_order_date").items():
            warned.write({"warned_for": last_order})
        return len(customers) == BATCH

    def _prepare_warning_vals(self, activity_type):
        """Values of the activity that warns about this customer."""
        self.ensure_one()
        lang = self.user_id.lang or self.env.lang
        customer = self.with_context(lang=lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": self.partner_id.id,
            "activity_type_id": activity_type.id if activity_type else False,
            "user_id": self.user_id.id,
            "date_deadline": self.company_id._reactivation_today(),
            "summary": customer.env._("At risk: call before it is too late"),
            "note": customer.why_text,
        }


def _not_warned(model, alias, query):
    """SQL: nobody was warned yet about the silence after the last order."""
    return SQL(
        "%s IS DISTINCT FROM %s",
        SQL.identifier(alias, "warned_for"),
        SQL.identifier(alias, "last_order_date"),
    )
