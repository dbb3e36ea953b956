import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..engine import sharing
from ..models.reactivation_sharing import METHODS

SALES = "sales_team.group_sale_salesman"


class ReactivationSharingProposal(models.TransientModel):
    """Share out the selected cards: look at who would get what, then apply.

    What is applied is what was shown: the plan is made again and compared.
    """

    _name = "reactivation.sharing.proposal"
    _description = "Sharing Out of Cards, Before It Is Done"

    company_id = fields.Many2one("res.company", required=True)
    episode_ids = fields.Many2many("reactivation.episode", string="Cards")
    method = fields.Selection(METHODS, string="How", required=True, default="count")
    user_ids = fields.Many2many(
        "res.users",
        string="Among",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who may get cards.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    move_count = fields.Integer(compute="_compute_preview")
    fingerprint = fields.Char(
        compute="_compute_fingerprint",
        store=True,
        readonly=False,
        compute_sudo=False,
        help="What the preview shows, to be compared with what is done.",
    )

    @api.depends("company_id")
    def _compute_user_ids(self):
        """The members of the sales teams, and whoever has one of the cards."""
        for dialog in self:
            company = dialog.company_id
            teams = self.env["crm.team"].search(
                [("company_id", "in", (company.id, False))]
            )
            users = teams.member_ids | dialog.episode_ids.user_id
            dialog.user_ids = dialog._eligible(users)

    # ------------------------------------------------------------------
    # THE PLAN
    # ------------------------------------------------------------------

    def _eligible(self, users):
        """Those of the users who can get cards of the company."""
        return users.filtered(lambda user: self._refusal(user) is None)

    def _refusal(self, user):
        """Why a user cannot get cards of the company, in words; ``None``: can."""
        user = user.sudo()  # sudo: groups and companies of a colleague
        company = self.company_id
        if not user.active:
            return self.env._("%(user)s is archived.", user=user.name)
        if company._origin not in user.company_ids:
            return self.env._(
                "%(user)s does not work in %(company)s.",
                user=user.name,
                company=company.name,
            )
        if not user.has_group(SALES):
            return self.env._("%(user)s has no sales rights.", user=user.name)
        return None

    def _facts(self):
        """(list of ``engine.sharing.Card``, the open cards as records)."""
        cards = self.episode_ids._origin.filtered(
            lambda card: card.state == "open" and card.company_id == self.company_id
        )
        chosen = self._eligible(self.user_ids._origin)
        own = self._own_salespeople(cards)
        chosen_ids = frozenset(chosen.ids)
        facts = []
        for card in cards:
            owner = own[card.partner_id]
            allowed = chosen_ids
            if self.method == "keep":
                allowed = frozenset(owner.ids)
            elif self.method == "team":
                allowed &= frozenset(card.team_id.member_ids.ids)
            country = card.partner_id.country_id
            facts.append(
                sharing.Card(
                    id=card.id,
                    amount=card.at_stake_amount,
                    user=card.user_id.id or None,
                    own=owner.id or None,
                    allowed=allowed,
                    place=country and (country.id, card.partner_id.state_id.id) or None,
                )
            )
        return facts, cards

    def _own_salespeople(self, cards):
        """Dict partner -> the salesperson on the contact, who can get the card."""
        usable = {}
        for user in cards.partner_id.user_id:
            usable[user] = user if self._refusal(user) is None else user.browse()
        empty = self.env["res.users"]
        return {
            partner: usable.get(partner.user_id, empty) for partner in cards.partner_id
        }

    def _loads(self):
        """Dict user id -> (cards, amount) that the users have besides these cards."""
        groups = self.env["reactivation.episode"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "open"),
                ("user_id", "!=", False),
                ("id", "not in", self.episode_ids._origin.ids),
            ],
            ["user_id"],
            ["__count", "at_stake_amount:sum"],
        )
        return {user.id: (count, amount) for user, count, amount in groups}

    def _customers_by_place(self):
        """Dict (country, state) -> dict user id -> number of customers there."""
        found = {}
        rows = self.env["reactivation.customer"]._read_group(
            Domain("company_id", "=", self.company_id.id)
            & Domain("user_id", "in", self.user_ids._origin.ids)
            & Domain("partner_id.country_id", "!=", False),
            ["user_id", "partner_id"],
        )
        for user, partner in rows:
            place = (partner.country_id.id, partner.state_id.id)
            here = found.setdefault(place, {})
            here[user.id] = here.get(user.id, 0) + 1
        return found

    def _plan(self):
        """(verdict of the engine, cards, loads besides these cards)."""
        facts, cards = self._facts()
        loads = self._loads()
        counts = {user_id: load[0] for user_id, load in loads.items()}
        amounts = {user_id: load[1] for user_id, load in loads.items()}
        if self.method == "keep":
            verdict = sharing.keep(facts)
        elif self.method == "territory":
            places = self._customers_by_place()
            verdict = sharing.by_place(facts, counts, places)
        elif self.method == "value":
            verdict = sharing.balance(facts, amounts, lambda card: card.amount)
        else:
            verdict = sharing.balance(facts, counts, lambda card: 1)
        return verdict, cards, loads

    def _rows(self, verdict, cards):
        """What changes: (card id, user before, user after, team before, after)."""
        users = self.env["res.users"].browse(set(verdict.value.values()))
        teams = users._reactivation_teams(self.company_id)
        rows = []
        for card in cards:
            user_id = verdict.value.get(card.id)
            if not user_id or user_id == card.user_id.id:
                continue
            team = card.team_id
            if user_id not in team.member_ids.ids:
                team = teams[users.browse(user_id)] or team
            rows.append(
                (card.id, card.user_id.id or None, user_id, card.team_id.id or None)
                + (team.id or None,)
            )
        return rows

    @api.depends("episode_ids", "method", "user_ids", "company_id")
    def _compute_fingerprint(self):
        for dialog in self:
            verdict, cards, __ = dialog._plan()
            dialog.fingerprint = json.dumps(dialog._rows(verdict, cards))

    @api.depends("episode_ids", "method", "user_ids", "company_id")
    def _compute_preview(self):
        for dialog in self:
            verdict, cards, loads = dialog._plan()
            rows = dialog._rows(verdict, cards)
            dialog.move_count = len(rows)
            dialog.preview = self.env["ir.qweb"]._render(
                "crm_reactivation.sharing_preview",
                {
                    "lines": dialog._lines(rows, cards, loads),
                    "warnings": dialog._warnings(verdict, cards),
                    "moved": len(rows),
                },
            )

    # ------------------------------------------------------------------
    # IN WORDS
    # ------------------------------------------------------------------

    def _lines(self, rows, cards, loads):
        """List of dicts, one per salesperson: cards and amount before and after."""
        by_id = {card.id: card for card in cards}
        now = {}
        for user_id, (count, amount) in loads.items():
            now[user_id] = [count, amount]
        for card in cards.filtered("user_id"):
            load = now.setdefault(card.user_id.id, [0, 0])
            load[0] += 1
            load[1] += card.at_stake_amount
        after = {user_id: list(load) for user_id, load in now.items()}
        gets = {}
        for card_id, old, new, *__ in rows:
            amount = by_id[card_id].at_stake_amount
            for user_id, sign in ((old, -1), (new, 1)):
                if user_id:
                    load = after.setdefault(user_id, [0, 0])
                    load[0] += sign
                    load[1] += sign * amount
            sources = gets.setdefault(new, {})
            sources[old] = sources.get(old, 0) + 1
        touched = {user_id for row in rows for user_id in row[1:3] if user_id}
        users = self.env["res.users"].browse(touched | set(self.user_ids._origin.ids))
        return [
            {
                "user": user,
                "before": now.get(user.id, [0, 0]),
                "after": after.get(user.id, [0, 0]),
                "gets": self._sources_in_words(gets.get(user.id, {})),
                "money": self._money,
            }
            for user in users.sorted(lambda user: (user.name, user.id))
        ]

    def _money(self, amount):
        currency = self.company_id.currency_id
        return formatLang(
            self.env, amount, currency_obj=currency, rounding_unit="units"
        )

    def _sources_in_words(self, sources):
        """ "12 from Hugo, 3 that nobody had"."""
        users = self.env["res.users"].browse(filter(None, sources))
        names = {user.id: user.name for user in users}
        return ", ".join(
            self.env._("%(count)s from %(user)s", count=count, user=names[user_id])
            if user_id
            else self.env._("%(count)s that nobody had", count=count)
            for user_id, count in sorted(
                sources.items(), key=lambda item: names.get(item[0], "")
            )
        )

    def _warnings(self, verdict, cards):
        """What is left out, and why: list of sentences."""
        said = [self._refusal(user) for user in self.user_ids._origin]
        closed = len(self.episode_ids) - len(cards)
        if closed:
            said.append(
                self.env._("%(count)s cards are closed and stay.", count=closed)
            )
        if verdict.reasons:
            said.append(
                self.env._(
                    "%(count)s cards stay where they are: %(why)s.",
                    count=len(verdict.reasons),
                    why=self._nobody_words(),
                )
            )
        return [sentence for sentence in said if sentence]

    def _nobody_words(self):
        """Why nobody may get a card, in words."""
        why = {
            "keep": self.env._("their customers have no salesperson who can"),
            "team": self.env._("nobody chosen is in their sales team"),
        }
        return why.get(self.method, self.env._("nobody is chosen"))

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_apply(self):
        """Share the cards out as the preview shows.

        :raise UserError: nothing changes, or something did since the preview
        """
        self.ensure_one()
        log = self.env["reactivation.sharing"]
        log._check_manager()
        shown = self.fingerprint
        verdict, cards, __ = self._plan()
        rows = self._rows(verdict, cards)
        if json.dumps(rows) != shown:
            raise UserError(
                self.env._(
                    "Cards changed since this preview was made. Nothing was changed:"
                    " close the dialog and share out again."
                )
            )
        if not rows:
            raise UserError(
                self.env._(
                    "All these cards stay with whoever has them: there is nothing to"
                    " share out."
                )
            )
        made = log._share_out(self.company_id, self.method, rows)
        return made.get_formview_action()
