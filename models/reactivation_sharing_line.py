from odoo import fields, models


class ReactivationSharingLine(models.Model):
    """One card that changed hands."""

    _name = "reactivation.sharing.line"
    _description = "Card That Changed Hands"
    _order = "to_user_id, id"
    _log_access = False

    sharing_id = fields.Many2one(
        "reactivation.sharing", required=True, ondelete="cascade", index=True
    )
    episode_id = fields.Many2one(
        "reactivation.episode",
        string="Card",
        required=True,
        ondelete="cascade",
        index=True,
    )
    currency_id = fields.Many2one(related="episode_id.currency_id")
    at_stake_amount = fields.Monetary(related="episode_id.at_stake_amount")
    from_user_id = fields.Many2one("res.users", string="From", ondelete="set null")
    to_user_id = fields.Many2one("res.users", string="To", ondelete="set null")
    from_team_id = fields.Many2one(
        "crm.team", string="Team Before", ondelete="set null"
    )
    to_team_id = fields.Many2one("crm.team", string="Team After", ondelete="set null")
    state = fields.Selection(
        [
            ("given", "Given"),
            ("returned", "Given back"),
            ("stayed", "Stayed: changed since"),
        ],
        required=True,
        default="given",
    )
