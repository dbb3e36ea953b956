from odoo import fields, models


class ReactivationEpisode(models.Model):
    """The card says when its customer may not be written to any longer."""

    _inherit = "reactivation.episode"

    retention_text = fields.Char(related="customer_id.retention_text")
