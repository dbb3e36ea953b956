from odoo import api, fields, models


class ReactivationNoGo(models.TransientModel):
    """Asks why not, and when to decide again; for one card or a selection."""

    _name = "reactivation.no.go"
    _description = "Decide No-Go"

    episode_ids = fields.Many2many("reactivation.episode", string="Cards")
    card_text = fields.Char(string="About", compute="_compute_card_text")
    reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why not now?",
        domain="[('kind', '=', 'no_go')]",
        required=True,
    )
    note = fields.Char(string="In Your Own Words")
    revisit_on = fields.Date(
        string="Decide Again On",
        compute="_compute_revisit_on",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The card leaves the board and comes back on this day.",
    )

    @api.depends("episode_ids")
    def _compute_card_text(self):
        for wizard in self:
            cards = wizard.episode_ids
            if len(cards) == 1:
                wizard.card_text = cards.display_name
            else:
                wizard.card_text = self.env._("%(count)s customers", count=len(cards))

    @api.depends("episode_ids")
    def _compute_revisit_on(self):
        for wizard in self:
            card = wizard.episode_ids._origin[:1]
            wizard.revisit_on = (
                wizard.revisit_on or card.invest_from or card._default_revisit_on()
            )

    def action_confirm(self):
        """Decide No-Go on the cards; of several, where possible.

        :raise UserError: the one card is closed, or the day is not to come
        """
        self.ensure_one()
        vals = {
            "decision": "no_go",
            "decision_reason_id": self.reason_id.id,
            "decision_note": self.note,
            "revisit_on": self.revisit_on,
        }
        if len(self.episode_ids) == 1:
            return self.episode_ids.write(vals)
        return self.episode_ids._decide_where_possible(vals)
