from odoo import api, fields, models
from odoo.tools import format_date

from .reactivation_call_outcome import CALLED_AGAIN


class ReactivationCall(models.Model):
    """What the screen "Log a call" says; nothing here is stored."""

    _inherit = "reactivation.call"

    script = fields.Html(compute="_compute_script", sanitize=False)
    saving_text = fields.Char(
        string="What Saving Does",
        compute="_compute_saving_text",
    )
    ends_pursuit = fields.Boolean(related="inactivity_reason_id.ends_pursuit")

    @api.model
    def default_get(self, fields):
        """The card tells whom to ask for, and an activity tells its card."""
        defaults = super().default_get(fields)
        activity = self.env["mail.activity"].browse(defaults.get("activity_id"))
        if activity.res_model == "reactivation.episode":
            defaults.setdefault("episode_id", activity.res_id)
            if activity.activity_type_id.category == "meeting":
                defaults["channel"] = "visit"
        card = self.env["reactivation.episode"].browse(defaults.get("episode_id"))
        if card and "contact_id" in fields and not defaults.get("contact_id"):
            defaults["contact_id"] = card._contact().id
        return defaults

    @api.depends("partner_id", "date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for call in self:
            call.display_name = self.env._(
                "%(customer)s, %(date)s",
                customer=call.partner_id.display_name or "",
                date=format_date(self.env, call.date),
            )

    @api.depends("episode_id", "channel", "contact_id")
    @api.depends_context("lang")
    def _compute_script(self):
        qweb = self.env["ir.qweb"]
        for call in self:
            # a draft may name any card; what was read of it by sudo tells nothing here
            card = call.episode_id._filtered_access("read")
            channel = call.channel or "call"
            lines = card._script_lines(channel, call.contact_id) if card else ()
            call.script = lines and qweb._render(
                "crm_reactivation.call_script", {"lines": lines}
            )

    @api.depends(
        "outcome_id",
        "next_date",
        "channel",
        "solution_name",
        "inactivity_reason_id",
        "activity_id",
    )
    @api.depends_context("lang", "uid")
    def _compute_saving_text(self):
        for call in self:
            sentences = call._saving_sentences() if call.outcome_id else ()
            call.saving_text = " ".join(sentences)

    def _saving_sentences(self):
        """List of sentences: what saving will do; extend it with what else it does."""
        self.ensure_one()
        card = self.episode_id
        sentences = []
        if self._ends_pursuit():
            sentences.append(
                self.env._("The card is closed: there is nobody to win back.")
            )
        else:
            said = getattr(self, f"_say_{self.outcome_id.effect}")()
            sentences.append(said)
        planned = self.channel == "call" and card._planned_calls()
        if planned or self.activity_id:
            sentences.insert(0, self.env._("The planned activity is done."))
        return list(filter(None, sentences))

    def _whom_and_when(self):
        """Who is reminded, and the day."""
        self.ensure_one()
        owner = self.episode_id._active_owner() or self.env.user
        return {
            "user": self.env._("you") if owner == self.env.user else owner.name,
            "date": format_date(self.env, self.next_date, date_format="long"),
        }

    def _say_no_need(self):
        if not self.next_date:
            return self._say_choose_day()
        return self.env._(
            "The card is put aside until %(date)s, with a reminder for %(user)s on that"
            " day.",
            **self._whom_and_when(),
        )

    def _say_other_solution(self):
        return self.env._(
            "%(solution)s is noted as a supplier of this customer, and the answers"
            " pre-fill the assessment. Next: offer a trial order.",
            solution=self.solution_name or self.env._("The other solution"),
        )

    def _say_need_now(self):
        lead = self.episode_id._open_opportunity()
        if lead:
            return self.env._(
                "The open opportunity “%(lead)s” goes on. Next: the quotation.",
                lead=lead.name,
            )
        return self.env._("An opportunity is opened. Next: the quotation.")

    def _say_unreachable(self):
        if not self.next_date:
            return self._say_choose_day()
        return self.env._(
            "A call is planned for %(user)s on %(date)s.", **self._whom_and_when()
        )

    def _say_call_back(self):
        return self._say_unreachable()

    def _say_none(self):
        return self.env._("The contact is noted on the card.")

    def _say_choose_day(self):
        return self.env._("Choose the day on which to call again.")

    def _in_words(self):
        """Channel, outcome and note: the feedback of the activity that was planned."""
        self.ensure_one()
        channels = dict(self._fields["channel"]._description_selection(self.env))
        words = self.env._(
            "%(channel)s: %(outcome)s",
            channel=channels[self.channel],
            outcome=self.outcome_id.name,
        )
        if self.effect in CALLED_AGAIN and self.next_date:
            words = self.env._(
                "%(outcome)s, again on %(date)s",
                outcome=words,
                date=format_date(self.env, self.next_date),
            )
        return ". ".join(filter(None, (words, self.note)))

    # ------------------------------------------------------------------
    # ONE CLICK FURTHER
    # ------------------------------------------------------------------

    def action_quote(self):
        """Open a quotation for what the customer needs now."""
        self.ensure_one()
        return self.episode_id.action_new_quotation()

    def action_quote_trial(self):
        """Open a quotation marked as trial order."""
        self.ensure_one()
        return self.episode_id.action_quote_trial()
