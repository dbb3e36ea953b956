from odoo import api, fields, models
from odoo.tools import format_date


class ReactivationEpisode(models.Model):
    """What to do next: the activity that is planned, else what the method asks for.

    Assess, prepare, decide, then call or run a campaign; or come back later.  An open
    card always has a next step.
    """

    _inherit = "reactivation.episode"

    next_step = fields.Selection(
        [
            ("activity", "Planned activity"),
            ("assess", "Assess"),
            ("prepare", "Prepare"),
            ("decide", "Decide"),
            ("call", "Call"),
            ("campaign", "Add to campaign"),
            ("revisit", "Revisit"),
        ],
        compute="_compute_next_step",
    )
    next_step_text = fields.Char(string="Next", compute="_compute_next_step")

    @api.depends(
        "state",
        "activity_ids.date_deadline",
        "activity_ids.summary",
        "assessment_id",
        "decided_category_id",
        "category_id",
        "critical_need",
        "decision",
        "revisit_on",
        "checks_left",
        "snoozed_until",
        "to_reassess",
        "is_reachable",
        "expected_activation_from",
    )
    @api.depends_context("lang")
    def _compute_next_step(self):
        for card in self:
            step = card.state == "open" and card._find_next_step()
            card.next_step = step
            card.next_step_text = step and card._next_step_in_words(step)

    def _find_next_step(self):
        """Code of the next step of an open card."""
        self.ensure_one()
        if self.activity_ids and self.activity_ids - self._planned_revisits():
            return "activity"
        if self._revisit_date():
            return "revisit"
        if self.to_reassess or not (self.assessment_id or self.decided_category_id):
            return "assess"
        if self._is_left_alone():
            return "revisit"
        if self.decision != "go":
            ready = self.is_reachable and not self.checks_left
            return "decide" if ready else "prepare"
        soon = not self.category_id.is_scored or not self.category_id.horizon_from
        return "call" if soon or self.critical_need else "campaign"

    def _revisit_date(self):
        """Day until which the customer is put off, or nothing."""
        self.ensure_one()
        days = [self.snoozed_until, self.decision == "no_go" and self.revisit_on]
        if not any(days):  # the day of the company is not asked for nothing
            return False
        today = self.company_id._reactivation_today()
        return max((day for day in days if day and day > today), default=False)

    def _snoozed_to(self):
        """Day until which somebody snoozed the customer, or nothing."""
        self.ensure_one()
        until = self.snoozed_until
        if until and until > self.company_id._reactivation_today():
            return until
        return False

    def _next_step_in_words(self, step):
        self.ensure_one()
        tell = {
            "activity": self._tell_activity,
            "assess": self._tell_assess,
            "prepare": self._tell_prepare,
            "decide": self._tell_decide,
            "call": lambda: self.env._("Call"),
            "campaign": lambda: self.env._("Add to a campaign"),
            "revisit": self._tell_revisit,
        }
        return tell[step]()

    def _tell_activity(self):
        activity = self.activity_ids.sorted("date_deadline")[:1]
        return self.env._(
            "%(activity)s, %(date)s",
            activity=activity.summary or activity.activity_type_id.name,
            date=format_date(self.env, activity.date_deadline),
        )

    def _tell_assess(self):
        if self.to_reassess:
            return self.env._(
                "Assess again: the last time was on %(date)s",
                date=format_date(self.env, self.assessed_on),
            )
        return self.env._("Assess")

    def _tell_prepare(self):
        if not self.is_reachable:
            return self.env._("Prepare: find somebody who can be reached")
        return self.env._("Prepare: %(count)s checks left", count=self.checks_left)

    def _tell_decide(self):
        if self.decision == "no_go":
            return self.env._("Decide again: Go or No-Go")
        return self.env._("Decide: Go or No-Go")

    def _tell_revisit(self):
        day = self._revisit_date() or self.expected_activation_from
        if day:
            return self.env._("Revisit on %(date)s", date=format_date(self.env, day))
        if self._is_left_alone():
            return self.env._("Revisit when a critical need comes up")
        return self.env._("Revisit: choose a day")

    # ------------------------------------------------------------------
    # ONE CLICK STARTS IT
    # ------------------------------------------------------------------

    def action_start_next_step(self):
        """Start what comes next: the assessment, a call, or the card's own form."""
        self.ensure_one()
        if self.next_step == "assess":
            return self.action_assess()
        if self.next_step == "call":
            return self._schedule_call()
        return self.get_formview_action()

    def _schedule_call(self):
        """Plan a call about this card."""
        call = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a Call"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": self._name,
                "active_id": self.id,
                "active_ids": self.ids,
                "default_activity_type_id": call.id if call else False,
            },
        }
