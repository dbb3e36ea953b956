from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..queries import claims
from .reactivation_age_mixin import AgedRow


class ReactivationEpisode(models.Model):
    """Salespeople claim cards and give them back, where the company allows it.

    What one may claim is among what one may read: cards of nobody, and with rights on
    all documents also those of colleagues.  Every change of hands is logged like a
    sharing out and can be undone by a manager.
    """

    _inherit = "reactivation.episode"

    assigned_on = fields.Date(
        readonly=True,
        copy=False,
        help="Since when the salesperson has the card; empty: since it was opened.",
    )
    claimable_from = fields.Date(
        compute="_compute_claimable_from",
        search="_search_claimable_from",
        help="Day from which another salesperson may claim the card.",
    )
    can_claim = fields.Boolean(
        compute="_compute_can_claim",
        search="_search_can_claim",
        help="You may take this card over.",
    )
    can_give_back = fields.Boolean(compute="_compute_can_claim")

    # ------------------------------------------------------------------
    # FROM WHEN
    # ------------------------------------------------------------------

    def _sql_claimable_from(self, column):
        rules = ("reactivation_claims", "reactivation_claim_days")
        self.env["res.company"].flush_model(
            [*rules, "reactivation_claim_protected_days"]
        )
        self.env["mail.message"].flush_model()
        zones = {company: company._reactivation_tz() for company in column.companies}
        zone = column.by_company(zones, "varchar")
        return claims.claimable_from(column, zone)

    @api.depends(
        "user_id",
        "state",
        "opened_on",
        "assigned_on",
        "silent_since",
        "last_call_on",
        "decision_on",
        "company_id.reactivation_claims",
    )
    def _compute_claimable_from(self):
        expression = self._sql_claimable_from(AgedRow(self, self._table))
        days = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM %s WHERE id = ANY(%s)",
                    expression,
                    SQL.identifier(self._table),
                    self._origin.ids,
                )
            )
        )
        for card in self:
            card.claimable_from = days.get(card._origin.id, False)

    def _search_claimable_from(self, operator, value):
        return self._search_age("claimable_from", operator, value)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "claimable_from":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return self._sql_claimable_from(AgedRow(self, alias))

    @api.depends("claimable_from", "user_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_claim(self):
        me = self.env.user
        today = {
            card: day
            for company, cards in self.grouped("company_id").items()
            for day in [company._reactivation_today()]
            for card in cards
        }
        for card in self:
            day = card.claimable_from  # none: closed, or claims are switched off
            card.can_give_back = bool(day) and card.user_id == me
            card.can_claim = bool(day) and card.user_id != me and day <= today[card]

    def _search_can_claim(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: which days it is where; the cards keep their rules
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        return Domain("user_id", "!=", self.env.uid) & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("claimable_from", "<=", company._reactivation_today())
            for company in companies
        )

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_claim(self):
        """Take these cards over; what was planned on them comes with them.

        :raise AccessError: a card that the user may not read, or no sales rights
        :raise UserError: a card that cannot be claimed, with why and from when
        """
        self.check_access("read")
        for card in self:
            if refusal := card._claim_refusal():
                raise UserError(refusal)
        return self._change_hands("claim", self.env.user, self.env._("Claimed"))

    def action_give_back(self):
        """Give own cards back: nobody has them, their team keeps them.

        :raise AccessError: a colleague's card
        :raise UserError: closed, or claims are switched off
        """
        self.check_access("read")
        for card in self:
            if refusal := card._claim_obstacle():
                raise UserError(refusal)
            if card.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "The card of %(customer)s is not yours: only its salesperson"
                        " can give it back.",
                        customer=card.partner_id.display_name,
                    )
                )
        nobody = self.env["res.users"]
        return self._change_hands("release", nobody, self.env._("Given back"))

    def _claim_obstacle(self):
        """Why only managers move this card, in words; ``None``: others may, too."""
        self.ensure_one()
        name = self.partner_id.display_name
        if self.state != "open":
            return self.env._(
                "The card of %(customer)s is closed: it stays with whoever had it.",
                customer=name,
            )
        # sudo: a switch of the settings
        if not self.company_id.sudo().reactivation_claims:
            return self.env._(
                "In %(company)s sales managers assign cards. Ask yours about"
                " %(customer)s.",
                company=self.company_id.name,
                customer=name,
            )
        return None

    def _claim_refusal(self):
        """Why the user cannot claim this card, in words; ``None``: can."""
        if obstacle := self._claim_obstacle():
            return obstacle
        name = self.partner_id.display_name
        if self.user_id == self.env.user:
            return self.env._("The card of %(customer)s is yours.", customer=name)
        if self.can_claim:
            return None
        company = self.company_id.sudo()  # sudo: numbers of the settings
        return self.env._(
            "%(owner)s has the card of %(customer)s, and was in touch less than"
            " %(days)s days ago or has had it for less than %(protected)s days. You can"
            " claim it from %(date)s on, or ask a sales manager.",
            customer=name,
            owner=self.user_id.name,
            days=company.reactivation_claim_days,
            protected=company.reactivation_claim_protected_days,
            date=format_date(self.env, self.claimable_from),
        )

    def _change_hands(self, method, user, title):
        """Give the cards to a user, or to nobody, and log it, company by company."""
        # sudo: the log is written by the buttons, which check the user
        log = self.env["reactivation.sharing"].sudo()
        for company, cards in self.grouped("company_id").items():
            own_team = user and user._reactivation_teams(company)[user].id
            rows = [
                (
                    card.id,
                    card.user_id.id or None,
                    user.id or None,
                    card.team_id.id or None,
                    card.team_id.id or own_team or None,
                )
                for card in cards
            ]
            log._hand_over(company, method, rows, title)
        return True
