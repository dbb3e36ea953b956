import logging

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import sql

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    reactivation_episode_id = fields.Many2one(
        "reactivation.episode",
        string="Reactivation Card",
        compute="_compute_reactivation_episode_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        groups="sales_team.group_sale_salesman",
        help="The card of the silent customer this quotation came out of.",
    )
    reactivation_is_trial = fields.Boolean(
        string="Trial Order",
        copy=False,
        help="A small first order, for a customer who uses another solution.",
    )

    # what the refresh reads of an order, by customer: no slice has to read all orders
    _reactivation_purchase = models.Index(
        "(company_id, partner_id)"
        " INCLUDE (date_order, amount_untaxed, currency_rate, id)"
        " WHERE state = 'sale' AND amount_untaxed > 0"
    )

    def _auto_init(self):
        """The column comes without a computation over all orders: none has a card."""
        column = "reactivation_episode_id"
        if not sql.column_exists(self.env.cr, self._table, column):
            sql.create_column(self.env.cr, self._table, column, "int4")
        return super()._auto_init()

    @api.depends("partner_id", "company_id")
    def _compute_reactivation_episode_id(self):
        """A quotation that goes to another customer leaves the card."""
        for order in self:
            # sudo: whose card it is; who writes the order need not see it
            card = order.sudo().reactivation_episode_id
            if card and not order._is_about(card):
                order.reactivation_episode_id = False

    @api.constrains("reactivation_episode_id")
    def _check_reactivation_episode_id(self):
        for order in self:
            card = order.sudo().reactivation_episode_id  # sudo: see above
            if card and not order._is_about(card):
                raise ValidationError(
                    self.env._(
                        "Order %(order)s is for %(customer)s and cannot come out of the"
                        " card of another customer or company.",
                        order=order.name,
                        customer=order.partner_id.display_name,
                    )
                )

    def _is_about(self, card):
        """Whether the order is for the customer and company of the card."""
        return (
            self.partner_id.commercial_partner_id == card.partner_id
            and self.company_id == card.company_id
        )

    def _action_confirm(self):
        result = super()._action_confirm()
        self._reactivation_follow()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._reactivation_follow_cancelled()
        return result

    def _reactivation_follow(self):
        """Refresh the customers of these confirmed orders: a card closes at once."""
        # sudo: whoever confirms an order need not see the customer's card
        customers = self.env["reactivation.customer"].sudo()
        for orders in self.grouped("company_id").values():
            customers._follow_orders(orders)

    def _reactivation_follow_cancelled(self):
        """Refresh the customers of these cancelled orders: a card opens again at once.

        Never blocks a cancellation: an error is logged and left to the next refresh.
        """
        customers = self.env["reactivation.customer"].sudo()  # sudo: as above
        try:
            with self.env.cr.savepoint():
                for company, orders in self.grouped("company_id").items():
                    customers._follow(orders.partner_id, company)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except errors.UniqueViolation as error:  # the other one was quicker
            raise ConcurrencyError(str(error)) from error
        except Exception:
            _logger.exception(
                "Reactivation figures of orders %s left to the next refresh", self.ids
            )
