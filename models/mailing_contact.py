from odoo import fields, models


class MailingContact(models.Model):
    """Who left a mailing list is looked up by address here."""

    _inherit = "mailing.contact"

    email_normalized = fields.Char(index="btree_not_null")
