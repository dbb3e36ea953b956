from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date, formatLang

from ..engine.priority import POSITIONS
from .reactivation_profile_knowledge import CLASSES


class ReactivationEpisode(models.Model):
    """Which card comes first: potential x accessibility, or what a manager decided.

    Classes and rank are written by the refresh (``queries/priority.py``) and, for one
    customer, as soon as somebody enters something about it.
    """

    _inherit = "reactivation.episode"

    potential_class = fields.Selection(
        CLASSES,
        string="Potential",
        readonly=True,
        help="By the estimated yearly amount of the profile, else by what was bought in"
        " the year before the silence.",
    )
    accessibility_class = fields.Selection(
        CLASSES,
        string="Accessibility",
        readonly=True,
        help="By the ratings of the profile, else by known phone numbers and e-mail"
        " addresses and signs of interest.",
    )
    manual_rank = fields.Integer(
        string="Rank Set by Hand",
        aggregator=None,
        tracking=True,
        help="1 to 9, 1 = first, instead of the rank by potential and accessibility."
        " 0: by the formula.",
    )
    pin_reason = fields.Char(
        string="Why Pinned or Ranked by Hand", tracking=True, copy=False
    )
    pinned_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    pinned_on = fields.Date(readonly=True)
    rank_text = fields.Text(
        string="Why This Priority",
        compute="_compute_rank_text",
        help="The formula of the rank, in words.",
    )

    _manual_rank_range = models.Constraint(
        "CHECK (manual_rank BETWEEN 0 AND 9)",
        "A rank goes from 1 (first) to 9; 0 means by potential and accessibility.",
    )

    @api.constrains("pinned", "manual_rank", "pin_reason")
    def _check_pin_reason(self):
        for card in self:
            if (card.pinned or card.manual_rank) and not card.pin_reason:
                raise ValidationError(
                    self.env._(
                        "Say why the card of %(customer)s comes before others: the"
                        " reason is missing.",
                        customer=card.partner_id.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if {"pinned", "manual_rank"} & set(vals):
            self._sign_pin()
        if "manual_rank" in vals:
            self._rank_again()
        return result

    def _sign_pin(self):
        """Note who pinned or ranked by hand, and when; forget it with the pin."""
        signed = self.filtered(lambda card: card.pinned or card.manual_rank)
        # sudo: nobody signs for somebody else
        signed.sudo().write(
            {
                "pinned_by": self.env.uid,
                "pinned_on": fields.Date.context_today(self),
            }
        )
        # sudo: as above
        (self - signed).sudo().write(
            {"pin_reason": False, "pinned_by": False, "pinned_on": False}
        )

    def _rank_again(self):
        """Write the rank of these cards now, not only at night."""
        for company, cards in self.grouped("company_id").items():
            # sudo: the rank is the engine's column; people decide what it comes from
            cards.sudo()._bring_up_to_date(company, SQL("card.id = ANY(%s)", cards.ids))

    # ------------------------------------------------------------------
    # IN WORDS
    # ------------------------------------------------------------------

    @api.depends(
        "rank",
        "manual_rank",
        "pinned",
        "pin_reason",
        "potential_class",
        "accessibility_class",
    )
    @api.depends_context("lang")
    def _compute_rank_text(self):
        for card in self:
            lines = [card._pin_in_words(), card._rank_in_words()]
            card.rank_text = "\n".join(filter(None, lines))

    def _pin_in_words(self):
        self.ensure_one()
        signature = {
            "user": self.pinned_by.name or "",
            "date": format_date(self.env, self.pinned_on, date_format="long"),
            "reason": self.pin_reason or "",
        }
        if self.manual_rank:
            return self.env._(
                "Rank %(rank)s set by %(user)s on %(date)s: %(reason)s",
                rank=self.manual_rank,
                **signature,
            )
        if self.pinned:
            return self.env._("Pinned by %(user)s on %(date)s: %(reason)s", **signature)
        return False

    def _rank_in_words(self):
        """The position in the matrix, and the facts behind both sides."""
        self.ensure_one()
        position = POSITIONS.get((self.potential_class, self.accessibility_class))
        if not position:
            return False
        labels = dict(self._fields["potential_class"]._description_selection(self.env))
        return self.env._(
            "Priority %(position)s of 9 = potential × accessibility. Potential:"
            " %(potential)s (%(potential_fact)s). Accessibility: %(access)s"
            " (%(access_fact)s). Among equals, the higher amount at stake comes first.",
            position=position,
            potential=labels[self.potential_class],
            potential_fact=self._potential_fact(),
            access=labels[self.accessibility_class],
            access_fact=self._access_fact(),
        )

    def _potential_fact(self):
        self.ensure_one()
        profile = self.customer_id.profile_id
        if profile.potential_amount:
            return self.env._(
                "estimated at %(amount)s a year",
                amount=self._amount_in_words(profile.potential_amount),
            )
        return self.env._(
            "bought for %(amount)s in the year before the silence",
            amount=self._amount_in_words(self.at_stake_amount),
        )

    def _access_fact(self):
        self.ensure_one()
        profile = self.customer_id.profile_id
        if profile.accessibility_class:
            return profile._accessibility_in_words()
        if self.accessibility_class == "low":
            return self.env._("no phone number and no e-mail address known")
        if self.accessibility_class == "high":
            return self.env._("can be reached and gave a sign of interest lately")
        return self.env._("can be reached, no sign of interest lately")

    def _amount_in_words(self, amount):
        """An amount without cents: exact ones are on the form."""
        return formatLang(
            self.env, amount, currency_obj=self.currency_id, rounding_unit="units"
        )

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_toggle_pinned(self):
        """Let a pinned card go, or ask why this one is to stay on top."""
        self.ensure_one()
        if self.pinned:
            self.pinned = False
            return True
        view = self.env.ref("crm_reactivation.reactivation_episode_view_form_pin")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Keep %(name)s on top", name=self.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }
