from odoo import models


class AccountPayment(models.Model):
    """Payments are read by customer here, not by journal."""

    _inherit = "account.payment"

    _reactivation_customer = models.Index("(partner_id)")
