import datetime
from typing import NamedTuple

from odoo import api, fields, models

from ..queries import credit


class Comeback(NamedTuple):
    """The purchase that ended a silence, and what followed."""

    day: datetime.date
    origin_model: str
    origin_id: int
    order_id: int | None
    amount: float  # company currency, over the attribution window
    had_bought: bool  # before the card was opened


class ReactivationEpisode(models.Model):
    """What a closed card is worth: its credit."""

    _inherit = "reactivation.episode"

    credit_ids = fields.One2many("reactivation.credit", "episode_id", readonly=True)
    recovered_amount = fields.Monetary(
        compute="_compute_recovered_amount",
        store=True,
        help="What the customer bought from the comeback on, within the attribution"
        " window, without taxes, less credit notes.",
    )

    @api.depends("credit_ids.amount")
    def _compute_recovered_amount(self):
        for card in self:
            card.recovered_amount = card.credit_ids.amount

    def _comebacks(self, company):
        """Dict card id -> :class:`Comeback` of cards whose customer bought again."""
        if not self:
            return {}
        credits = self.env["reactivation.credit"]
        sources, notes = credits._amount_pieces(company)
        rows = self.env.execute_query(
            credit.comebacks(
                company.id,
                sources,
                notes,
                company.reactivation_credit_days,
                company.currency_id.decimal_places,
                self.ids,
            )
        )
        return {card_id: Comeback(*facts) for card_id, *facts in rows}

    def _make_credits(self, comebacks):
        """Credit each reactivated card, once: who was credited keeps the credit.

        A first-time buyer is no reactivation, and one purchase proves one only: of two
        customers that were merged.
        """
        proven = self.filtered(
            lambda card: card.id in comebacks and comebacks[card.id].had_bought
        )
        proven -= proven._proven_elsewhere(comebacks)
        vals = proven._prepare_credits(comebacks)
        known = proven.credit_ids.grouped("episode_id")
        missing = [vals[card.id] for card in proven if card not in known]
        for card, record in known.items():
            record._take_over(vals[card.id])
        # nobody follows a proof by himself: a follower costs a dozen statements
        quietly = self.env["reactivation.credit"].with_context(tracking_disable=True)
        quietly.create(missing)

    def _proven_elsewhere(self, comebacks):
        """Those whose comeback is credited to another card of the same customer."""
        others = self.env["reactivation.credit"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("episode_id", "not in", self.ids),
                ("state", "!=", "withdrawn"),
            ]
        )
        credited = {(credit.origin_model, credit.origin_id) for credit in others}
        return self.filtered(
            lambda card: (
                (comebacks[card.id].origin_model, comebacks[card.id].origin_id)
                in credited
            )
        )

    def _prepare_credits(self, comebacks):
        """Dict card id -> values of its credit.  Extend it to attribute more.

        The salesperson is the card's on the day of the comeback, which is when it is
        closed; the team is the card's, else that person's at the time.
        """
        vals = {}
        teams = self._credited_teams()
        for card in self:
            comeback = comebacks[card.id]
            window = datetime.timedelta(days=card.company_id.reactivation_credit_days)
            vals[card.id] = {
                "episode_id": card.id,
                "date": comeback.day,
                "until": comeback.day + window - datetime.timedelta(days=1),
                "origin_model": comeback.origin_model,
                "origin_id": comeback.origin_id,
                "order_id": comeback.order_id,
                "amount": comeback.amount,
                "user_id": card.user_id.id,
                "team_id": teams[card].id,
                "unprompted": card._is_left_alone(),
            }
        return vals

    def _credited_teams(self):
        """Dict card -> its team, else its salesperson's in the company; maybe empty."""
        teams = {card: card.team_id for card in self}
        without = self.filtered(lambda card: card.user_id and not card.team_id)
        for company, cards in without.grouped("company_id").items():
            own = cards.user_id._reactivation_teams(company)
            teams.update({card: own[card.user_id] for card in cards})
        return teams

    def action_open_credit(self):
        """Open the proof of this comeback: who is credited, with how much."""
        self.ensure_one()
        return self.credit_ids.get_formview_action()
