import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import sequence
from ..queries import touches as queries
from ..queries.planner import bulk

_logger = logging.getLogger(__name__)

#: Enrolments moved on in one transaction.
BATCH = 1000


class ReactivationCampaign(models.Model):
    """The runner: what happened is noted, who must go leaves, due steps are taken.

    Batches are committed; each takes the same number of statements, however many
    customers.  A step is written down (as a touch) and committed before an e-mail goes
    out; after a crash the mailing's traces say who got it, so that nobody gets it
    twice.  What remains: a mail accepted by the mail server in the instant before Odoo
    commits that; Odoo sends all mails with this gap.
    """

    _inherit = "reactivation.campaign"

    @api.model
    def _cron_run(self):
        """Enrol, follow reactions, let leave, take due steps, send; company by company.

        Goes on where it stopped when time is over.
        """
        cron = self.env["ir.cron"]
        companies = self.search([("state", "=", "running")]).company_id
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            campaigns = self.search(
                [("state", "=", "running"), ("company_id", "=", company.id)]
            )
            if campaigns:  # the last one may have been stopped by now
                campaigns._run()
                campaigns._send_mailings()
            if not cron._commit_progress(1):
                return

    def _run(self):
        """A day of campaigns of one company, e-mails aside; committed by parts."""
        company = self.company_id
        self._start_day(company)
        self.env["ir.cron"]._commit_progress()
        running = self.filtered(lambda c: c.state == "running")
        running._take_due_steps(company)

    def _start_day(self, company):
        """Note what happened, let leave who must, enrol who newly matches."""
        self._follow_up()
        self._retry_failed()
        enrollments = self.env["reactivation.enrollment"]
        enrollments._leave_finished(company, SQL("campaign_id = ANY(%s)", self.ids))
        today = company._reactivation_today()
        for campaign in self:
            if campaign.date_end and campaign.date_end < today:
                campaign._finish()
            elif campaign._enrols_today(today):
                campaign._enrol_or_log()

    def _enrol_or_log(self):
        """Enrol the audience; a campaign that cannot stops no other one.

        What is wrong with the conditions is shown on the campaign, see
        ``_audience_error``.
        """
        try:
            with self.env.cr.savepoint():
                self._enrol_audience()
        except Exception as error:
            _logger.warning(
                "Nobody was enrolled in campaign %s: %s", self.id, error, exc_info=True
            )

    def _enrols_today(self, today):
        """New customers come in on the day of the start, then when they match."""
        self.ensure_one()
        return self._has_started(today) and (
            self.keeps_enrolling or not self.enrolled_on
        )

    def _has_started(self, today):
        self.ensure_one()
        return bool(self.date_start) and self.date_start <= today

    def _look_again(self):
        """Steps changed: what comes next is found anew for who is under way."""
        for campaign in self.filtered(lambda c: c.state in ("running", "paused")):
            # sudo: the owner of the campaign changes its steps for everybody in it
            enrollments = self.env["reactivation.enrollment"].sudo()
            enrollments.search(
                [("campaign_id", "=", campaign.id), ("state", "=", "running")]
            ).write({"next_on": campaign.company_id._reactivation_today()})

    def _take_due_steps(self, company):
        """Take due steps, batch by batch, each committed."""
        cron = self.env["ir.cron"]
        while self._advance(company):
            if not cron._commit_progress():
                return

    def _advance(self, company, limit=BATCH):
        """Move on the enrolments that are due; each due step is taken once.

        :return: number of enrolments looked at, 0 = nobody is due
        """
        today = company._reactivation_today()
        started = self.filtered(lambda c: c._has_started(today))
        if not started:
            return 0
        self.env.flush_all()
        rows = self.env.execute_query_dict(bulk(queries.due(started.ids, today, limit)))
        if not rows:
            return 0
        steps = {
            campaign.id: campaign.step_ids.sorted(lambda s: (s.sequence, s.id))
            for campaign in started
        }
        definitions = {
            campaign_id: [step._definition() for step in own]
            for campaign_id, own in steps.items()
        }
        touches, schedule = [], []
        for row in rows:
            campaign = self.browse(row["campaign_id"])
            taken, coming = campaign._plan(row, definitions[campaign.id], today)
            touches += [
                campaign._prepare_touch(row, step_id, why, today)
                for step_id, why in taken
            ]
            schedule.append((row["id"], *coming))
        planned = self._write_touches(touches)
        self._write_schedule(schedule)
        planned._carry_out()
        return len(rows)

    def _plan(self, row, steps, today):
        """What to do now and next for one enrolment, as the engine says.

        :param row: of ``queries.due``
        :return: ([(step id, why it is skipped or None)], (next step id, day, state))
        """
        past = [
            sequence.Past(
                step, *(value and fields.Date.to_date(value) for value in days), done
            )
            for step, *days, done in row["past"] or ()
        ]
        silent_days = self.silent_days if self.removes_silent else None
        taken = []
        while True:
            move, skipped = sequence.next_move(
                steps, past, row["entered_on"], today, row["snoozed_until"], silent_days
            )
            for reason in skipped:
                taken.append((reason.facts["step"], "condition"))
                past.append(
                    sequence.Past(reason.facts["step"], today, carried_out=False)
                )
            if move.kind == "wait":
                return taken, (move.step, move.on, "running")
            if move.kind == "end":
                return taken, (None, None, "done")
            if move.kind == "remove":
                return taken, (None, None, "removed")
            if any(why is None for __, why in taken):
                # one step a batch: this one follows in the next
                return taken, (move.step, today, "running")
            refusal = self._refusal(row, move.step)[1]
            taken.append((move.step, refusal))
            past.append(sequence.Past(move.step, today, carried_out=not refusal))

    def _refusal(self, row, step_id):
        """(channel, why it cannot be used or None) of a step for one enrolment."""
        step = self.env["reactivation.campaign.step"].browse(step_id)
        refusals = {int(key): why for key, why in row["refusals"].items()}
        preferred = row["preferred_channel_id"]
        if step.prefers_contact and preferred and not refusals.get(preferred):
            return preferred, None
        return step.channel_id.id, refusals.get(step.channel_id.id)

    def _prepare_touch(self, row, step_id, why, today):
        """Values of one touch, in the order of ``queries.TOUCH_COLUMNS``."""
        step = self.env["reactivation.campaign.step"].browse(step_id)
        channel_id, __ = self._refusal(row, step_id)
        own_channel = channel_id == step.channel_id.id
        cost = (
            step.unit_cost
            if own_channel
            else self.env["reactivation.channel"].browse(channel_id).unit_cost
        )
        return (
            row["id"],
            step_id,
            self.id,
            self.company_id.id,
            channel_id,
            row["wave"],
            today,
            "skipped" if why else "planned",
            why,
            0 if why else cost,
        )

    def _write_touches(self, rows):
        """Insert touches; returns those that are to be carried out."""
        touches = self.env["reactivation.touch"]
        if not rows:
            return touches
        found = self.env.execute_query(
            queries.insert_touches(rows, fields.Datetime.now(), self.env.uid)
        )
        touches.invalidate_model(flush=False)
        return touches.browse(row_id for (row_id,) in found)

    def _write_schedule(self, rows):
        """Write what comes next for each enrolment; who is through gets its reason."""
        enrollments = self.env["reactivation.enrollment"]
        self.env.execute_query(queries.schedule(rows, fields.Datetime.now()))
        enrollments.invalidate_model(flush=False)
        through = defaultdict(list)
        for row_id, __, __, state in rows:
            if state != "running":
                through[state].append(row_id)
        for state, ids in through.items():
            ours = enrollments.browse(ids)
            day = ours[:1].company_id._reactivation_today()
            reason = "silent" if state == "removed" else False
            ours.write({"left_on": day, "left_reason": reason})

    # ------------------------------------------------------------------
    # REACTIONS
    # ------------------------------------------------------------------

    def _follow_up(self):
        """Take over what became of e-mails and activities; tell who reacted."""
        if not self:
            return
        self.env.flush_all()
        for company, campaigns in self.grouped("company_id").items():
            tz = company._reactivation_tz()
            self.env.execute_query(queries.follow_traces(campaigns.ids, tz))
        self._note_done()
        rows = self.env.execute_query(queries.new_reactions(self.ids))
        self.env["reactivation.touch"].invalidate_model(flush=False)
        self.env["reactivation.enrollment"].invalidate_model(flush=False)
        self.env["reactivation.enrollment"]._tell_reactions(dict(rows))

    def _note_done(self):
        """Steps whose activity was done are done."""
        self.env.flush_all()
        self.env.execute_query(queries.follow_activities(self.ids))
        self.env["reactivation.touch"].invalidate_model(flush=False)

    def _retry_failed(self):
        """Carry out again what failed, a few times."""
        touches = self.env["reactivation.touch"]
        touches.search(
            Domain("campaign_id", "in", self.ids)
            & Domain("state", "=", "failed")
            & Domain("attempts", "<", touches.MAX_ATTEMPTS)
        )._retry()
