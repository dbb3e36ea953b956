from odoo import fields, models


class ReactivationChannel(models.Model):
    """4. A channel of campaigns: a record in ``data/`` and a carrier of its own."""

    _inherit = "reactivation.channel"

    carrier = fields.Selection(
        selection_add=[("sample", "Sample parcel")], ondelete={"sample": "cascade"}
    )
