from odoo import models


class MailingTrace(models.Model):
    """Traces are read by customer here, not by mailing."""

    _inherit = "mailing.trace"

    _reactivation_document = models.Index("(model, res_id)")
    _reactivation_email = models.Index("(email) WHERE model <> 'res.partner'")
