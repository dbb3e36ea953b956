from odoo import fields, models


class ReactivationExampleSample(models.Model):
    """A sample that a customer asked for: what this add-on knows about customers."""

    _name = "reactivation.example.sample"
    _description = "Sample Request"
    _order = "requested_on desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    requested_on = fields.Datetime(required=True, default=fields.Datetime.now)
