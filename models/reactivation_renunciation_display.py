from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from .reactivation_renunciation import SALES


class ReactivationRenunciation(models.Model):
    """What the screens say about a decision, in words; nothing here is stored."""

    _inherit = "reactivation.renunciation"

    # not related: groups of such fields are not checked when searching
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_user_id",
        search="_search_user_id",
        groups=SALES,
    )
    customer_id = fields.Many2one(
        "reactivation.customer",
        string="Customer Figures",
        compute="_compute_customer_id",
        groups=SALES,
    )
    standing_text = fields.Char(
        string="Where the Customer Stands",
        compute="_compute_standing_text",
        groups=SALES,
        help="What would be given up: last order, amount a year, class.",
    )
    can_decide = fields.Boolean(compute="_compute_rights")
    can_edit = fields.Boolean(compute="_compute_rights")
    can_tell = fields.Boolean(compute="_compute_rights")
    notice_text = fields.Char(string="In One Sentence", compute="_compute_notice_text")

    @api.depends("profile_id.user_id")
    def _compute_user_id(self):
        for renunciation in self:
            renunciation.user_id = renunciation.profile_id.user_id

    def _search_user_id(self, operator, value):
        self.env["reactivation.profile"].check_access("read")
        return [("profile_id.user_id", operator, value)]

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_customer_id(self):
        customers = self.env["reactivation.customer"].search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        by_key = {(row.partner_id, row.company_id): row for row in customers}
        for renunciation in self:
            key = (
                renunciation.partner_id.commercial_partner_id,
                renunciation.company_id,
            )
            renunciation.customer_id = by_key.get(key)

    @api.depends("customer_id")
    @api.depends_context("lang", "uid")
    def _compute_standing_text(self):
        for renunciation in self:
            renunciation.standing_text = renunciation._standing_in_words()

    def _standing_in_words(self):
        customer = self.customer_id
        if not customer:
            return False
        if not customer.last_order_date:
            return self.env._("Never ordered from us")
        words = self.env._(
            "Last order on %(date)s, %(amount)s in the year before it",
            date=format_date(self.env, customer.last_order_date),
            amount=formatLang(
                self.env,
                customer.yearly_amount,
                currency_obj=customer.currency_id,
                rounding_unit="units",
            ),
        )
        if customer.value_class:
            return self.env._(
                "%(standing)s, class %(class)s",
                **{"standing": words, "class": customer.value_class.upper()},
            )
        return words

    @api.depends("state", "proposer_id", "profile_id")
    @api.depends_context("uid")
    def _compute_rights(self):
        manager = self.env.user.has_group("sales_team.group_sale_manager")
        for renunciation in self:
            mine = not renunciation.id or renunciation.proposer_id == self.env.user
            proposed = renunciation.state == "proposed"
            renunciation.can_decide = manager
            renunciation.can_edit = proposed and (manager or mine)
            renunciation.can_tell = renunciation.state in ("proposed", "decided") and (
                manager or bool(renunciation.id and renunciation._is_own_customer())
            )

    @api.depends("state", "proposed_on", "decided_on", "reason_id", "told_on")
    @api.depends_context("lang")
    def _compute_notice_text(self):
        for renunciation in self:
            renunciation.notice_text = renunciation._notice_in_words()

    def _notice_in_words(self):
        """One or two sentences: since when, why, and whether the customer knows."""
        self.ensure_one()
        if self.state == "proposed":
            return self.env._(
                "%(user)s proposed on %(date)s not to pursue this customer. A sales"
                " manager decides.",
                user=self.proposer_id.name or self.env._("Somebody"),
                date=format_date(self.env, self.proposed_on),
            )
        if self.state != "decided":
            return False
        facts = {
            "date": format_date(self.env, self.decided_on),
            "reason": self.reason_id.name,
        }
        if self.told_on:
            return self.env._(
                "Not pursued since %(date)s: %(reason)s. Told honestly on %(told)s.",
                told=format_date(self.env, self.told_on),
                **facts,
            )
        return self.env._("Not pursued since %(date)s: %(reason)s.", **facts)

    def _creation_message(self):
        self.ensure_one()
        return self.env._("Proposed not to pursue this customer")
