import logging

from odoo import models

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # what the refresh reads of an order, by customer: no slice has to read all orders
    _reactivation_purchase = models.Index(
        "(company_id, partner_id)"
        " INCLUDE (date_order, amount_untaxed, currency_rate, id)"
        " WHERE state = 'sale' AND amount_untaxed > 0"
    )

    def _action_confirm(self):
        result = super()._action_confirm()
        self._reactivation_follow()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._reactivation_follow()
        return result

    def _reactivation_follow(self):
        """Refresh the customers of these orders: a card closes or opens again at once.

        Never blocks a sale: an error is logged and left to the next refresh.
        """
        # sudo: whoever confirms an order need not see the customer's card
        customers = self.env["reactivation.customer"].sudo()
        try:
            with self.env.cr.savepoint():
                for company, orders in self.grouped("company_id").items():
                    customers._follow(orders.partner_id, company)
        except Exception:
            _logger.exception(
                "Reactivation figures of orders %s left to the next refresh", self.ids
            )
