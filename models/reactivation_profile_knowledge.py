from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.priority import overall

CLASSES = [("high", "High"), ("medium", "Medium"), ("low", "Low")]

#: What there is to know about how a customer buys; each with a signature.
BLOCKS = ("incumbents", "routines", "reflexes", "circuit")

#: Ratings of accessibility -> what each choice is worth.
ACCESS = {
    "reach": {"direct": "high", "indirect": "medium", "none": "low"},
    "fit": {"good": "high", "partial": "medium", "poor": "low"},
    "budget": {"available": "high", "limited": "medium", "none": "low"},
    "decision_level": {"decides": "high", "influences": "medium", "uses": "low"},
}


class ReactivationProfile(models.Model):
    """What people found out: how much there is to win, how to get in, who is there.

    Empty means unknown, never none.  Each of the four blocks of knowledge carries who
    verified it last and when.
    """

    _inherit = "reactivation.profile"

    currency_id = fields.Many2one(related="company_id.currency_id")
    potential_amount = fields.Monetary(
        string="Estimated Yearly Amount",
        aggregator=None,
        tracking=True,
        help="What the customer could buy from us in a year. An estimate beside past"
        " turnover, never added to it. 0: not estimated.",
    )
    potential_note = fields.Char(
        string="Estimated From", help="Where the estimate comes from."
    )
    potential_class = fields.Selection(
        CLASSES, string="Potential", compute="_compute_potential_class"
    )
    potential_hint = fields.Char(
        string="Proposed Potential",
        compute="_compute_potential_class",
        help="What past orders suggest; enter an estimate when you know better.",
    )
    reach = fields.Selection(
        [
            ("direct", "The right person, directly"),
            ("indirect", "Only a switchboard or a general address"),
            ("none", "Nobody can be reached"),
        ],
        string="Reachable Contact",
        tracking=True,
    )
    fit = fields.Selection(
        [
            ("good", "Needs what we sell"),
            ("partial", "Needs a part of it"),
            ("poor", "Hardly needs it any more"),
        ],
        string="Need and Offer",
        tracking=True,
    )
    budget = fields.Selection(
        [
            ("available", "Has a budget"),
            ("limited", "Small or uncertain budget"),
            ("none", "No budget"),
        ],
        tracking=True,
    )
    decision_level = fields.Selection(
        [
            ("decides", "We talk to who decides"),
            ("influences", "We talk to who influences"),
            ("uses", "We talk to users only"),
        ],
        tracking=True,
    )
    accessibility_class = fields.Selection(
        CLASSES,
        string="Accessibility",
        compute="_compute_accessibility_class",
        store=True,
        help="Mean of the ratings that are known. Empty: proposed from known phone"
        " numbers, e-mail addresses and signs of interest.",
    )
    accessibility_hint = fields.Char(
        string="Accessibility in Words", compute="_compute_accessibility_hint"
    )
    incumbent_ids = fields.One2many(
        "reactivation.incumbent", "profile_id", string="Incumbent Suppliers"
    )
    main_incumbent_id = fields.Many2one(
        "reactivation.incumbent", compute="_compute_main_incumbent_id"
    )
    incumbent_text = fields.Char(
        string="Buys From", compute="_compute_main_incumbent_id"
    )
    incumbents_verified_on = fields.Date(readonly=True)
    incumbents_verified_by = fields.Many2one("res.users", readonly=True)
    routines = fields.Text(
        string="Buying Routines", help="When, how and by whom they order."
    )
    routines_verified_on = fields.Date(readonly=True)
    routines_verified_by = fields.Many2one("res.users", readonly=True)
    reflexes = fields.Text(
        string="Operational Reflexes",
        help="What they do without thinking: whom they ring first, what they reorder.",
    )
    reflexes_verified_on = fields.Date(readonly=True)
    reflexes_verified_by = fields.Many2one("res.users", readonly=True)
    circuit = fields.Text(
        string="Decision Circuit", help="Who asks, who agrees, who signs, who objects."
    )
    circuit_verified_on = fields.Date(readonly=True)
    circuit_verified_by = fields.Many2one("res.users", readonly=True)
    verified_on = fields.Date(
        string="All Verified On",
        compute="_compute_verified_on",
        store=True,
        help="The oldest of the four; empty as long as one was never verified.",
    )
    to_verify = fields.Boolean(
        compute="_compute_to_verify",
        search="_search_to_verify",
        help="Something about how the customer buys was never verified, or longer ago"
        " than the company wants.",
    )

    _potential_positive = models.Constraint(
        "CHECK (potential_amount >= 0)",
        "An estimated yearly amount cannot be negative; 0 means not estimated.",
    )

    # ------------------------------------------------------------------
    # POTENTIAL AND ACCESSIBILITY
    # ------------------------------------------------------------------

    @api.depends("potential_amount", "partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_potential_class(self):
        cards = self._open_cards()
        for profile in self:
            card = cards.get(profile, self.env["reactivation.episode"])
            profile.potential_class = card.potential_class
            profile.potential_hint = bool(card) and card._potential_fact()

    @api.depends(*ACCESS)
    def _compute_accessibility_class(self):
        for profile in self:
            profile.accessibility_class = overall(
                [ACCESS[name].get(profile[name]) for name in ACCESS]
            )

    @api.depends("accessibility_class", *ACCESS)
    @api.depends_context("lang")
    def _compute_accessibility_hint(self):
        cards = self._open_cards()
        for profile in self:
            card = cards.get(profile, self.env["reactivation.episode"])
            profile.accessibility_hint = (
                profile._accessibility_in_words()
                if profile.accessibility_class
                else card and card._access_fact()
            )

    def _accessibility_in_words(self):
        """The ratings that are known, in the words of their choices."""
        self.ensure_one()
        return ", ".join(
            dict(self._fields[name]._description_selection(self.env))[self[name]]
            for name in ACCESS
            if self[name]
        )

    def _open_cards(self):
        """Dict profile -> its customer's open card, where there is one."""
        cards = self.env["reactivation.episode"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "open"),
            ]
        )
        by_key = {(card.partner_id, card.company_id): card for card in cards}
        keys = {p: by_key.get((p.partner_id, p.company_id)) for p in self}
        return {profile: card for profile, card in keys.items() if card}

    # ------------------------------------------------------------------
    # WHO IS THERE, AND WHAT WAS VERIFIED WHEN
    # ------------------------------------------------------------------

    @api.depends("incumbent_ids.share", "incumbent_ids.name", "incumbent_ids.since")
    @api.depends_context("lang")
    def _compute_main_incumbent_id(self):
        for profile in self:
            incumbents = profile.incumbent_ids.sorted("share", reverse=True)
            profile.main_incumbent_id = incumbents[:1]
            profile.incumbent_text = ", ".join(
                incumbent._in_words() for incumbent in incumbents
            ) or self.env._("unknown")

    @api.depends(*(f"{block}_verified_on" for block in BLOCKS))
    def _compute_verified_on(self):
        for profile in self:
            days = [profile[f"{block}_verified_on"] for block in BLOCKS]
            profile.verified_on = all(days) and min(days)

    @api.depends("verified_on", "company_id")
    def _compute_to_verify(self):
        for profile in self:
            day = profile.company_id._reactivation_unverified_before()
            profile.to_verify = not profile.verified_on or profile.verified_on < day

    def _search_to_verify(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: settings of companies; the profiles keep their rules
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        old = Domain("verified_on", "=", False) | Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("verified_on", "<", company._reactivation_unverified_before())
            for company in companies
        )
        return old if True in value else ~old

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        for profile, vals in zip(profiles, vals_list, strict=True):
            profile._sign(vals)
        profiles._rank_cards()
        return profiles

    def write(self, vals):
        result = super().write(vals)
        self._sign(vals)
        if {"potential_amount", *ACCESS} & set(vals):
            self._rank_cards()
        return result

    def _sign(self, vals):
        """Whoever writes a block has verified it."""
        for block in BLOCKS:
            if block in vals and f"{block}_verified_on" not in vals:
                self._verified(block)

    def _verified(self, block):
        """The user has verified the block; an empty one is unknown, not verified."""
        known = "incumbent_ids" if block == "incumbents" else block
        signed = self.filtered(known)
        # sudo: nobody signs for somebody else; who may write the block signs it
        signed.sudo().write(
            {
                f"{block}_verified_on": fields.Date.context_today(self),
                f"{block}_verified_by": self.env.uid,
            }
        )
        # sudo: as above
        (self - signed).sudo().write(
            {f"{block}_verified_on": False, f"{block}_verified_by": False}
        )

    def _rank_cards(self):
        """The open cards of these customers are ranked by what is known now."""
        for company, profiles in self.grouped("company_id").items():
            # sudo: the rank is the engine's column; people decide what it comes from
            self.env["reactivation.episode"].sudo()._bring_up_to_date(
                company, SQL("card.partner_id = ANY(%s)", profiles.partner_id.ids)
            )

    def _merged_fields(self):
        signatures = [
            f"{block}_verified_{what}" for block in BLOCKS for what in ("on", "by")
        ]
        return [
            *super()._merged_fields(),
            *("potential_amount", "potential_note"),
            *ACCESS,
            *BLOCKS[1:],
            *signatures,
        ]

    def _take_over(self, others):
        """Customers were merged: suppliers known for one of them are the other's."""
        self.ensure_one()
        if not self.incumbent_ids:
            known = others.filtered("incumbent_ids")[:1]
            known.incumbent_ids.profile_id = self

    def action_verify(self):
        """Confirm that what is written is still true: the block of the context.

        :raise ValidationError: the context names no block
        """
        self.check_access("write")
        block = self.env.context.get("block")
        if block not in BLOCKS:
            raise ValidationError(
                self.env._(
                    "Say which block was verified: one of %(blocks)s.",
                    blocks=", ".join(BLOCKS),
                )
            )
        self._verified(block)
        return True
