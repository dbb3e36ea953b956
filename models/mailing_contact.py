from odoo import models


class MailingContact(models.Model):
    """Who left a mailing list is looked up by address here."""

    _inherit = "mailing.contact"

    _reactivation_address = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )
