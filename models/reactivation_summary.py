from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"
#: Sent summaries are forgotten after so many days: long enough to send none twice.
KEPT_DAYS = 60


class ReactivationSummary(models.Model):
    """One weekly mail to one reader, sent once whatever happens to the job.

    What it says is computed when it is written, with the reader's own access rights and
    in the reader's language.
    """

    _name = "reactivation.summary"
    _description = "Weekly Summary of Reactivation"
    _order = "week desc, id"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    week = fields.Date(
        required=True, readonly=True, help="The Monday on which the week begins."
    )

    _once_a_week = models.Constraint(
        "UNIQUE (user_id, company_id, week)", "This summary was sent already."
    )

    # ------------------------------------------------------------------
    # SENDING
    # ------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send this week's summaries of the companies that want them, once each."""
        companies = self.env["res.company"].search(
            Domain("reactivation_weekly_summary", "=", True)
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._send_week(company)
            if not cron._commit_progress(1):
                return

    @api.model
    def _send_week(self, company):
        """Make the mails of the week that were not made yet: the mail queue sends them.

        :return: the new summaries
        """
        today = company._reactivation_today()
        week = today - timedelta(days=today.weekday())
        sent = self.search(
            Domain("company_id", "=", company.id) & Domain("week", "=", week)
        )
        readers = self._readers(company) - sent.user_id
        summaries = self.create(
            [
                {"user_id": user.id, "company_id": company.id, "week": week}
                for user in readers
            ]
        )
        template = self.env.ref(
            "crm_reactivation.mail_template_summary", raise_if_not_found=False
        )
        if template and summaries:
            template.send_mail_batch(
                summaries.ids, email_layout_xmlid="mail.mail_notification_light"
            )
        return summaries

    @api.model
    def _readers(self, company):
        """Salespeople with open cards, and sales managers when there is any card."""
        owners = self.env["reactivation.episode"]._read_group(
            Domain("company_id", "=", company.id) & Domain("state", "=", "open"),
            ["user_id"],
        )
        if not owners:
            return self.env["res.users"]
        ids = [user.id for (user,) in owners if user]
        return self.env["res.users"].search(
            Domain("share", "=", False)
            & Domain("company_ids", "in", company.id)
            & Domain("email", "!=", False)
            & (
                Domain("id", "in", ids)
                & Domain("all_group_ids", "in", self.env.ref(SALESMAN).id)
                | Domain("all_group_ids", "in", self.env.ref(MANAGER).id)
            )
        )

    @api.autovacuum
    def _gc_sent(self):
        before = fields.Date.today() - timedelta(days=KEPT_DAYS)
        self.search(Domain("week", "<", before)).unlink()

    # ------------------------------------------------------------------
    # WHAT IT SAYS
    # ------------------------------------------------------------------

    def _as_reader(self):
        """The overview as the reader would open it."""
        self.ensure_one()
        overview = self.env["reactivation.overview"].with_context(
            lang=self.user_id.lang or self.env.lang,
            allowed_company_ids=self.company_id.ids,
        )
        return overview.with_user(self.user_id)

    def _lines(self):
        """List of (label, number) for the mail, of the cards the reader looks after."""
        overview = self._as_reader()
        env = overview.env
        mine = Domain(overview._here(("state", "=", "open")))
        if not env.user.has_group(MANAGER):
            mine &= Domain("user_id", "=", env.uid)
        cards = env["reactivation.episode"]
        sunday = self.week + timedelta(days=6)
        to_assess = env["reactivation.category"]._to_assess()
        activities = Domain("res_model", "=", cards._name)
        activities &= Domain("user_id", "=", env.uid)
        activities &= Domain("date_deadline", "<=", sunday)
        counts = [
            (env._("Open cards"), cards.search_count(mine)),
            (
                env._("Cards to assess"),
                cards.search_count(mine & Domain("category_id", "=", to_assess.id)),
            ),
            (
                env._("Cards without a next activity"),
                cards.search_count(mine & Domain("activity_ids", "=", False)),
            ),
            (
                env._("Your calls and other activities due this week"),
                env["mail.activity"].search_count(activities),
            ),
            (
                env._("Customers won back in the last 7 days"),
                env["reactivation.credit"]._read_group(
                    Domain(overview._here(("counted", "=", True)))
                    & Domain("date", ">", overview._today() - timedelta(days=7)),
                    aggregates=["partner_id:count_distinct"],
                )[0][0],
            ),
        ]
        return [(label, overview._number(count)) for label, count in counts]

    def _pace_lines(self):
        """List of (whose, how it goes): the objectives under way the reader may see."""
        return [
            (objective["owner"], objective["text"])
            for objective in self._as_reader()._objectives()
        ]
