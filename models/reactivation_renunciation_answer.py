from odoo import api, fields, models


class ReactivationRenunciationAnswer(models.Model):
    """How a customer meets one of the company's fit criteria."""

    _name = "reactivation.renunciation.answer"
    _description = "Fit of a Customer"
    _order = "sequence, id"

    renunciation_id = fields.Many2one(
        "reactivation.renunciation", required=True, ondelete="cascade", index=True
    )
    criterion_id = fields.Many2one(
        "reactivation.fit.criterion", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(
        related="criterion_id.sequence", store=True, string="Order"
    )
    is_knock_out = fields.Boolean(related="criterion_id.is_knock_out")
    fits = fields.Selection(
        [("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
        string="Met",
        help="Empty: not known, counts neither way.",
    )

    _criterion_uniq = models.Constraint(
        "UNIQUE (renunciation_id, criterion_id)",
        "Each question is asked once in a proposal.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._check_open()
        return answers

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    def unlink(self):
        self._check_open()
        return super().unlink()

    def _check_open(self):
        """Answers are part of the proposal: the same people change them, as long.

        :raise AccessError: somebody else's proposal
        :raise UserError: the proposal was decided
        """
        if not self.env.su:
            self.renunciation_id._check_editable({"answer_ids": True})
