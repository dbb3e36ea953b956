from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ReactivationCreditCorrection(models.TransientModel):
    """A manager decides who gets a credit, or whether it counts, and says why."""

    _name = "reactivation.credit.correction"
    _description = "Correction of a Reactivation Credit"

    credit_id = fields.Many2one(
        "reactivation.credit", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="credit_id.company_id")
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    correction = fields.Selection(
        [
            ("count", "Counts"),
            ("leave_out", "Does not count"),
        ],
        string="For Objectives",
        compute="_compute_correction",
        store=True,
        readonly=False,
        help="Empty: by the rule. A customer who came back unprompted does not count.",
    )
    reason = fields.Text(help="Kept in the history of the credit.")

    # one method each: whoever gives one of them leaves the others as they are
    @api.depends("credit_id")
    def _compute_user_id(self):
        for dialog in self:
            dialog.user_id = dialog.credit_id.user_id

    @api.depends("credit_id")
    def _compute_team_id(self):
        for dialog in self:
            dialog.team_id = dialog.credit_id.team_id

    @api.depends("credit_id")
    def _compute_correction(self):
        for dialog in self:
            dialog.correction = dialog.credit_id.correction

    def action_apply(self):
        """Write the correction and keep the reason in the history.

        :raise UserError: no reason, or somebody who does not work in the company
        :raise AccessError: no sales manager
        """
        self.ensure_one()
        self._check_allowed()
        vals = {
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "correction": self.correction,
        }
        # sudo: credits are written by the refresh only; a manager who may read this one
        # decides on these three fields, with a reason
        record = self.credit_id.sudo()
        if (record.user_id, record.team_id) != (self.user_id, self.team_id):
            vals["is_reassigned"] = True
        record.write(vals)
        record.message_post(
            body=self.env._("Corrected: %(reason)s", reason=self.reason),
            author_id=self.env.user.partner_id.id,
        )

    def _check_allowed(self):
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._("Only sales managers correct credits. Ask yours.")
            )
        self.credit_id.check_access("read")
        if not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "Say in a few words why the credit of %(customer)s is corrected:"
                    " your colleagues will read it in its history.",
                    customer=self.credit_id.partner_id.display_name,
                )
            )
        company = self.credit_id.company_id
        if self.user_id and company not in self.user_id.sudo().company_ids:
            # sudo: the companies of a colleague, to check one of them
            raise UserError(
                self.env._(
                    "%(user)s does not work in %(company)s: choose somebody who does.",
                    user=self.user_id.name,
                    company=company.name,
                )
            )
        if self.team_id.company_id and self.team_id.company_id != company:
            raise UserError(
                self.env._(
                    "The team %(team)s belongs to another company than the credit:"
                    " choose a team of %(company)s.",
                    team=self.team_id.name,
                    company=company.name,
                )
            )
