from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from .reactivation_duration_mixin import DURATIONS
from .reactivation_profile_knowledge import BLOCKS

#: Score of a customer about whom nothing is known; the points move it.
START = 50
#: What the customer's row says in words and the card repeats.
CUSTOMER_TEXTS = ("rhythm_text", "value_class_text", "why_text", "still_reacts_text")
#: Facts behind a column that are shown at once; the others unfold.
FIRST_REASONS = 5


class ReactivationEpisode(models.Model):
    """What the screens say about a card, in words; nothing here is stored."""

    _name = "reactivation.episode"
    _inherit = ["reactivation.episode", "reactivation.duration.mixin"]

    industry_id = fields.Many2one(related="partner_id.industry_id", string="Sector")
    first_order_date = fields.Date(related="customer_id.first_order_date")
    order_day_count = fields.Integer(related="customer_id.order_day_count")
    expected_order_date = fields.Date(related="customer_id.expected_order_date")
    rhythm_text = fields.Char(compute="_compute_customer_texts")
    value_class_text = fields.Char(compute="_compute_customer_texts")
    why_text = fields.Char(compute="_compute_customer_texts")
    why_table = fields.Html(related="customer_id.why_table", sanitize=False)
    timeline = fields.Json(related="customer_id.timeline")
    still_reacts_text = fields.Char(compute="_compute_customer_texts")
    category_playbook = fields.Html(related="category_id.playbook", string="Playbook")
    silence_sentence = fields.Char(compute="_compute_sentences")
    at_stake_sentence = fields.Char(compute="_compute_sentences")
    provisional_hint = fields.Text(
        compute="_compute_provisional_hint",
        help="What the mark “Provisional” means for this card, with the facts about"
        " buying habits that placed it and the points that each gave.",
    )
    provisional_table = fields.Html(
        compute="_compute_provisional_table", sanitize=False
    )
    breakdown_table = fields.Html(compute="_compute_breakdown_table", sanitize=False)
    knowledge_table = fields.Html(
        string="What Is Known",
        compute="_compute_knowledge_table",
        sanitize=False,
        help="Who supplies the customer now, how it buys and who decides; who verified"
        " it last, and when.",
    )
    assessment_half_done = fields.Boolean(compute="_compute_assessment_half_done")
    can_work = fields.Boolean(
        compute="_compute_can_work",
        help="Whether you may change this card.",
    )

    @api.depends(*(f"customer_id.{name}" for name in DURATIONS))
    @api.depends_context("lang")
    def _compute_durations(self):
        # sudo: who reads a card reads its customer; all at once, a board has hundreds
        for card, readable in zip(self, self.sudo(), strict=True):
            customer = readable.customer_id
            for name in DURATIONS:
                card[name] = customer[name]

    # not related fields: a board of hundreds of cards reads them all, one by one
    @api.depends(*(f"customer_id.{name}" for name in CUSTOMER_TEXTS))
    @api.depends_context("lang", "tz")
    def _compute_customer_texts(self):
        for card, readable in zip(self, self.sudo(), strict=True):  # sudo: see above
            customer = readable.customer_id
            for name in CUSTOMER_TEXTS:
                card[name] = customer[name]

    @api.depends(
        "customer_id.silence_text",
        "customer_id.silence_days",
        "at_stake_amount",
        "currency_id",
    )
    @api.depends_context("lang")
    def _compute_sentences(self):
        for card, readable in zip(self, self.sudo(), strict=True):  # sudo: see above
            card.silence_sentence = self._silence_in_words(readable.customer_id)
            # rounded: exact amounts are on the form
            card.at_stake_sentence = self.env._(
                "%(amount)s a year at stake",
                amount=formatLang(
                    self.env,
                    card.at_stake_amount,
                    currency_obj=card.currency_id,
                    rounding_unit="units",
                ),
            )

    def _silence_in_words(self, customer):
        if not customer.last_order_date:
            return False
        if not customer.silence_days:
            return self.env._("Ordered today")
        return self.env._("Silent for %(duration)s", duration=customer.silence_text)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_work(self):
        workable = self._origin._filtered_access("write")
        for card in self:
            card.can_work = card._origin in workable

    # ------------------------------------------------------------------
    # RESISTANCE AND KNOWLEDGE
    # ------------------------------------------------------------------

    @api.depends("answered_count", "asked_count")
    def _compute_assessment_half_done(self):
        for card in self:
            card.assessment_half_done = 0 < card.answered_count < card.asked_count

    @api.depends("breakdown_lines", "reasons_text")
    @api.depends_context("lang")
    def _compute_breakdown_table(self):
        qweb = self.env["ir.qweb"]
        for card in self:
            lines = card.breakdown_lines
            reasons = (card.reasons_text or "").splitlines()
            card.breakdown_table = lines and qweb._render(
                "crm_reactivation.breakdown_table",
                {
                    "lines": lines,
                    "reasons": reasons[:FIRST_REASONS],
                    "more_reasons": reasons[FIRST_REASONS:],
                },
            )

    @api.depends("customer_id.profile_id")
    @api.depends_context("lang")
    def _compute_knowledge_table(self):
        qweb = self.env["ir.qweb"]
        for card in self:
            card.knowledge_table = qweb._render(
                "crm_reactivation.knowledge_table",
                {"lines": [card._knowledge_line(block) for block in BLOCKS]},
            )

    def _knowledge_line(self, block):
        """Label, text and signature of one block; empty means unknown, never none."""
        self.ensure_one()
        profile = self.customer_id.profile_id
        name = "incumbent_text" if block == "incumbents" else block
        labelled = "incumbent_ids" if block == "incumbents" else block
        day = profile[f"{block}_verified_on"]
        return {
            "label": profile._fields[labelled]._description_string(self.env),
            "text": profile[name] or self.env._("unknown"),
            "verified": day
            and self.env._(
                "verified on %(date)s by %(user)s",
                date=format_date(self.env, day),
                user=profile[f"{block}_verified_by"].name or "",
            ),
        }

    # ------------------------------------------------------------------
    # WHERE THE CARD STARTED, IN WORDS
    # ------------------------------------------------------------------

    @api.depends(
        "provisional_facts",
        "category_is_provisional",
        "decided_category_id",
        "low_confidence",
    )
    @api.depends_context("lang")
    def _compute_provisional_hint(self):
        for card in self:
            if not card.category_is_provisional or card.decided_category_id:
                card.provisional_hint = False
                continue
            sentences = [
                self.env._("From buying pace and order value, not assessed."),
                *(f"{said} ({points})" for said, points in card._provisional_lines()),
            ]
            if card.low_confidence:
                sentences.append(
                    self.env._(
                        "Low confidence: silent for more than twice the threshold when"
                        " the card was opened; habits tell little after so long."
                    )
                )
            card.provisional_hint = "\n".join(sentences)

    @api.depends("provisional_facts", "category_is_provisional", "provisional_score")
    @api.depends_context("lang")
    def _compute_provisional_table(self):
        qweb = self.env["ir.qweb"]
        for card in self:
            lines = card._provisional_lines()
            card.provisional_table = lines and qweb._render(
                "crm_reactivation.provisional_facts",
                {"lines": lines, "start": START, "score": card.provisional_score},
            )

    def _provisional_sentences(self):
        """Dict code -> function (facts) that says one fact of the evidence in words.

        Extend it together with :meth:`_evidence_points`.
        """
        return {
            "pace": self._provisional_pace,
            "value": self._provisional_value,
            "hole": self._provisional_hole,
            "orders": self._provisional_orders,
        }

    def _provisional_lines(self):
        """List of (fact in words, its signed points), the weightiest first."""
        self.ensure_one()
        if not self.category_is_provisional:
            return []
        facts = self.provisional_facts
        sentences = self._provisional_sentences()
        return [
            (
                sentences[code](facts) if code in sentences else code,
                f"{points:+d}".replace("-", "−") if points else "0",
            )
            for code, points in sorted(
                facts["points"].items(), key=lambda item: (-abs(item[1]), item[0])
            )
        ]

    def _provisional_pace(self, facts):
        return self.env._(
            "Ordered every %(interval)s on average",
            interval=self._duration_in_words(facts["pace"]),
        )

    def _provisional_value(self, facts):
        if facts.get("value_rank") is None:
            return self.env._("Average order: the same as everybody's")
        # by the points: they were given by the exact rank, the stored one is rounded
        points = facts["points"]["value"]
        if points > 0:
            return self.env._("Average order in the lowest third of all customers")
        if points < 0:
            return self.env._("Average order in the highest third of all customers")
        return self.env._("Average order in the middle third of all customers")

    def _provisional_hole(self, facts):
        if not facts["holes"]:
            return self.env._("No earlier break")
        if facts["holes"] == 1:
            return self.env._("One earlier break, much longer than the usual interval")
        return self.env._(
            "%(count)s earlier breaks, much longer than the usual interval",
            count=facts["holes"],
        )

    def _provisional_orders(self, facts):
        return self.env._("Ordered on %(count)s days", count=facts["order_days"])

    @api.model
    def action_open_board(self):
        """Open the board: on one's own cards, or on all for who has none and leads."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_episode_action_board"
        )
        own = self.search_count(
            [("user_id", "=", self.env.uid), ("state", "=", "open")], limit=1
        )
        if not own and self.env.user.has_group("sales_team.group_sale_manager"):
            action["context"] = {
                "search_default_open": 1,
                "search_default_not_snoozed": 1,
                "pivot_measures": ["__count", "at_stake_amount"],
            }
        return action
