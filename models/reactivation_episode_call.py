from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class ReactivationEpisode(models.Model):
    """Calls about a card, and what they do to it."""

    _inherit = "reactivation.episode"

    call_ids = fields.One2many("reactivation.call", "episode_id", string="Calls")
    call_count = fields.Integer(
        compute="_compute_call_count",
        help="Calls and visits with the customer, about this card and earlier ones.",
    )
    outcome_id = fields.Many2one(
        "reactivation.reason",
        string="Last Outcome",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="What the last call or visit came to.",
    )
    outcome_effect = fields.Selection(related="outcome_id.effect")
    last_call_on = fields.Date(string="Last Call", readonly=True)

    @api.constrains("reason_id")
    def _check_inactivity_reason(self):
        for card in self:
            if card.reason_id and card.reason_id.kind != "inactivity":
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” does not say why %(customer)s stopped ordering."
                        " Choose one from the list of reasons of inactivity.",
                        reason=card.reason_id.name,
                        customer=card.partner_id.display_name,
                    )
                )

    @api.depends("call_ids", "partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_call_count(self):
        rows = self.env["reactivation.call"]._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ],
            ["partner_id", "company_id"],
            ["__count"],
        )
        counts = {(partner, company): count for partner, company, count in rows}
        for card in self:
            card.call_count = counts.get((card.partner_id, card.company_id), 0)

    def _calls_domain(self):
        """Calls and visits with the customer: earlier cards are its history."""
        self.ensure_one()
        return Domain("partner_id", "=", self.partner_id.id) & Domain(
            "company_id", "=", self.company_id.id
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("reason_id"):
            self._end_pursuit()
        return result

    def _end_pursuit(self):
        """Close the cards whose reason leaves nobody to win back.

        No other card opens for this silence: a person closed it.
        """
        ended = self.filtered(
            lambda card: card.state == "open" and card.reason_id.ends_pursuit
        )
        for company, cards in ended.grouped("company_id").items():
            # sudo: the state is the machine's column; who may give the reason has it
            # written
            cards.sudo()._close_released(company._reactivation_today())

    @api.onchange("reason_id")
    def _onchange_reason_id(self):
        if self.state == "open" and self.reason_id.ends_pursuit:
            return {
                "warning": {
                    "title": self.env._("Saving closes the card"),
                    "message": self.env._(
                        "“%(reason)s” leaves nobody to win back: the card of"
                        " %(customer)s is closed and its activities are cancelled.",
                        reason=self.reason_id.name,
                        customer=self.partner_id.display_name,
                    ),
                }
            }
        return None

    def _untouched_expression(self):
        return SQL("%s AND card.outcome_id IS NULL", super()._untouched_expression())

    def _check_callable(self):
        """Only who works on an open card logs calls about it.

        :raise AccessError: somebody else's card
        :raise UserError: a card is closed
        """
        self._check_workable({})
        for card in self:
            if card.state != "open":
                raise UserError(
                    self.env._(
                        "The card of %(customer)s is closed: calls are logged on open"
                        " cards. When the customer falls silent again, a new card"
                        " opens.",
                        customer=card.partner_id.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # WHAT A CALL DOES TO ITS CARD
    # ------------------------------------------------------------------

    def _follow_call(self, call):
        """The card shows its newest call, and why the customer stopped."""
        self.ensure_one()
        zone = self.company_id._reactivation_tz()
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=zone), call.date
        ).date()
        if not self.last_call_on or day >= self.last_call_on:
            # sudo: people may not write these columns; the log is where they come from
            self.sudo().write({"outcome_id": call.outcome_id.id, "last_call_on": day})
        if call.inactivity_reason_id:
            self.reason_id = call.inactivity_reason_id

    def _plan_call(self, day, summary):
        """Plan a call for the owner, or move the one that is planned already."""
        self.ensure_one()
        planned = self._planned_calls().sorted("date_deadline")[:1]
        if planned:
            planned.write({"date_deadline": day, "summary": summary})
            return
        self.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=day,
            summary=summary,
            user_id=(self._active_owner() or self.env.user).id,
        )

    def _ensure_profile(self):
        """What is known about the customer; made when there is nothing yet."""
        self.ensure_one()
        key = {"partner_id": self.partner_id.id, "company_id": self.company_id.id}
        profiles = self.env["reactivation.profile"]
        # by its key: the customer's link to it is written by the refresh
        found = profiles.search([(name, "=", value) for name, value in key.items()])
        if not found:
            found = profiles.create(key)
            self.invalidate_recordset()
        return found

    def _wake_up(self):
        """Something happens with this customer: the card is put aside no more."""
        profile = self._ensure_profile()
        if profile.snoozed_until:
            profile.write({"snoozed_until": False, "snooze_reason": False})

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_log_call(self):
        """Open the screen to log a call or visit about this card."""
        self.ensure_one()
        self._check_callable()
        view = self.env.ref("crm_reactivation.reactivation_call_view_form_log")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a call: %(name)s", name=self.display_name),
            "res_model": "reactivation.call",
            "views": [(view.id, "form")],
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                "default_episode_id": self.id,
                "default_activity_id": self.env.context.get("log_activity_id"),
            },
        }

    def action_open_calls(self):
        """Open the calls and visits with the customer of this card."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Calls"),
            "res_model": "reactivation.call",
            "view_mode": "list,form",
            "domain": list(self._calls_domain()),
        }
