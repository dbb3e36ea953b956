from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReactivationObservation(models.Model):
    """A signal that no system sees: entered by hand or imported from a file."""

    _name = "reactivation.observation"
    _description = "Observed Signal"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Seen By",
        required=True,
        default=lambda self: self.env.user,
    )
    kind = fields.Selection(
        [
            ("social", "Social media interaction"),
            ("contract_end", "Contract ended, not renewed"),
        ],
        required=True,
        default="social",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    note = fields.Char()

    @api.constrains("date")
    def _check_date(self):
        for observation in self:
            if observation.date > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._(
                        "What was observed about %(customer)s cannot lie in the future"
                        " (%(date)s).",
                        customer=observation.partner_id.display_name,
                        date=observation.date,
                    )
                )
