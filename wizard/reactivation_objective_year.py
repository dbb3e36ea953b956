from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ReactivationObjectiveYear(models.TransientModel):
    """One draft objective for each salesperson of a team, for a calendar year."""

    _name = "reactivation.objective.year"
    _description = "Objectives of a Year"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True,
        default=lambda self: self.env.company._reactivation_today().year,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        check_company=True,
        default=lambda self: self._default_team_id(),
        help="Empty: everybody who has open cards.",
    )
    target_count = fields.Integer(
        string="Customers per Salesperson",
        required=True,
        default=lambda self: self.env.company.reactivation_objective_default,
    )
    user_ids = fields.Many2many("res.users", string="For", compute="_compute_user_ids")
    skipped_user_ids = fields.Many2many(
        "res.users", string="Have One Already", compute="_compute_user_ids"
    )

    def _default_team_id(self):
        """One's own team in this company: the main one may be another company's."""
        user = self.env.user
        return user._reactivation_teams(self.env.company)[user]

    @api.depends("year", "team_id", "company_id")
    def _compute_user_ids(self):
        for dialog in self:
            users = dialog._salespeople()
            taken = (
                self.env["reactivation.objective"]
                .search(
                    Domain("company_id", "=", dialog.company_id.id)
                    & Domain("owner_type", "=", "user")
                    & Domain("user_id", "in", users.ids)
                    & Domain("closed_on", "=", False)
                    & Domain("date_start", "<=", date(dialog.year or 1, 12, 31))
                    & Domain("date_end", ">=", date(dialog.year or 1, 1, 1))
                )
                .user_id
            )
            dialog.user_ids = users - taken
            dialog.skipped_user_ids = users & taken

    def _salespeople(self):
        """Who works in the company: of the team, else who has open cards."""
        users = self.team_id.member_ids
        if not self.team_id:
            groups = self.env["reactivation.episode"]._read_group(
                Domain("company_id", "=", self.company_id.id)
                & Domain("state", "=", "open")
                & Domain("user_id", "!=", False),
                ["user_id"],
            )
            users = users.union(*(user for (user,) in groups))
        # sudo: the companies of colleagues, to leave out who does not work here
        return users.filtered(
            lambda user: user.active and self.company_id in user.sudo().company_ids
        )

    def action_create(self):
        """Create the drafts and show this year's objectives.

        :raise UserError: nobody is left to create one for, or no such year
        """
        self.ensure_one()
        if not 2000 <= self.year <= 2200:
            raise UserError(self.env._("Write the year in four figures, such as 2027."))
        if not self.user_ids:
            raise UserError(
                self.env._(
                    "Nobody is left without an objective for %(year)s. Choose another"
                    " team, or open the list of objectives to change one.",
                    year=self.year,
                )
            )
        self.env["reactivation.objective"].create(
            [
                {
                    "company_id": self.company_id.id,
                    "owner_type": "user",
                    "user_id": user.id,
                    "target_count": self.target_count,
                    "date_start": date(self.year, 1, 1),
                    "date_end": date(self.year, 12, 31),
                }
                for user in self.user_ids
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_objective_action"
        )
        action["target"] = "main"
        return action
