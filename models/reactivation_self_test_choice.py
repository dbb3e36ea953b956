from odoo import api, fields, models
from odoo.exceptions import UserError


class ReactivationSelfTestChoice(models.Model):
    """One answer of the self-test's key, and the points it gives."""

    _name = "reactivation.self.test.choice"
    _description = "Answer in the Key of the Self-test"
    _order = "sequence, id"
    _rec_name = "wording"

    question_id = fields.Many2one(
        "reactivation.self.test.question",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    wording = fields.Char(required=True, translate=True)
    points = fields.Integer(required=True, default=0)

    _points_positive = models.Constraint(
        "CHECK (points >= 0)", "Points of an answer cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        choices = super().create(vals_list)
        choices.question_id._check_key()
        return choices

    def write(self, vals):
        questions = self.question_id
        result = super().write(vals)
        if {"points", "question_id"} & set(vals):
            (questions | self.question_id)._check_key()
        return result

    def unlink(self):
        questions = self.question_id
        result = super().unlink()
        questions._check_key()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chosen(self):
        for choice in self:
            # sudo: tests of other companies count too; only counted
            answers = self.env["reactivation.self.test.answer"].sudo()
            used = answers.search_count([("choice_id", "=", choice.id)])
            if used:
                raise UserError(
                    self.env._(
                        "“%(choice)s” was chosen in %(count)s self-tests and cannot be"
                        " deleted. Change its words or its points, or archive the"
                        " question.",
                        choice=choice.wording,
                        count=used,
                    )
                )
