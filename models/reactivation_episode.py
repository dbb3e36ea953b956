from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..queries import cards

#: What the refresh writes, and nobody else: not by RPC either.
MACHINE_FIELDS = {
    *cards.CARD_COLUMNS,
    "closed_on",
    "closed_as_moot",
    "is_superseded",
    "followup_activity_id",
    "relapsed_on",
    "origin_model",
    "origin_id",
    "order_id",
    "recovered_amount",
    "outcome_id",
    "last_call_on",
    "assigned_on",
    "moved_by",
    "moved_on",
    "previous_decided_category_id",
    "move_before",
    "pinned_by",
    "pinned_on",
    "decision_differs",
    *(
        f"{signed}_{end}"
        for signed in (
            "history_read",
            "past_checked",
            "accounts_checked",
            "colleagues_asked",
            "stopped_answered",
            "overdue_lifted",
            "stopped_lifted",
            "decision",
        )
        for end in ("by", "on")
    ),
} - {"user_id", "team_id", "decision"}


class ReactivationEpisode(models.Model):
    """THE CARD: one spell of inactivity of one customer in one company.

    Opened, ranked and closed by the refresh (``reactivation_episode_flow.py``); people
    work on it.  Three category fields: *computed* by the score, *decided* by a person,
    and the *effective* one, which is the board's column.
    """

    _name = "reactivation.episode"
    _description = "Reactivation Card"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "pinned desc, rank, at_stake_amount desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

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
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        index=True,
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", check_company=True, tracking=True
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("reactivated", "Reactivated"),
            ("released", "Released"),
            ("not_pursued", "Not pursued"),
        ],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
        help="Reactivated: an order came. Released: closed without an order.",
    )
    opened_on = fields.Date(required=True, readonly=True, default=fields.Date.today)
    closed_on = fields.Date(readonly=True)
    closed_as_moot = fields.Boolean(
        readonly=True,
        help="Closed by the refresh, not by a person: opens again when the customer is"
        " inactive again in the same silence.",
    )
    silent_since = fields.Date(
        string="Last Order at Opening",
        readonly=True,
        help="The silence this card is about began after this order.",
    )
    computed_category_id = fields.Many2one(
        "reactivation.category",
        string="Category by Score",
        readonly=True,
        tracking=True,
    )
    decided_category_id = fields.Many2one(
        "reactivation.category",
        string="Category Decided",
        tracking=True,
        help="Set by whoever moved the card; kept until somebody follows the score.",
    )
    category_id = fields.Many2one(
        "reactivation.category",
        compute="_compute_category_id",
        inverse="_inverse_category_id",
        store=True,
        index=True,
        group_expand="_read_group_expand_full",
        help="Decided by a person, else by the score, else to assess.",
    )
    category_differs = fields.Boolean(
        string="Differs from the Score",
        compute="_compute_category_differs",
        store=True,
    )
    category_is_provisional = fields.Boolean(
        string="Provisional",
        readonly=True,
        help="The column comes from buying pace and order value; nobody has assessed"
        " the customer.",
    )
    provisional_score = fields.Integer(
        readonly=True,
        aggregator=None,
        help="0 to 100, 50 = nothing known. From buying pace and order value, not"
        " assessed: an order among customers, not a forecast.",
    )
    provisional_facts = fields.Json(readonly=True)
    low_confidence = fields.Boolean(
        readonly=True,
        help="Silent for more than twice the threshold when the card was opened: habits"
        " tell little after so long.",
    )
    decision = fields.Selection(
        [("none", "Not decided"), ("go", "Go"), ("no_go", "No-Go")],
        default="none",
        required=True,
        tracking=True,
    )
    rank = fields.Integer(
        string="Priority",
        readonly=True,
        aggregator=None,
        help="Smaller comes first. Then the amount at stake decides.",
    )
    pinned = fields.Boolean(tracking=True, help="Stays on top of its column.")
    at_stake_amount = fields.Monetary(
        string="At Stake a Year",
        readonly=True,
        help="Bought in the 365 days that ended on the last order, without taxes, less"
        " credit notes.",
    )
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(
        string="Comeback Document", model_field="origin_model", readonly=True
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Comeback Order",
        readonly=True,
        index="btree_not_null",
        help="The order that ended the silence.",
    )

    inactivity_level = fields.Selection(related="customer_id.inactivity_level")
    inactive_since = fields.Date(related="customer_id.inactive_since")
    last_order_date = fields.Date(related="customer_id.last_order_date")
    threshold_days = fields.Integer(
        related="customer_id.threshold_days", aggregator="avg"
    )
    order_interval_days = fields.Float(
        related="customer_id.order_interval_days", aggregator="avg"
    )
    order_count = fields.Integer(related="customer_id.order_count")
    ordered_amount = fields.Monetary(related="customer_id.ordered_amount")
    average_order_amount = fields.Monetary(related="customer_id.average_order_amount")
    value_class = fields.Selection(related="customer_id.value_class")
    policy_id = fields.Many2one(related="customer_id.policy_id")
    computed_on = fields.Datetime(related="customer_id.computed_on")
    country_id = fields.Many2one(related="partner_id.country_id")
    snoozed_until = fields.Date(
        compute="_compute_snoozed_until",
        store=True,
        help="Taken from the customer's profile; kept here so that boards can filter by"
        " it.",
    )
    still_reacts = fields.Boolean(related="customer_id.still_reacts")
    last_signal_date = fields.Date(related="customer_id.last_signal_date")
    last_signal_kind = fields.Selection(related="customer_id.last_signal_kind")
    silence_days = fields.Integer(related="customer_id.silence_days", aggregator="avg")

    _one_open_card = models.UniqueIndex(
        "(customer_id) WHERE state = 'open'",
        "This customer already has an open card.",
    )
    # pinned as the ORM sorts it; with all that totals of columns are made of
    _board = models.Index(
        "(company_id, category_id, COALESCE(pinned, FALSE) DESC, rank,"
        " at_stake_amount DESC, id) INCLUDE (currency_id, snoozed_until)"
        " WHERE state = 'open'"
    )

    @api.depends("computed_category_id", "decided_category_id")
    def _compute_category_id(self):
        to_assess = self.env["reactivation.category"]._to_assess()
        for card in self:
            by_score = card.computed_category_id or to_assess
            card.category_id = card.decided_category_id or by_score

    # what people write on a profile: see _snooze_cards there
    @api.depends("partner_id", "company_id")
    def _compute_snoozed_until(self):
        profiles = self.env["reactivation.profile"].search_fetch(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ],
            ["partner_id", "company_id", "snoozed_until"],
        )
        until = {
            (profile.partner_id, profile.company_id): profile.snoozed_until
            for profile in profiles
        }
        for card in self:
            card.snoozed_until = until.get((card.partner_id, card.company_id))

    # a method of its own: a drop writes the category, which protects it and whatever
    # is computed together with it
    @api.depends("category_id", "computed_category_id")
    def _compute_category_differs(self):
        to_assess = self.env["reactivation.category"]._to_assess()
        for card in self:
            by_score = card.computed_category_id or to_assess
            card.category_differs = card.category_id != by_score

    def _inverse_category_id(self):
        for card in self:
            card.decided_category_id = card.category_id

    @api.model_create_multi
    def create(self, vals_list):
        episodes = super().create(vals_list)
        episodes._customers_follow()
        return episodes

    def write(self, vals):
        self._check_workable(vals)
        if {"category_id", "decided_category_id"} & set(vals):
            self._check_movable()
        result = super().write(vals)
        if {"team_id", "state"} & set(vals):
            self._customers_follow()
        return result

    def _check_workable(self, vals):
        """Say plainly what access rules would refuse without a reason.

        :raise AccessError: somebody else's card, or a change only managers may make
        """
        if self.env.su or not self.browse().has_access("write"):
            return
        if machine := MACHINE_FIELDS & set(vals):
            raise AccessError(
                self.env._(
                    "“%(fields)s” of a card is written by the refresh only, from orders"
                    " and scores.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in sorted(machine)
                    ),
                )
            )
        for card in self - self._filtered_access("write"):
            if card.has_access("read") and not card.user_id:
                raise AccessError(
                    self.env._(
                        "The card of %(customer)s has no salesperson yet. Ask your"
                        " sales manager to assign it to you, then you can work on it.",
                        customer=card.partner_id.display_name,
                    )
                )
            # sudo: a colleague's name, so that one knows whom to ask
            owner = card.sudo().user_id.name
            raise AccessError(
                self.env._(
                    "This card belongs to %(owner)s: only that person or a sales"
                    " manager can move or change it. Ask one of them, and reload the"
                    " page to see your cards.",
                    owner=owner,
                )
            )
        if {"user_id", "team_id", "pinned", "manual_rank", "pin_reason"} & set(vals):
            if not self.env.user.has_group("sales_team.group_sale_manager"):
                raise AccessError(
                    self.env._(
                        "Only sales managers assign cards and keep them on top of their"
                        " column. Ask yours."
                    )
                )

    def _check_movable(self):
        """Closed cards stay where they were.

        :raise UserError: a card is closed
        """
        for card in self:
            if card.state != "open":
                raise UserError(
                    self.env._(
                        "The card of %(customer)s is closed: its category is history"
                        " and stays.",
                        customer=card.partner_id.display_name,
                    )
                )

    def _customers_follow(self):
        """The customer's row takes the card and its salesperson over at once."""
        if not self:
            return
        self.flush_model()
        changed = self.env.execute_query(cards.follow_cards(self.ids))
        customers = self.env["reactivation.customer"]
        customers.browse(row_id for (row_id,) in changed).invalidate_recordset(
            flush=False
        )

    def _untouched_expression(self):
        """SQL on ``card``: nobody has worked on it yet."""
        return SQL(
            "card.decision = 'none' AND card.decided_category_id IS NULL"
            " AND card.pinned IS NOT TRUE AND COALESCE(card.manual_rank, 0) = 0"
            " AND card.assessment_id IS NULL AND card.critical_need IS NULL"
            " AND NOT EXISTS ("
            "SELECT 1 FROM mail_activity activity"
            " WHERE activity.res_model = 'reactivation.episode'"
            " AND activity.res_id = card.id)"
        )

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_follow_score(self):
        """Give up the decided category and follow the score again."""
        self.write({"decided_category_id": False})

    def action_new_quotation(self):
        """Open a new quotation for the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Quotation"),
            "res_model": "sale.order",
            "view_mode": "form",
            "context": self._prepare_quotation_context(),
        }

    def action_open_orders(self):
        """Open the orders of the customer, contacts included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = [
            ("partner_id", "child_of", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        action["context"] = {}
        return action

    def action_open_partner(self):
        """Open the customer's form."""
        self.ensure_one()
        return self.partner_id.get_formview_action()
