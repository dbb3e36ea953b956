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

    @api.model_create_multi
    def create(self, vals_list):
        observations = super().create(vals_list)
        observations._refresh_customers()
        return observations

    def write(self, vals):
        before = self._customers()
        result = super().write(vals)
        self._refresh_customers(before)
        return result

    def unlink(self):
        before = self._customers()
        result = super().unlink()
        self.browse()._refresh_customers(before)
        return result

    def _customers(self):
        """Dict company -> customers whom these signals are about."""
        return {
            company: observations.partner_id.commercial_partner_id
            for company, observations in self.grouped("company_id").items()
        }

    def _refresh_customers(self, before=()):
        """What was seen shows at once, not only after the next refresh.

        :param before: :meth:`_customers` of before: it may have been somebody else's
        """
        self.flush_recordset()
        customers = self.env["reactivation.customer"]
        for found in (before, self._customers()):
            for company in found:
                customers._follow(found[company], company)

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
