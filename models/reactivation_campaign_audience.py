from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..queries import campaign as queries
from ..queries.planner import bulk

LEVELS = ("at_risk", "inactive", "very_inactive")
CLASSES = ("a", "b", "c")


class ReactivationCampaign(models.Model):
    """The audience: who is meant, who would be enrolled now, who is enrolled.

    One SQL statement gives every customer of the audience exactly one reason, or none;
    the live count groups it, the launch inserts from it.
    """

    _inherit = "reactivation.campaign"

    category_ids = fields.Many2many(
        "reactivation.category",
        string="Activation Categories",
        help="Columns of the board. Empty: all, customers without a card included.",
    )
    level_at_risk = fields.Boolean(string="At risk")
    level_inactive = fields.Boolean(string="Inactive", default=True)
    level_very_inactive = fields.Boolean(string="Very Inactive", default=True)
    level_never_bought = fields.Boolean(string="Never Bought")
    class_a = fields.Boolean()
    class_b = fields.Boolean()
    class_c = fields.Boolean()
    policy_ids = fields.Many2many(
        "reactivation.policy",
        string="Inactivity Policies",
        help="Only customers judged by these policies. Empty: all.",
    )
    filter_id = fields.Many2one(
        "ir.filters",
        string="Saved Filter",
        domain="[('model_id', '=', 'reactivation.customer')]",
        ondelete="restrict",
        help="A filter saved in the list of customers; later changes of it are"
        " followed.",
    )
    domain = fields.Char(string="Further Conditions", default="[]")
    audience_count = fields.Integer(
        string="Audience",
        compute="_compute_audience",
        help="Customers who match, before anybody is left out.",
    )
    ready_count = fields.Integer(
        string="Enrolled Now",
        compute="_compute_audience",
        help="Customers who would be enrolled by launching now.",
    )
    control_count = fields.Integer(
        string="Control Group", compute="_compute_audience", help="Left alone."
    )
    left_out_table = fields.Html(compute="_compute_audience", sanitize=False)
    launch_warning = fields.Text(compute="_compute_audience")

    @api.constrains("domain", "filter_id")
    def _check_audience(self):
        for campaign in self:
            campaign._audience_query()

    def _audience_error(self):
        """Why nobody can be found, in words, or False: an app that brought a field of
        the conditions may have gone."""
        try:
            self._audience_query()
        except ValidationError as error:
            return error.args[0]
        return False

    # ------------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------------

    def _audience_domain(self):
        """Domain on ``reactivation.customer``: who is meant.

        :raise ValidationError: the filter or the conditions cannot be read
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        parts = [Domain("company_id", "=", company.id), self._level_domain()]
        classes = [name for name in CLASSES if self[f"class_{name}"]]
        if classes:
            parts.append(Domain("value_class", "in", classes))
        if self.category_ids:
            categories = self.category_ids._origin.ids
            parts.append(Domain("episode_id.category_id", "in", categories))
            parts.append(Domain("episode_id.state", "=", "open"))
        if self.policy_ids:
            parts.append(Domain("policy_id", "in", self.policy_ids._origin.ids))
        # sudo: the saved filter means the same customers, whoever looks
        for text in (self.sudo().filter_id.domain, self.domain):
            parts.append(self._read_domain(text))
        return Domain.AND(parts)

    def _level_domain(self):
        levels = [name for name in LEVELS if self[f"level_{name}"]]
        never = Domain("order_count", "=", 0) | Domain("order_count", "=", False)
        if not levels:
            return never if self.level_never_bought else Domain.TRUE
        bought = Domain("inactivity_level", "in", levels)
        return (bought | never) if self.level_never_bought else bought

    def _read_domain(self, text):
        try:
            return Domain(literal_eval(text or "[]"))
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "The audience of campaign “%(name)s” cannot be read: %(domain)s."
                    " Use the domain editor, and fixed values only.",
                    name=self.name,
                    domain=text,
                )
            ) from error

    def _audience_query(self):
        """SQL: ids of the customers who are meant.

        :raise ValidationError: a condition names a field that does not exist, or
            compares what cannot be compared
        """
        # sudo: the audience is the company's, whoever owns the campaign; a person gets
        # counts, and enrolments by their own rules
        customers = self.env["reactivation.customer"].sudo()
        try:
            query = customers._search(self._audience_domain()).select()
            # the database has its say, too; nobody is read
            with self.env.cr.savepoint(flush=False):
                self.env.execute_query(SQL("SELECT FROM (%s) member LIMIT 0", query))
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "The audience of campaign “%(name)s” does not work: %(error)s",
                    name=self.name,
                    error=str(error).partition("\n")[0],
                )
            ) from error
        return query

    # ------------------------------------------------------------------
    # COUNTED
    # ------------------------------------------------------------------

    def _members(self):
        """SQL: the audience with the reason why each is left out."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return queries.audience(
            queries.reach(company_id=company.id),
            self._audience_query(),
            self._exclusions(),
            queries.drawn(self.control_seed, self.control_percent),
        )

    @api.depends(
        "company_id",
        "state",
        "category_ids",
        *(f"level_{name}" for name in (*LEVELS, "never_bought")),
        *(f"class_{name}" for name in CLASSES),
        "policy_ids",
        "filter_id.domain",
        "domain",
        "step_ids.channel_id",
        "step_ids.prefers_contact",
        "re_entry",
        "cool_down_days",
        "control_percent",
    )
    @api.depends_context("lang")
    def _compute_audience(self):
        self._check_draft_conditions()
        self.env.flush_all()
        for campaign in self:
            error = campaign._audience_error()
            rows = () if error else campaign._count_audience()
            left_out = [(why, count) for why, __, count, *more in rows if why]
            ready = [row for row in rows if not row[0] and not row[1]]
            campaign.audience_count = sum(row[2] for row in rows)
            campaign.ready_count = sum(row[2] for row in ready)
            campaign.control_count = sum(row[2] for row in rows if row[1])
            campaign.left_out_table = campaign._render_left_out(left_out)
            campaign.launch_warning = error or campaign._launch_warning(
                *(ready[0][3:] if ready else [0] * 5)
            )

    def _count_audience(self):
        """Rows of ``queries.count_audience``."""
        return self.env.execute_query(bulk(queries.count_audience(self._members())))

    def _render_left_out(self, left_out):
        """Table of the reasons, the most frequent first; empty without any."""
        if not left_out:
            return False
        labels = self._exclusion_labels()
        lines = sorted(left_out, key=lambda line: -line[1])
        return self.env["ir.qweb"]._render(
            "crm_reactivation.campaign_left_out",
            {
                "lines": [(labels.get(why, why), count) for why, count in lines],
                "needs_go": any(why == "no_go_yet" for why, __ in lines),
            },
        )

    def _launch_warning(self, unassessed, without_go, no_email, no_phone, no_post):
        """What is missing about who would be enrolled, in words; empty when nothing."""
        sentences = []
        if unassessed:
            sentences.append(
                self.env._("Customers not assessed: %(count)s.", count=unassessed)
            )
        if without_go:
            sentences.append(
                self.env._("Customers without a Go: %(count)s.", count=without_go)
            )
        needed = set(self.step_ids.channel_id.mapped("address"))
        if no_email and "email" in needed:
            sentences.append(
                self.env._(
                    "Customers without e-mail address: %(count)s.", count=no_email
                )
            )
        if no_phone and "phone" in needed:
            sentences.append(
                self.env._("Customers without phone number: %(count)s.", count=no_phone)
            )
        if no_post and "post" in needed:
            sentences.append(
                self.env._(
                    "Customers without postal address: %(count)s.", count=no_post
                )
            )
        return " ".join(sentences) or False

    # ------------------------------------------------------------------
    # ENROLMENT
    # ------------------------------------------------------------------

    def _enrol_audience(self):
        """Enrol who matches and is not left out; returns how many."""
        self.ensure_one()
        self.enrolled_on = self.company_id._reactivation_today()
        return self._insert_enrollments(self._members())

    def _insert_enrollments(self, members):
        self.env.flush_all()
        rows = self.env.execute_query(
            bulk(
                queries.enrol(
                    members,
                    self.id,
                    self.company_id.id,
                    self.user_id.id or None,
                    self.company_id._reactivation_today(),
                    fields.Datetime.now(),
                    self.env.uid,
                )
            )
        )
        self.env["reactivation.enrollment"].invalidate_model(flush=False)
        self.invalidate_model(flush=False)
        return len(rows)
