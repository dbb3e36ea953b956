from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from ..engine import sequence

#: Fields that say when a step is due: running enrolments are looked at again.
TIMING = {
    "active",
    "condition",
    "condition_days",
    "condition_step_id",
    "delay_count",
    "delay_unit",
    "sequence",
}

DELAY_UNITS = [("days", "days"), ("weeks", "weeks"), ("months", "months")]


class ReactivationCampaignStep(models.Model):
    """One step of a campaign: when, by which channel, to whom, with which words."""

    _name = "reactivation.campaign.step"
    _description = "Campaign Step"
    _order = "campaign_id, sequence, id"

    campaign_id = fields.Many2one(
        "reactivation.campaign", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="campaign_id.company_id")
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    channel_id = fields.Many2one(
        "reactivation.channel",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref(
            "crm_reactivation.channel_email", raise_if_not_found=False
        ),
    )
    carrier = fields.Selection(related="channel_id.carrier")
    prefers_contact = fields.Boolean(
        string="Contact's Preferred Channel",
        help="The contact's preferred channel is used where it is known and possible,"
        " else the channel of the step.",
    )
    delay_count = fields.Integer(
        string="Delay",
        help="After the step before, or after enrolment for the first one.",
    )
    delay_unit = fields.Selection(DELAY_UNITS, default="days", required=True)
    condition = fields.Selection(
        [
            ("opened", "It was opened"),
            ("not_opened", "It was not opened"),
            ("clicked", "A link was clicked"),
            ("not_clicked", "No link was clicked"),
            ("replied", "It was replied to"),
            ("not_replied", "It was not replied to"),
            ("bounced", "It bounced"),
            ("done", "The activity was done"),
            ("not_done", "The activity was not done"),
            ("silent", "No reaction to anything so far"),
        ],
        string="Only If",
        help="Otherwise the step is skipped and the next one follows.",
    )
    condition_step_id = fields.Many2one(
        "reactivation.campaign.step",
        string="Step Looked At",
        domain="[('campaign_id', '=', campaign_id)]",
        help="Empty: the step before.",
    )
    condition_days = fields.Integer(
        string="Within (days)", help="0: until this step is due."
    )
    intention = fields.Char(
        translate=True, help="What the contact should get out of this step, in a line."
    )
    kind = fields.Selection(
        [("message", "Message"), ("feedback", "Question for feedback")],
        default="message",
        required=True,
        help="Feedback: asks why they stopped and what to improve, by an answer page or"
        " on the phone; write {answer_link} into the text.",
    )
    subject = fields.Char(translate=True)
    body = fields.Html(string="Text", translate=True, sanitize_attributes=False)
    template_id = fields.Many2one(
        "mail.template",
        ondelete="set null",
        domain="[('model', '=', 'reactivation.enrollment')]",
        help="Used instead of the text.",
    )
    message_ids = fields.One2many(
        "reactivation.campaign.message", "step_id", string="Variants", copy=True
    )
    unit_cost = fields.Float(
        compute="_compute_unit_cost",
        store=True,
        readonly=False,
        digits="Product Price",
        help="What this step costs for one customer.",
    )
    offer_kind = fields.Selection(
        [
            ("discount", "Discount"),
            ("gift", "Gift"),
            ("delivery", "Free delivery"),
            ("sale", "Private sale"),
            ("event", "Event or contest"),
        ],
        string="Offer",
    )
    offer_text = fields.Char(
        translate=True, help="In the words of the message: {offer}."
    )
    offer_days = fields.Integer(
        string="Offer Valid (days)",
        help="Days from the message on: {offer_until}. 0: without a limit.",
    )
    offer_reference = fields.Reference(
        selection="_selection_offer_reference",
        string="Offer Made With",
        help="Loyalty programme, pricelist or event behind the offer.",
    )

    _delay_positive = models.Constraint(
        "CHECK (delay_count >= 0 AND condition_days >= 0 AND offer_days >= 0)",
        "Delays cannot be negative.",
    )
    _unit_cost_positive = models.Constraint(
        "CHECK (unit_cost >= 0)", "What a step costs cannot be negative."
    )

    @api.model
    def _selection_offer_reference(self):
        """Models an offer can point to, those of installed apps only."""
        models_ = ("loyalty.program", "product.pricelist", "event.event")
        return [
            (name, self.env["ir.model"]._get(name).name)
            for name in models_
            if name in self.env
        ]

    @api.depends("channel_id")
    def _compute_unit_cost(self):
        for step in self:
            step.unit_cost = step.channel_id.unit_cost

    @api.constrains("condition_step_id", "campaign_id")
    def _check_condition_step(self):
        for step in self:
            other = step.condition_step_id
            if other and (other == step or other.campaign_id != step.campaign_id):
                raise ValidationError(
                    self.env._(
                        "Step “%(step)s” can only look at another step of its own"
                        " campaign, not at “%(other)s”.",
                        step=step.name,
                        other=other.name,
                    )
                )

    @api.constrains("subject", "body", "offer_text")
    def _check_placeholders(self):
        for step in self:
            step._check_text(step.subject, step.body)
            if names := step._names_in(step.offer_text):
                raise ValidationError(
                    self.env._(
                        "The offer of step “%(step)s” goes into the text as it is:"
                        " write it without {%(name)s}.",
                        step=step.name,
                        name=min(names),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.campaign_id._look_again()
        return steps

    def write(self, vals):
        result = super().write(vals)
        if TIMING & set(vals):
            self.campaign_id._look_again()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        touches = self.env["reactivation.touch"].sudo()  # sudo: only looked up
        taken = touches.search([("step_id", "in", self.ids)], limit=1)
        if taken:
            raise UserError(
                self.env._(
                    "Step “%(step)s” was taken already: its history is kept. Archive it"
                    " instead; nobody gets it any more.",
                    step=taken.step_id.name,
                )
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for vals in vals_list:
            # steps of the copy are other records; the step before is the usual case
            vals["condition_step_id"] = False
        return vals_list

    def _definition(self):
        """The step as the engine reads it."""
        self.ensure_one()
        return sequence.Step(
            self.id,
            self.delay_count,
            self.delay_unit,
            self.condition or None,
            self.condition_step_id.id or None,
            self.condition_days,
        )

    def _has_text(self):
        """Whether there is something to send; activities speak for themselves."""
        self.ensure_one()
        return bool(
            self.carrier == "activity"
            or self.template_id
            or not is_html_empty(self.body)
        )
