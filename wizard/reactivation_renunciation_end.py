from odoo import fields, models
from odoo.exceptions import UserError


class ReactivationRenunciationEnd(models.TransientModel):
    """Why a proposal is refused, a decision kept, or a customer pursued again."""

    _name = "reactivation.renunciation.end"
    _description = "Reason for Refusing, Keeping or Reinstating"

    renunciation_ids = fields.Many2many(
        "reactivation.renunciation", required=True, string="Customers"
    )
    what = fields.Selection(
        [
            ("refuse", "Refuse the proposal"),
            ("keep", "Keep the decision"),
            ("reinstate", "Pursue again"),
        ],
        required=True,
    )
    reason = fields.Char(string="Why")

    def action_apply(self):
        """Do it, with the reason.

        :raise UserError: no reason was given
        """
        for dialog in self:
            why = (dialog.reason or "").strip()
            if not why:
                raise UserError(
                    self.env._("Say why: the reason stays on record and is missing.")
                )
            getattr(dialog.renunciation_ids, f"_{dialog.what}")(why)
        return {"type": "ir.actions.act_window_close"}
