from odoo import api, fields, models

LEVELS = [("unknown", "Unknown"), ("to_train", "To train"), ("trained", "Trained")]


class ReactivationSkill(models.Model):
    """How well a salesperson wins customers back, as far as the manager knows.

    A fact about a person: managers write it, the person reads it, colleagues do not.
    Who has no row is *unknown*.
    """

    _name = "reactivation.skill"
    _description = "Win-Back Skill of a Salesperson"
    _order = "company_id, user_id, id"
    _rec_name = "user_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        required=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="cascade",
        index=True,
    )
    level = fields.Selection(
        LEVELS,
        string="Skill",
        required=True,
        default="unknown",
        help="In calling inactive customers. Trained: knows the call scripts and has"
        " been accompanied.",
    )
    note = fields.Char(help="What was seen, or what the next training is about.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )

    _one_per_person = models.Constraint(
        "UNIQUE (user_id, company_id)",
        "The skill of this salesperson is in the list already: change it there.",
    )

    @api.model
    def action_open_list(self):
        """Open the list: of everybody in the sales teams for managers, else one's own.

        :return: action
        """
        self.check_access("read")
        if self.has_access("create"):
            self._complete(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_skill_action"
        )

    @api.model
    def _complete(self, company):
        """A row for each member of the sales teams who has none yet."""
        teams = self.env["crm.team"].search([("company_id", "in", (company.id, False))])
        # sudo: the companies of colleagues
        members = teams.member_ids.sudo().filtered(
            lambda user: user.active and company in user.company_ids
        )
        known = self.search([("company_id", "=", company.id)]).user_id
        self.create(
            [
                {"user_id": user.id, "company_id": company.id}
                for user in members
                if user not in known
            ]
        )

    @api.model
    def _levels(self, company, users):
        """Dict user -> level of each of the users in the company."""
        rows = self.search(
            [("company_id", "=", company.id), ("user_id", "in", users.ids)]
        )
        levels = {row.user_id: row.level for row in rows}
        return {user: levels.get(user, "unknown") for user in users}
