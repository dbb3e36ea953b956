from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class ReactivationProfile(models.Model):
    """What people know about one customer of one company.

    Created when somebody enters something; the refresh only reads it.
    """

    _name = "reactivation.profile"
    _description = "Reactivation Profile"
    _inherit = ["mail.thread"]
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
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
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        help="The customer's salesperson; kept in step by the refresh.",
    )
    policy_id = fields.Many2one(
        "reactivation.policy",
        string="Policy for This Customer",
        check_company=True,
        tracking=True,
        help="Applies instead of the policy found by its conditions.",
    )
    threshold_days = fields.Integer(
        string="Threshold for This Customer (days)",
        tracking=True,
        help="Inactive after this many days without an order, whatever the policy"
        " says. 0: as the policy says.",
    )
    override_reason = fields.Char(
        tracking=True, help="Why this customer is judged differently."
    )
    snoozed_until = fields.Date(
        tracking=True,
        help="The card is hidden and campaign steps wait until this day. The level of"
        " the customer does not change.",
    )
    snooze_reason = fields.Char(tracking=True)
    note = fields.Html()

    _customer_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "This customer already has a profile in this company.",
    )
    _threshold_positive = models.Constraint(
        "CHECK (threshold_days >= 0)", "A threshold cannot be negative."
    )

    @api.depends("partner_id", "company_id")
    def _compute_user_id(self):
        # sudo: the salesperson decides who may read the profile, so it cannot depend
        # on what the current user may read; nothing else is taken from the row
        customers = self.env["reactivation.customer"].sudo()
        rows = customers.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        by_key = {(row.partner_id.id, row.company_id.id): row.user_id for row in rows}
        for profile in self:
            key = (profile.partner_id.id, profile.company_id.id)
            profile.user_id = by_key.get(key, profile.partner_id.user_id)

    @api.constrains("partner_id")
    def _check_commercial(self):
        for profile in self:
            if profile.partner_id != profile.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(company)s: write the profile on"
                        " the company.",
                        contact=profile.partner_id.display_name,
                        company=profile.partner_id.commercial_partner_id.display_name,
                    )
                )

    @api.constrains(
        "policy_id",
        "threshold_days",
        "override_reason",
        "snoozed_until",
        "snooze_reason",
    )
    def _check_reasons(self):
        for profile in self:
            if (
                profile.policy_id or profile.threshold_days
            ) and not profile.override_reason:
                raise ValidationError(
                    self.env._(
                        "Say why %(customer)s is judged differently from the policy:"
                        " the reason is missing.",
                        customer=profile.partner_id.display_name,
                    )
                )
            if profile.snoozed_until and not profile.snooze_reason:
                raise ValidationError(
                    self.env._(
                        "Say why %(customer)s is snoozed: the reason is missing.",
                        customer=profile.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._refresh_customers()
        profiles._snooze_cards()
        return profiles

    def write(self, vals):
        if {"partner_id", "company_id"} & set(vals) and not self.env.su:
            raise AccessError(
                self.env._(
                    "A profile stays with its customer and company: write another one"
                    " for the other customer."
                )
            )
        result = super().write(vals)
        if {"policy_id", "threshold_days", "company_id"} & set(vals):
            self._refresh_customers()
        if {"snoozed_until", "partner_id", "company_id"} & set(vals):
            self._snooze_cards()
        return result

    def unlink(self):
        ids, customers, cards = self.ids, self.partner_id, self._cards()
        result = super().unlink()
        self._snooze_cards(cards)
        rows = self.env["reactivation.customer"].sudo()  # sudo: see _refresh_customers
        rows._forget("profile_id", ids)
        rows._follow(customers)
        return result

    def _refresh_customers(self):
        """The figures of these customers follow at once, not only at night."""
        customers = self.env["reactivation.customer"].sudo()
        # sudo: whoever may write a profile has its consequences computed
        for company, profiles in self.grouped("company_id").items():
            customers._follow(profiles.partner_id, company)

    def _cards(self):
        """All cards of these customers in the companies of the profiles."""
        # sudo: a date of the profile is copied to cards, nothing is read from them
        cards = self.env["reactivation.episode"].sudo()
        return cards.search(
            Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain("partner_id", "in", profiles.partner_id.ids)
                for company, profiles in self.grouped("company_id").items()
            )
        )

    def _snooze_cards(self, cards=None):
        """Cards are snoozed as their customers are.

        :param cards: default those of the customers
        """
        cards = self._cards() if cards is None else cards
        self.env.add_to_compute(cards._fields["snoozed_until"], cards)

    def _merged_fields(self):
        """Names of the fields that a merged profile takes over where it has nothing."""
        return [
            "policy_id",
            "threshold_days",
            "override_reason",
            "snoozed_until",
            "snooze_reason",
            "note",
        ]

    def _merge_partners(self, sources, target):
        """Join the profiles of several partners into the target's, by company."""
        profiles = self.search([("partner_id", "in", (sources | target).ids)])
        names = self._merged_fields()
        for __, same_company in profiles.grouped("company_id").items():
            kept = same_company.filtered(lambda p: p.partner_id == target)
            kept = kept or same_company[0]
            others = same_company - kept
            values = {"partner_id": target.id}
            for other in others:
                data = other.copy_data()[0]
                values.update(
                    {n: data[n] for n in names if data[n] and not kept[n]},
                )
            kept._take_over(others)
            others.unlink()
            kept.write(values)
