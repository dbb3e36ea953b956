from odoo import models
from odoo.tools import SQL

from ..queries import follow, sharing


class ReactivationEpisode(models.Model):
    """Who works a card; what is under way on it goes along to another salesperson."""

    _inherit = "reactivation.episode"

    def write(self, vals):
        before = {}
        if "user_id" in vals:
            # sudo: only to compare; who may write is checked by super
            before = {card: card.user_id for card in self.sudo()}
        result = super().write(vals)
        rows = [
            (card.id, user.id or None, card.user_id.id or None, None, None)
            for card, user in before.items()
            if card.user_id != user
        ]
        if rows:
            # sudo: what follows is the machine's
            moved = self.sudo().browse(card_id for card_id, *__ in rows)
            for company, cards in moved.grouped("company_id").items():
                cards.assigned_on = company._reactivation_today()
            moved._owners_follow(rows)
        return result

    def _active_owner(self):
        """The salesperson who works this card: nobody once that user is archived."""
        self.ensure_one()
        return self.user_id.filtered("active")

    def _owners_follow(self, rows):
        """These cards were given to somebody else: all that hangs on them follows.

        :param rows: (card id, user before, user after, team before, team after); ids,
            ``None`` for nobody
        """
        self.env.flush_all()
        self.env.execute_query(sharing.move_activities(rows))
        self.env.invalidate_all(flush=False)
        self._customers_follow()
        customers = self.env["reactivation.customer"]
        for company, cards in self.grouped("company_id").items():
            scope = SQL("contact.id = ANY(%s)", cards.partner_id.ids)
            self.env.cr.execute(follow.align_profiles(company.id, scope))
            if unassigned := cards.filtered(lambda card: not card.user_id):
                customers._follow(unassigned.partner_id, company)
        self.env["reactivation.profile"].invalidate_model(["user_id"], flush=False)
        self._enrollments_follow()
