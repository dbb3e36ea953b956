from odoo import api, fields, models


class ReactivationCriterion(models.Model):
    """A criterion may take what customers say on the phone as evidence."""

    _inherit = "reactivation.criterion"

    call_fact = fields.Selection(
        [
            ("solution", "What they use now"),
            ("change_reason", "Why they changed"),
            ("better", "What is better there"),
            ("missing", "What is missing there"),
        ],
        string="Evidence from Calls",
        help="A new assessment starts with what the customer said about this in the"
        " last call with the outcome “uses another solution”.",
    )


class ReactivationAssessment(models.Model):
    """Calls as evidence: what the customer said about the other solution."""

    _inherit = "reactivation.assessment"

    @api.model
    def _prepare_answers(self, customer):
        """Answers start with what was said in this silence, where nothing is known."""
        answers = super()._prepare_answers(customer)
        last = self.env["reactivation.call"].search(
            [
                ("episode_id", "in", customer.episode_id.ids),
                ("effect", "=", "other_solution"),
            ],
            limit=1,
        )
        if not last:
            return answers
        facts = last._evidence()
        criteria = self.env["reactivation.criterion"].browse(
            answer["criterion_id"] for answer in answers
        )
        return [
            {"evidence": facts[criterion.call_fact], **answer}
            if criterion.call_fact
            else answer
            for criterion, answer in zip(criteria, answers, strict=True)
        ]
