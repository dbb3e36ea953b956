from odoo import api, fields, models
from odoo.fields import Domain


class ReactivationEpisode(models.Model):
    """Which objectives a card would count for, and why it would not."""

    _inherit = "reactivation.episode"

    objective_ids = fields.Many2many(
        "reactivation.objective",
        string="Objectives",
        compute="_compute_objectives",
        help="Agreed objectives under way that count a comeback of this customer now.",
    )
    objective_text = fields.Char(
        string="Counts For",
        compute="_compute_objectives",
        help="What a comeback of this customer would count for.",
    )

    @api.depends("state", "user_id", "team_id", "category_id", "critical_need")
    @api.depends("credit_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_objectives(self):
        under_way = self._objectives_under_way()
        partners = {
            objective: set(objective.sudo().scope_partner_ids.ids)
            # sudo: whether this customer is in scope; the list is not handed out
            for objective in under_way.filtered("filter_id")
        }
        for card in self:
            objectives = under_way.filtered(
                lambda objective, card=card: (
                    card._is_owned_like(objective)
                    and (
                        objective not in partners
                        or card.partner_id.id in partners[objective]
                    )
                )
            )
            left_alone = card._is_left_alone()
            is_open = card.state == "open"
            card.objective_ids = objectives if is_open and not left_alone else False
            card.objective_text = card._objective_words(objectives, left_alone)

    def _objectives_under_way(self):
        """Agreed objectives of these companies that the reader may read."""
        objectives = self.env["reactivation.objective"]
        found = objectives.search(
            Domain("company_id", "in", self.company_id.ids)
            & Domain("state", "=", "agreed")
        )
        return found.filtered(
            lambda objective: objective.date_start <= objective._today()
        )

    def _is_owned_like(self, objective):
        """Whether a comeback of this card would be the owner's."""
        if self.company_id != objective.company_id:
            return False
        if objective.owner_type == "user":
            return self.user_id == objective.user_id
        if objective.owner_type == "team":
            return self._credited_teams()[self] == objective.team_id
        return True

    def _objective_words(self, objectives, left_alone):
        """What a comeback counts for, in one sentence; False when nothing is agreed."""
        if self.state != "open":
            states = dict(
                self.credit_ids._fields["state"]._description_selection(self.env)
            )
            return states.get(self.credit_ids.state, False)
        if left_alone:
            return self.env._(
                "No objective: “%(category)s” is left alone without a critical need.",
                category=self.category_id.name,
            )
        return "; ".join(objectives.mapped("short_text")) or False
