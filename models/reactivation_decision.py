from odoo import api, fields, models


class ReactivationDecision(models.Model):
    """One Go or No-Go that somebody took on a card, with what was recommended then.

    Written by the server only, whenever the decision of a card changes.
    """

    _name = "reactivation.decision"
    _description = "Go or No-Go"
    _order = "id desc"
    _rec_name = "partner_id"

    episode_id = fields.Many2one(
        "reactivation.episode",
        string="Card",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(related="episode_id.partner_id")
    company_id = fields.Many2one(related="episode_id.company_id")
    category_id = fields.Many2one(
        "reactivation.category",
        readonly=True,
        ondelete="set null",
        help="The column of the card when this was decided.",
    )
    decision = fields.Selection(
        [("none", "Taken back"), ("go", "Go"), ("no_go", "No-Go")],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Decided By", readonly=True, ondelete="set null"
    )
    date = fields.Date(string="Decided On", required=True, readonly=True)
    reason_id = fields.Many2one(
        "reactivation.reason", readonly=True, ondelete="restrict"
    )
    note = fields.Char(readonly=True)
    revisit_on = fields.Date(readonly=True)
    recommended = fields.Selection(
        [("yes", "Yes"), ("later", "Later"), ("no", "No")],
        readonly=True,
        help="What “Invest now?” said when this was decided. Empty: not known.",
    )
    recommended_text = fields.Text(string="Recommended, in Words", readonly=True)
    differs = fields.Boolean(
        string="Decided Otherwise",
        compute="_compute_differs",
        store=True,
        help="Go where “Invest now?” said later or no, or No-Go where it said yes.",
    )

    @api.depends("decision", "recommended")
    def _compute_differs(self):
        otherwise = {("go", "later"), ("go", "no"), ("no_go", "yes")}
        for entry in self:
            entry.differs = (entry.decision, entry.recommended) in otherwise

    @api.depends("partner_id", "decision", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["decision"]._description_selection(self.env))
        for entry in self:
            entry.display_name = f"{entry.partner_id.name}: {labels[entry.decision]}"
