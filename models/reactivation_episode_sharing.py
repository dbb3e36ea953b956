from odoo import models
from odoo.exceptions import UserError


class ReactivationEpisode(models.Model):
    """Cards are shared out among salespeople; see ``reactivation.sharing``."""

    _inherit = "reactivation.episode"

    def action_share_out(self):
        """Open the dialog that shares these cards out.

        :raise AccessError: the user is no sales manager
        :raise UserError: cards of several companies
        """
        self.env["reactivation.sharing"]._check_manager()
        if len(self.company_id) > 1:
            raise UserError(
                self.env._(
                    "These cards belong to several companies, whose salespeople differ:"
                    " choose cards of one company."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Share out %(count)s cards", count=len(self)),
            "res_model": "reactivation.sharing.proposal",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "large",
                "default_company_id": self.company_id.id,
                "default_episode_ids": self.ids,
            },
        }
