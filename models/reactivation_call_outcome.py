from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

#: Proposed until a customer without a need is called again; editable on each call.
WAKE_UP_MONTHS = 6
#: Outcomes after which the customer is called again on a day.
CALLED_AGAIN = ("no_need", "unreachable", "call_back")


class ReactivationCall(models.Model):
    """What an outcome does: one method for each effect, to be extended with super()."""

    _inherit = "reactivation.call"

    def _ends_pursuit(self):
        """Whether the reason leaves nobody to win back."""
        self.ensure_one()
        return self.inactivity_reason_id.ends_pursuit

    def _propose_next_date(self):
        """Next working day after a missed call, months after "no current need"."""
        self.ensure_one()
        company = self.episode_id.company_id or self.env.company
        today = company._reactivation_today()
        effect = self.outcome_id.effect
        if effect == "no_need":
            return today + relativedelta(months=WAKE_UP_MONTHS)
        if effect in CALLED_AGAIN:
            day = today + relativedelta(days=1)
            while day.weekday() > 4:  # Saturday, Sunday
                day += relativedelta(days=1)
            return day
        return False

    def _check_next_date(self):
        """A card that waits for a call has to say until when.

        :raise ValidationError: no day, or a day that is over
        """
        self.ensure_one()
        if self.effect not in CALLED_AGAIN or self._ends_pursuit():
            return
        if not self.next_date:
            raise ValidationError(
                self.env._(
                    "Choose the day on which to call %(customer)s again.",
                    customer=self.partner_id.display_name,
                )
            )
        today = self.company_id._reactivation_today()
        # a call back may be due today still, a wake-up is not
        first = today + relativedelta(days=self.effect == "no_need")
        if self.next_date < first:
            raise ValidationError(
                self.env._(
                    "%(customer)s cannot be called again on %(date)s: choose %(first)s"
                    " or later.",
                    customer=self.partner_id.display_name,
                    date=format_date(self.env, self.next_date),
                    first=format_date(self.env, first),
                )
            )

    def _take_effect(self):
        """Do what the outcome says, once: after the log was written."""
        self.ensure_one()
        self._finish_activities()
        self.episode_id._follow_call(self)
        if self._ends_pursuit():
            return
        getattr(self, f"_take_{self.effect}")()

    def _finish_activities(self):
        """The planned call was made: mark it done, the outcome is its feedback."""
        self.ensure_one()
        done = self.activity_id.filtered("active")
        if self.channel == "call":
            done |= self.episode_id._planned_calls()
        if done:
            done.action_feedback(feedback=self._in_words())
            # sudo: the log is closed to people, this link is the log's own
            self.sudo().activity_id = self.activity_id or done[:1]
        else:
            self.episode_id.message_post(body=self._in_words())

    # ------------------------------------------------------------------
    # ONE METHOD FOR EACH EFFECT
    # ------------------------------------------------------------------

    def _take_no_need(self):
        """Put the card aside until the day that was chosen."""
        self._give_reason("no_need")
        self.episode_id._ensure_profile().write(
            {
                "snoozed_until": self.next_date,
                "snooze_reason": self.outcome_id.name,
            }
        )
        self.episode_id._plan_call(
            self.next_date, self.env._("Call again: no need in the meantime")
        )

    def _take_other_solution(self):
        """Remember who is there and what is missing there; a trial order comes next."""
        self._give_reason("other_solution")
        self.episode_id._wake_up()
        self._record_incumbent()
        self._fill_assessment()

    def _take_need_now(self):
        """Go on with the customer's opportunity, or open one."""
        self.episode_id._wake_up()
        lead = self.episode_id._opportunity_for(self)
        # sudo: the log is closed to people, this link is the log's own; the
        # opportunity itself was found or made with the user's rights
        self.sudo().lead_id = lead

    def _take_unreachable(self):
        """Try again."""
        self.episode_id._plan_call(self.next_date, self.env._("Call again"))

    def _take_call_back(self):
        """Call back on the day that was agreed."""
        self.episode_id._plan_call(self.next_date, self.env._("Call back, as agreed"))

    def _take_none(self):
        """Nothing follows."""

    # ------------------------------------------------------------------
    # WHAT THE CUSTOMER SAID
    # ------------------------------------------------------------------

    def _give_reason(self, code):
        """Why the customer stopped ordering, when nobody has said why yet."""
        reason = self.env.ref(
            f"crm_reactivation.reason_inactivity_{code}", raise_if_not_found=False
        )
        if reason and not self.episode_id.reason_id:
            self.episode_id.reason_id = reason

    def _record_incumbent(self):
        """The other solution is a supplier of this customer, known or new."""
        profile = self.episode_id._ensure_profile()
        known = profile.incumbent_ids.filtered(
            lambda incumbent: incumbent.name.casefold() == self.solution_name.casefold()
        )
        note = self.env._(
            "Better there: %(better)s. Missing there: %(missing)s.",
            better=self.better.strip().rstrip("."),
            missing=self._missing_in_words(),
        )
        if known:
            known[0].note = note
        else:
            self.env["reactivation.incumbent"].create(
                {
                    "profile_id": profile.id,
                    "name": self.solution_name,
                    "note": note,
                }
            )

    def _missing_in_words(self):
        """What is missing: the choice, and the customer's words where there are any."""
        self.ensure_one()
        return ", ".join(filter(None, (self.missing_id.name, self.missing)))

    def _fill_assessment(self):
        """An assessment that somebody left half-done gets what was said as evidence."""
        card = self.episode_id
        facts = self._evidence()
        for answer in card.assessment_id.answer_ids:
            fact = facts.get(answer.criterion_id.call_fact)
            if fact and not answer.level_id and not answer.evidence:
                answer.evidence = fact

    def _evidence(self):
        """Dict fact -> the customer's words with their day, for an assessment."""
        self.ensure_one()
        said = {
            "solution": self.solution_name,
            "change_reason": self.change_reason,
            "better": self.better,
            "missing": self._missing_in_words(),
        }
        day = format_date(self.env, self.date)
        return {
            fact: self.env._(
                "%(words)s (said on %(date)s to %(user)s)",
                words=words,
                date=day,
                user=self.user_id.name,
            )
            for fact, words in said.items()
        }
