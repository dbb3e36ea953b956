from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class ReactivationCustomer(models.Model):
    """Customers in campaigns."""

    _inherit = "reactivation.customer"

    enrollment_ids = fields.One2many("reactivation.enrollment", "customer_id")

    def _order_to_sql(self, order, query, alias=None, reverse=False):
        """Their order tells amounts: also of enrolments by customer."""
        self.browse().check_access("read")
        return super()._order_to_sql(order, query, alias, reverse)

    def _close_worked(self, judgement, customers):
        """An order ends the campaign at once, also of who has no card."""
        closed = super()._close_worked(judgement, customers)
        self.env["reactivation.enrollment"]._leave_finished(
            judgement.company, SQL("enrollment.partner_id = ANY(%s)", customers.ids)
        )
        return closed

    def action_add_to_campaign(self):
        """Choose a running campaign for these customers; a card is not needed."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to Campaign"),
            "res_model": "reactivation.enroll",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_customer_ids": self.ids},
        }

    def _add_to(self, campaign):
        """Enrol these customers by hand.

        Who works a customer's card enrols it; customers without a card are enrolled by
        their own salesperson or by who sees all.

        :raise AccessError: somebody else's customer
        """
        self.check_access("read")
        campaign.check_access("read")
        cards = self.episode_id
        cards.check_access("write")
        self.filtered(lambda row: not row.episode_id)._check_own()
        # sudo: access was checked; enrolments are written by the machine
        campaign.sudo()._enrol_by_hand(self.sudo())

    def _check_own(self):
        """Refuse prospects of nobody to salespeople who see their own only.

        :raise AccessError: names the customer
        """
        if self.env.user.has_group("sales_team.group_sale_salesman_all_leads"):
            return
        for customer in self:
            if customer.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(customer)s has no salesperson yet. Ask your sales manager to"
                        " assign the customer to you, then you can add it to a"
                        " campaign.",
                        customer=customer.partner_id.display_name,
                    )
                )
