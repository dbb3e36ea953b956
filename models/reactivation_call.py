from odoo import api, fields, models
from odoo.exceptions import UserError

#: Effect of an outcome -> whether somebody was reached; the others leave it open.
REACHED = {
    "no_need": True,
    "other_solution": True,
    "need_now": True,
    "unreachable": False,
}
#: What the author may correct afterwards; the rest has taken effect.
CORRECTABLE = {
    "accompanied_by_ids",
    "better",
    "change_reason",
    "channel",
    "contact_id",
    "duration",
    "missing",
    "missing_id",
    "note",
}


class ReactivationCall(models.Model):
    """One contact with a customer about its card: a call, a visit, and what came of it.

    A log, written once: saving it does what the outcome says
    (``reactivation_call_outcome.py``).  Statistics count these records.
    """

    _name = "reactivation.call"
    _description = "Logged Call"
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    episode_id = fields.Many2one(
        "reactivation.episode",
        string="Card",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    customer_id = fields.Many2one(related="episode_id.customer_id", store=True)
    partner_id = fields.Many2one(
        related="episode_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="episode_id.company_id", store=True)
    category_id = fields.Many2one(
        "reactivation.category",
        readonly=True,
        help="Where the card was on the day of the call.",
    )
    card_state = fields.Selection(related="episode_id.state", string="Card Today")
    user_id = fields.Many2one(
        "res.users",
        string="Logged By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )
    date = fields.Datetime(
        string="Called On", required=True, default=fields.Datetime.now
    )
    channel = fields.Selection(
        [("call", "Call"), ("visit", "Visit"), ("other", "Other")],
        required=True,
        default="call",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Spoke To",
        domain="[('id', 'child_of', partner_id)]",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
    )
    phone = fields.Char(related="contact_id.phone")
    duration = fields.Float(help="Hours and minutes.")
    accompanied_by_ids = fields.Many2many(
        "res.users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Colleagues who came along, the manager for example.",
    )
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The planned activity that was done by this contact.",
    )
    note = fields.Text()

    outcome_id = fields.Many2one(
        "reactivation.reason",
        required=True,
        domain="[('kind', '=', 'outcome')]",
        ondelete="restrict",
        index=True,
    )
    effect = fields.Selection(related="outcome_id.effect", store=True)
    reached = fields.Boolean(
        compute="_compute_reached", store=True, readonly=False, precompute=True
    )
    contact_rate = fields.Float(
        string="Contact Rate (%)",
        compute="_compute_contact_rate",
        store=True,
        aggregator="avg",
        help="Contacts in which somebody was reached, out of all.",
    )
    next_date = fields.Date(
        string="Call Again On",
        compute="_compute_next_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    inactivity_reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why They Stopped",
        domain="[('kind', '=', 'inactivity')]",
        ondelete="restrict",
        help="Why the customer stopped ordering, when it came up.",
    )
    solution_name = fields.Char(
        string="Other Solution",
        help="Supplier or product that the customer uses instead.",
    )
    change_reason = fields.Text(string="Why They Changed")
    better = fields.Text(string="What Is Better There")
    missing_id = fields.Many2one(
        "reactivation.reason",
        string="What Is Missing There",
        domain="[('kind', '=', 'missing')]",
        ondelete="restrict",
        help="The way back in.",
    )
    missing = fields.Char(string="Missing, in Their Words")
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    _duration_of_a_day = models.Constraint(
        "CHECK (duration >= 0 AND duration <= 24)",
        "A call or visit lasts between 0 and 24 hours.",
    )

    @api.depends("outcome_id")
    def _compute_reached(self):
        for call in self:
            call.reached = REACHED.get(call.outcome_id.effect, bool(call.outcome_id))

    @api.depends("reached")
    def _compute_contact_rate(self):
        for call in self:
            call.contact_rate = 100.0 if call.reached else 0.0

    @api.depends("outcome_id")
    def _compute_next_date(self):
        for call in self:
            call.next_date = call._propose_next_date()

    # ------------------------------------------------------------------
    # WRITTEN ONCE, BY WHO CALLED
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # the dialog gives the card as a default
        vals_list = [self._add_missing_default_values(vals) for vals in vals_list]
        cards = self.env["reactivation.episode"].browse(
            filter(None, (vals.get("episode_id") for vals in vals_list))
        )
        cards._check_callable()
        calls = super().create([self._complete_vals(vals) for vals in vals_list])
        for call in calls:
            call._check_next_date()
            call._take_effect()
        return calls

    @api.model
    def _complete_vals(self, vals):
        """What the server knows better than the client: author, column, spelling."""
        card = self.env["reactivation.episode"].browse(vals.get("episode_id"))
        vals = {**vals, "category_id": card.category_id.id}
        if not self.env.su:
            vals["user_id"] = self.env.uid
        if vals.get("solution_name"):
            vals["solution_name"] = self._known_spelling(
                vals["solution_name"], card.company_id
            )
        return vals

    @api.model
    def _known_spelling(self, name, company):
        """The name as the company knows that supplier: statistics count it once."""
        name = " ".join(name.split())
        # sudo: how a supplier is spelled on colleagues' customers; nothing else is read
        known = (
            self.env["reactivation.incumbent"]
            .sudo()
            .search(
                [
                    ("name", "=ilike", name.replace("%", r"\%").replace("_", r"\_")),
                    ("profile_id.company_id", "=", company.id),
                ],
                order="id",
                limit=1,
            )
        )
        return known.name or name

    def write(self, vals):
        if not self.env.su:
            self._check_correctable(vals)
        return super().write(vals)

    def _check_correctable(self, vals):
        """Only the author corrects a log, and only what has had no effect.

        :raise UserError: something else is to be changed, or by somebody else
        """
        for call in self:
            if call.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(author)s logged this call with %(customer)s: nobody else"
                        " can change it. Log your own call.",
                        author=call.user_id.name,
                        customer=call.partner_id.display_name,
                    )
                )
        if fixed := set(vals) - CORRECTABLE:
            raise UserError(
                self.env._(
                    "This call is logged and “%(fields)s” has taken effect. Log another"
                    " call with what is right now.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in sorted(fixed)
                    ),
                )
            )
