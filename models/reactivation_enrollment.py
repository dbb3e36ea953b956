from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import hmac as tools_hmac
from odoo.tools import html2plaintext

from ..queries import campaign_figures as queries

STATES = [
    ("running", "Running"),
    ("control", "Control group"),
    ("done", "Done"),
    ("left", "Left"),
    ("removed", "Removed"),
]

#: What people may change; the rest is the runner's.
CORRECTABLE = {"contact_id", "email", "phone"}

LEAVE_REASONS = [
    ("ordered", "Ordered again"),
    ("outcome", "Call outcome"),
    ("no_go", "No-Go"),
    ("do_not_pursue", "Not to be pursued"),
    ("over_18", "To be left alone"),
    ("opted_out", "Opted out of every channel"),
    ("retention", "Data may not be used any longer"),
    ("closed", "Card closed"),
    ("archived", "Archived"),
    ("merged", "Merged with another customer"),
    ("ended", "Campaign ended"),
    ("by_hand", "Taken out by hand"),
    ("silent", "Never reacted"),
]


class ReactivationEnrollment(models.Model):
    """One customer in one campaign; the card is optional, prospects have none.

    Mailings address enrolments, so that each e-mail, trace and answer belongs to one.
    Inserted by SQL at enrolment; moved on by the runner.
    """

    _name = "reactivation.enrollment"
    _description = "Campaign Enrolment"
    _inherit = ["mail.thread.blacklist"]
    _order = "next_on, id"
    _rec_name = "partner_id"
    _primary_email = "email"
    _mailing_enabled = True
    #: An address that somebody corrected here wins over the contact's.
    _mail_defaults_to_email = True

    campaign_id = fields.Many2one(
        "reactivation.campaign",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    customer_id = fields.Many2one(
        "reactivation.customer",
        string="Customer Figures",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    episode_id = fields.Many2one(
        "reactivation.episode",
        string="Card",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        ondelete="set null",
        index=True,
        help="Gets the activities.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        ondelete="set null",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    email = fields.Char(
        string="E-mail",
        compute="_compute_email",
        store=True,
        readonly=False,
        help="Taken from the contact. A correction made here holds until the address of"
        " the contact is changed.",
    )
    phone = fields.Char(compute="_compute_phone", store=True, readonly=False)
    phone_sanitized = fields.Char(
        string="Sanitized Number",
        compute="_compute_phone_sanitized",
        store=True,
        help="As text messages are sent to it and refusals are listed.",
    )
    # not tracked: a message for each customer of a campaign that ends takes minutes;
    # reason and day stand beside it
    state = fields.Selection(STATES, required=True, readonly=True, default="running")
    left_reason = fields.Selection(LEAVE_REASONS, string="Why It Ended", readonly=True)
    wave = fields.Integer(string="Round", readonly=True, default=1)
    entered_on = fields.Date(required=True, readonly=True)
    left_on = fields.Date(string="Ended On", readonly=True)
    next_step_id = fields.Many2one(
        "reactivation.campaign.step",
        readonly=True,
        ondelete="set null",
        group_expand="_read_group_next_step_id",
    )
    next_on = fields.Date(string="Next Step On", readonly=True)
    touch_ids = fields.One2many(
        "reactivation.touch", "enrollment_id", string="Campaign Contacts"
    )
    opened_on = fields.Date(string="First Opened", readonly=True)
    clicked_on = fields.Date(string="First Click", readonly=True)
    replied_on = fields.Date(string="First Reply", readonly=True)
    order_id = fields.Many2one(
        "sale.order", readonly=True, ondelete="set null", index="btree_not_null"
    )
    order_amount = fields.Monetary(
        readonly=True,
        groups="sales_team.group_sale_salesman",
        help="First order since enrolment, without taxes: attributed, not proven.",
    )
    # what the owner of a campaign sees of the card, without its amounts
    category_id = fields.Many2one(related="episode_id.category_id")
    inactivity_level = fields.Selection(related="customer_id.inactivity_level")

    _one_campaign = models.UniqueIndex(
        "(customer_id) WHERE state = 'running'",
        "This customer is in a campaign already: one at a time.",
    )
    _due = models.Index("(campaign_id, next_on, id) WHERE state = 'running'")

    @api.depends("contact_id.email")
    def _compute_email(self):
        for enrollment in self:
            enrollment.email = enrollment.contact_id.email

    @api.depends("contact_id.phone", "partner_id.phone")
    def _compute_phone(self):
        for enrollment in self:
            enrollment.phone = (
                enrollment.contact_id.phone or enrollment.partner_id.phone
            )

    @api.depends("phone")
    def _compute_phone_sanitized(self):
        for enrollment in self:
            partner = enrollment.contact_id or enrollment.partner_id
            enrollment.phone_sanitized = enrollment._phone_format(
                number=enrollment.phone,
                country=partner.country_id or enrollment.company_id.country_id,
            )

    def write(self, vals):
        if not self.env.su and (machine := set(vals) - CORRECTABLE):
            raise AccessError(
                self.env._(
                    "“%(fields)s” of an enrolment is written by the campaign only."
                    " Correct the contact, the e-mail address or the phone number, or"
                    " take the customer out.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in sorted(machine & self._fields.keys())
                    ),
                )
            )
        return super().write(vals)

    @api.model
    def _read_group_next_step_id(self, steps, domain):
        """All steps of the campaigns shown are columns, in their order.

        Those of the campaign whose customers were opened are, even with nobody in it:
        without a column Odoo shows a blank page.
        """
        campaigns = self.search(domain).campaign_id.ids
        if opened := self.env.context.get("reactivation_campaign_id"):
            campaigns.append(opened)
        return steps.search([("campaign_id", "in", campaigns)])

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["contact_id"]

    # ------------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------------

    message_subject = fields.Char(compute="_compute_message")
    message_body = fields.Html(compute="_compute_message", sanitize=False)
    message_text = fields.Text(compute="_compute_message")

    @api.depends("customer_id", "next_step_id")
    @api.depends_context("reactivation_step", "lang")
    def _compute_message(self):
        """Words of the step in the context, for all enrolments at once."""
        # sudo: whoever may read the enrolment may read what its own campaign writes to
        # the customer
        step = self.env["reactivation.campaign.step"].sudo()
        step = step.browse(self.env.context.get("reactivation_step")).exists()
        ours = self.sudo().filtered(  # sudo: as above
            lambda enrollment: enrollment.campaign_id == step.campaign_id
        )
        facts = ours._facts() if step else {}
        for enrollment in self:
            known = facts.get(enrollment.id)
            subject, body = step._render(known) if known else (False, False)
            enrollment.message_subject = subject
            enrollment.message_text = body and html2plaintext(body)
            enrollment.message_body = body and self.env["ir.qweb"].with_context(
                lang=known["lang"] or self.env.lang
            )._render("crm_reactivation.campaign_mail", {"body": body})

    def _facts(self):
        """Dict enrolment id -> facts that messages speak of."""
        steps = self.env["reactivation.campaign.step"]
        by_customer = steps._message_facts(self.customer_id)
        facts = {}
        for enrollment in self:
            known = by_customer.get(enrollment.customer_id.id)
            if known:
                link = enrollment._answer_link()
                facts[enrollment.id] = {**known, "answer_link": link}
        return facts

    def _answer_link(self):
        """Where the customer answers why they stopped; the token is hard to guess."""
        self.ensure_one()
        return f"{self.get_base_url()}/reactivation/answer/{self.id}/{self._token()}"

    def _token(self):
        """Signature of the enrolment in links."""
        self.ensure_one()
        # sudo: the secret of the database signs, nothing of it is told
        return tools_hmac(self.env(su=True), "reactivation-answer", self.id)

    def _move_to(self, customer):
        """Customers were merged: history moves along, of two campaigns one goes on."""
        running = self.filtered(lambda e: e.state == "running")
        kept = running.filtered(lambda e: e.customer_id == customer)[:1] or running[:1]
        (running - kept)._leave("merged")
        values = {"customer_id": customer.id, "partner_id": customer.partner_id.id}
        self.write(values)
        self.touch_ids.write(values)

    # ------------------------------------------------------------------
    # LEAVING
    # ------------------------------------------------------------------

    def _leave(self, reason):
        """Go no further: planned activities are cancelled, with a note.

        :param reason: one of ``LEAVE_REASONS``
        """
        active = self.filtered(lambda e: e.state == "running")
        if not active:
            return
        active.campaign_id._note_done()
        orders = {}
        for company, ours in active.grouped("company_id").items():
            if reason == "ordered":
                tz = company._reactivation_tz()
                rows = self.env.execute_query(queries.first_orders(ours.ids, tz))
                orders.update({row_id: values for row_id, *values in rows})
            today = company._reactivation_today()
            ours.write(
                {
                    "state": "removed" if reason == "silent" else "left",
                    "left_reason": reason,
                    "left_on": today,
                    "next_step_id": False,
                    "next_on": False,
                }
            )
        for enrollment in active:
            if enrollment.id in orders:
                order_id, amount = orders[enrollment.id]
                enrollment.order_id = order_id
                enrollment.order_amount = enrollment.currency_id.round(amount)
        active._cancel_planned(reason)

    def _cancel_planned(self, reason):
        """Cancel what is planned, and say so where it was planned."""
        touches = self.touch_ids.filtered(lambda t: t.state == "planned")
        told = dict(self._fields["left_reason"]._description_selection(self.env))
        notes = defaultdict(dict)
        for touch in touches.filtered("activity_id"):
            activity = touch.activity_id
            notes[activity.res_model][activity.res_id] = self.env._(
                "Left campaign “%(campaign)s”: %(reason)s. Planned activity cancelled:"
                " %(activity)s.",
                campaign=touch.campaign_id.name,
                reason=told[reason],
                activity=activity.summary or activity.activity_type_id.name,
            )
        for model, bodies in notes.items():
            documents = self.env[model].browse(bodies).exists()
            documents._message_log_batch({doc.id: bodies[doc.id] for doc in documents})
        touches.activity_id.unlink()
        touches.write({"state": "cancelled"})
