from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import assessments
from .fields import KnownInteger


class ReactivationEpisode(models.Model):
    """The card follows the current assessment of its customer.

    Until somebody has assessed the customer, the card is where evidence from orders put
    it (``opening_category_id``); the first answer takes over.
    """

    _inherit = "reactivation.episode"

    opening_category_id = fields.Many2one(
        "reactivation.category",
        string="Category at Opening",
        readonly=True,
        help="Where buying pace and order value placed the card, before anybody"
        " assessed the customer.",
    )
    assessment_id = fields.Many2one(
        "reactivation.assessment",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The assessment by which the card is placed.",
    )
    assessed_on = fields.Date(readonly=True)
    resistance_score = KnownInteger(
        string="Resistance",
        readonly=True,
        tracking=True,
        aggregator="avg",
        help="0 to 100, higher = harder to win back. Empty: not assessed.",
    )
    resistance_text = fields.Char(
        string="Resistance in Words", compute="_compute_resistance_text"
    )
    reasons_text = fields.Text(related="assessment_id.reasons_text")
    answered_text = fields.Char(related="assessment_id.answered_text")
    answered_count = fields.Integer(
        related="assessment_id.answered_count", aggregator=None
    )
    asked_count = fields.Integer(related="assessment_id.asked_count", aggregator=None)
    without_evidence_count = fields.Integer(
        related="assessment_id.without_evidence_count", aggregator=None
    )
    breakdown_lines = fields.Json(related="assessment_id.breakdown_lines")
    cost_of_change = fields.Selection(related="assessment_id.cost_of_change")
    expected_benefit = fields.Selection(related="assessment_id.expected_benefit")
    assessed_by = fields.Many2one(related="assessment_id.user_id", string="Assessed By")

    @api.depends("assessment_id", "resistance_score", "answered_text")
    @api.depends_context("lang")
    def _compute_resistance_text(self):
        for card in self:
            if not card.assessment_id:
                card.resistance_text = self.env._("Not assessed")
            elif card.resistance_score is False:
                card.resistance_text = self.env._(
                    "No score (%(completeness)s)", completeness=card.answered_text
                )
            else:
                card.resistance_text = self.env._(
                    "%(score)s of 100 (%(completeness)s)",
                    score=card.resistance_score,
                    completeness=card.answered_text,
                )

    # ------------------------------------------------------------------
    # ONE TRUTH, WRITTEN BY EVENTS OR SET-WISE
    # ------------------------------------------------------------------

    @api.model
    def _follow_assessments(self, customers):
        """Somebody assessed these customers: their open cards follow, by the ORM.

        So tracking, automation rules and webhooks see it.
        """
        self.flush_model()
        rows = self.env.execute_query_dict(
            self._assessment_values(SQL("card.customer_id = ANY(%s)", customers.ids))
        )
        # sudo: people may not write these columns; who may assess may have them written
        cards = self.sudo()
        for values in rows:
            cards.browse(values.pop("id")).write(values)

    @api.model
    def _write_assessments(self, assessment_ids):
        """Assessments were recomputed: their cards follow, all at once."""
        values = self._assessment_values(
            SQL("card.assessment_id = ANY(%s)", list(assessment_ids))
        )
        rows = self.env.execute_query(assessments.write_cards(values))
        self.browse(row_id for (row_id,) in rows).invalidate_recordset(
            [*assessments.CARD_COLUMNS, "category_id", "category_differs"], flush=False
        )

    @api.model
    def _assessment_values(self, scope):
        """SQL: what the open cards of the scope take from their assessments."""
        to_assess = self.env["reactivation.category"]._to_assess()
        return assessments.card_values(scope, to_assess.id)

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_assess(self):
        """Go on with the assessment that was left half-done, else open a new one."""
        self.ensure_one()
        started = self.assessment_id
        half_done = started.answered_count < started.asked_count
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assess %(name)s", name=self.partner_id.display_name),
            "res_model": "reactivation.assessment",
            "res_id": started.id if half_done and not self.to_reassess else False,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                "default_episode_id": self.id,
                "default_customer_id": self.customer_id.id,
            },
        }

    def action_open_assessments(self):
        """Open all assessments of the customer, the newest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assessments"),
            "res_model": "reactivation.assessment",
            "view_mode": "list,form",
            "domain": [("customer_id", "=", self.customer_id.id)],
            "context": {
                "default_episode_id": self.id,
                "default_customer_id": self.customer_id.id,
            },
        }
