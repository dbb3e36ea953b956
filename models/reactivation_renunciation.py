from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

SALES = "sales_team.group_sale_salesman"
RATINGS = [("low", "Low"), ("medium", "Medium"), ("high", "High")]


class ReactivationRenunciation(models.Model):
    """The proposal not to pursue a customer of one company, and what became of it.

    Proposed by anyone who works with the customer, decided, reviewed and taken back by
    a sales manager.  While it is in force no card opens and nobody runs after the
    customer, who is served like everybody else.
    """

    _name = "reactivation.renunciation"
    _description = "Decision Not to Pursue"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "proposed_on desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    profile_id = fields.Many2one(
        "reactivation.profile",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("decided", "Not pursued"),
            ("refused", "Refused"),
            ("reinstated", "Reinstated"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
        help="Refused: the customer goes on being pursued. Reinstated: pursued again.",
    )
    origin = fields.Selection(
        [
            ("sales", "Sales"),
            ("marketing", "Marketing"),
            ("customer_service", "Customer service"),
        ],
        string="Comes From",
        required=True,
        default=lambda self: self._default_origin(),
    )
    proposer_id = fields.Many2one(
        "res.users",
        string="Proposed By",
        readonly=True,
        copy=False,
        ondelete="set null",
        default=lambda self: self.env.user,
    )
    proposed_on = fields.Date(
        readonly=True, copy=False, default=fields.Date.context_today
    )
    answer_ids = fields.One2many(
        "reactivation.renunciation.answer", "renunciation_id", string="Fit"
    )
    knock_out_text = fields.Char(
        string="Knock-Outs",
        compute="_compute_knock_out_text",
        help="Conditions that the company insists on and that this customer misses.",
    )
    economic_short = fields.Selection(
        RATINGS,
        string="Economic Value, This Year",
        help="Turnover and margin to expect within a year.",
    )
    economic_medium = fields.Selection(
        RATINGS,
        string="Economic Value, In 2 to 3 Years",
        help="Turnover and margin to expect in two to three years.",
    )
    strategic_short = fields.Selection(
        RATINGS,
        string="Strategic Value, This Year",
        help="Reference, know-how, way into a sector or region: within a year.",
    )
    strategic_medium = fields.Selection(
        RATINGS,
        string="Strategic Value, In 2 to 3 Years",
        help="Reference, know-how, way into a sector or region: in two to three years.",
    )
    note = fields.Text(
        string="In Own Words", help="What happened, what was tried, what it costs us."
    )
    hours_a_year = fields.Float(
        string="Hours Freed per Year",
        # sudo: a number of the company's settings, shown as a proposal
        default=lambda self: self.env.company.sudo().reactivation_customer_hours,
        tracking=True,
        help="Estimated time that pursuing this customer takes in a year, and that is"
        " freed for others. 0: not estimated.",
    )
    freed_amount = fields.Monetary(
        string="Worth per Year",
        compute="_compute_freed_amount",
        store=True,
        help="Hours a year at the cost per hour of the settings: an estimate of time,"
        " not money in the bank.",
    )
    reason_id = fields.Many2one(
        "reactivation.reason",
        domain="[('kind', '=', 'do_not_pursue')]",
        ondelete="restrict",
        tracking=True,
    )
    decided_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="set null", tracking=True
    )
    decided_on = fields.Date(
        string="Not Pursued Since", readonly=True, copy=False, tracking=True
    )
    review_on = fields.Date(
        copy=False,
        tracking=True,
        help="Looked at again on this day: who did not fit yesterday may fit today.",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="set null",
        copy=False,
        tracking=True,
        help="Who looks at the decision again. Somebody from outside sees more: a"
        " newcomer, a colleague of another department.",
    )
    reviewed_on = fields.Date(
        string="Reviewed Last On", readonly=True, copy=False, tracking=True
    )
    told_on = fields.Date(
        string="Told Honestly On",
        copy=False,
        tracking=True,
        help="When somebody told the customer honestly. Honesty is remembered, and"
        " opens the door should things change.",
    )
    ended_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="set null"
    )
    ended_on = fields.Date(readonly=True, copy=False)
    end_reason = fields.Char(
        string="Why Refused or Reinstated", readonly=True, copy=False, tracking=True
    )

    _one_in_force = models.UniqueIndex(
        "(profile_id) WHERE state IN ('proposed', 'decided')",
        "This customer is proposed or not pursued already.",
    )
    _review_needed = models.Constraint(
        "CHECK (state <> 'decided' OR (review_on > decided_on AND reason_id > 0))",
        "A decision not to pursue needs a reason and a later day of review.",
    )
    _hours_positive = models.Constraint(
        "CHECK (hours_a_year >= 0)", "The hours a year cannot be negative."
    )

    @api.model
    def _default_origin(self):
        return "sales" if self.env.user.has_group(SALES) else "marketing"

    @api.depends("profile_id.partner_id")
    def _compute_partner_id(self):
        for renunciation in self:
            renunciation.partner_id = (
                renunciation.profile_id.partner_id or renunciation.partner_id
            )

    @api.depends("answer_ids.fits", "answer_ids.criterion_id.is_knock_out")
    def _compute_knock_out_text(self):
        for renunciation in self:
            missed = renunciation.answer_ids.filtered(
                lambda answer: answer.fits == "no" and answer.criterion_id.is_knock_out
            )
            renunciation.knock_out_text = ", ".join(missed.criterion_id.mapped("name"))

    @api.depends("hours_a_year", "company_id")
    def _compute_freed_amount(self):
        for renunciation in self:
            cost = renunciation.company_id.reactivation_hour_cost
            renunciation.freed_amount = renunciation.hours_a_year * cost

    @api.constrains("reason_id")
    def _check_reason(self):
        for renunciation in self:
            reason = renunciation.reason_id
            if reason and reason.kind != "do_not_pursue":
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” is no reason for not pursuing a customer. Choose"
                        " one from the list of those reasons.",
                        reason=reason.name,
                    )
                )

    @api.constrains("state", "review_on", "decided_on")
    def _check_review_day(self):
        for renunciation in self:
            if (
                renunciation.state == "decided"
                and renunciation.review_on <= renunciation.decided_on
            ):
                raise ValidationError(
                    self.env._(
                        "The review of %(customer)s must be after the decision: choose"
                        " a day after %(date)s.",
                        customer=renunciation.partner_id.display_name,
                        date=format_date(self.env, renunciation.decided_on),
                    )
                )

    @api.model
    def default_get(self, fields):
        """A new proposal asks all fit criteria."""
        defaults = super().default_get(fields)
        if "answer_ids" in fields and not defaults.get("answer_ids"):
            defaults["answer_ids"] = self._prepare_answers()
        return defaults

    @api.model
    def _prepare_answers(self):
        # sudo: questions of the company, asked of marketing users, too
        criteria = self.env["reactivation.fit.criterion"].sudo().search(Domain.TRUE)
        return [Command.create({"criterion_id": row.id}) for row in criteria]
