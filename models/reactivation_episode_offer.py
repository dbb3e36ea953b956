from odoo import api, fields, models
from odoo.tools import format_date


class ReactivationEpisode(models.Model):
    """The offer that a campaign made to the customer, as long as it holds."""

    _inherit = "reactivation.episode"

    offer_text = fields.Char(
        string="Offer",
        compute="_compute_offer_text",
        compute_sudo=True,  # sudo: what the customer was told, whoever's campaign it is
        help="Made by the last message of a campaign whose offer has not ended.",
    )

    @api.depends("enrollment_ids.state")
    @api.depends_context("lang")
    def _compute_offer_text(self):
        offers = self._offers()
        for card in self:
            touch = offers.get(card)
            card.offer_text = touch and touch._offer_in_words()

    def _offers(self):
        """Dict card -> the newest message (touch) whose offer still holds today."""
        # sudo: messages about cards that one may read
        touches = (
            self.env["reactivation.touch"]
            .sudo()
            .search(
                [
                    ("episode_id", "in", self.ids),
                    ("state", "in", ("sent", "done")),
                    ("step_id.offer_kind", "!=", False),
                ],
                order="date, id",
            )
        )
        return {touch.episode_id: touch for touch in touches if touch._offer_holds()}

    def _prepare_quotation_context(self):
        context = super()._prepare_quotation_context()
        touch = self._offers().get(self)
        source = touch and touch._offer_source()
        if source and source._name == "product.pricelist":
            context["default_pricelist_id"] = source.id
        return context


class ReactivationTouch(models.Model):
    """Until when its offer holds."""

    _inherit = "reactivation.touch"

    def _offer_until(self):
        """The last day, as the message said it; nothing when there is no limit."""
        return self.step_id._offer_until(self.sent_on or self.date)

    def _offer_holds(self):
        until = self._offer_until()
        return not until or until >= self.company_id._reactivation_today()

    def _offer_source(self):
        """Programme, pricelist or event behind the offer; nothing when it is gone."""
        source = self.step_id.offer_reference
        if not source or not source.exists():
            return None
        company = "company_id" in source._fields and source.company_id
        return source if not company or company == self.company_id else None

    def _offer_in_words(self):
        self.ensure_one()
        step = self.step_id
        kinds = dict(step._fields["offer_kind"]._description_selection(self.env))
        source = self._offer_source()
        offer = ", ".join(
            filter(
                None,
                (
                    step.offer_text or kinds[step.offer_kind],
                    source and source.display_name,
                ),
            )
        )
        until = self._offer_until()
        if not until:
            return offer
        return self.env._(
            "%(offer)s, until %(date)s",
            offer=offer,
            date=format_date(self.env, until),
        )
