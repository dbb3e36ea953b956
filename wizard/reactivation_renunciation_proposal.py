from odoo import api, fields, models
from odoo.exceptions import UserError


class ReactivationRenunciationProposal(models.TransientModel):
    """Propose several customers at once, for the same reason."""

    _name = "reactivation.renunciation.proposal"
    _description = "Proposal Not to Pursue Several Customers"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    skipped_text = fields.Char(
        string="Left Out",
        compute="_compute_skipped_text",
        help="Proposed or not pursued already.",
    )
    origin = fields.Selection(
        selection=lambda self: self.env["reactivation.renunciation"]
        ._fields["origin"]
        ._description_selection(self.env),
        string="Comes From",
        required=True,
        default=lambda self: self.env["reactivation.renunciation"]._default_origin(),
    )
    reason_id = fields.Many2one(
        "reactivation.reason",
        required=True,
        domain="[('kind', '=', 'do_not_pursue')]",
    )
    note = fields.Text(string="In Own Words")

    @api.depends("partner_ids", "company_id")
    def _compute_skipped_text(self):
        for dialog in self:
            dialog.skipped_text = ", ".join(dialog._skipped().mapped("display_name"))

    def _skipped(self):
        """Customers about whom there is a proposal or decision already."""
        self.ensure_one()
        # sudo: that there is one is told to whoever proposes, too; nothing more
        profiles = self.env["reactivation.profile"].sudo()
        found = profiles.search(
            [
                ("partner_id", "in", self.partner_ids.commercial_partner_id.ids),
                ("company_id", "=", self.company_id.id),
                ("renunciation_id", "!=", False),
            ]
        )
        return found.partner_id.with_env(self.env)

    def action_apply(self):
        """Propose those about whom nothing was proposed yet.

        :raise UserError: nobody is left
        """
        self.ensure_one()
        partners = self.partner_ids.commercial_partner_id - self._skipped()
        if not partners:
            raise UserError(
                self.env._(
                    "All these customers are proposed or not pursued already: there is"
                    " nothing to propose."
                )
            )
        self.env["reactivation.renunciation"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": self.company_id.id,
                    "origin": self.origin,
                    "reason_id": self.reason_id.id,
                    "note": self.note,
                }
                for partner in partners
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s customers proposed. A sales manager decides.",
                    count=len(partners),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
