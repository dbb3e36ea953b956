from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class ReactivationIncumbent(models.Model):
    """A supplier that a customer buys from instead of, or beside, the company."""

    _name = "reactivation.incumbent"
    _description = "Incumbent Supplier"
    _order = "share desc, id"
    _rec_name = "name"

    profile_id = fields.Many2one(
        "reactivation.profile", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(
        string="Supplier",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    supplier_id = fields.Many2one(
        "res.partner", string="Contact", ondelete="set null", index="btree_not_null"
    )
    share = fields.Integer(
        string="Share of Purchases (%)",
        aggregator=None,
        help="Of what the customer buys of our kind. 0: not known.",
    )
    share_text = fields.Char(string="Share", compute="_compute_share_text")
    since = fields.Date(help="When the customer began to buy there.")
    note = fields.Char(help="What keeps the customer there, what is missing there.")
    verified_on = fields.Date(default=fields.Date.context_today)
    verified_by = fields.Many2one(
        "res.users", default=lambda self: self.env.user, ondelete="set null"
    )

    _share_percent = models.Constraint(
        "CHECK (share BETWEEN 0 AND 100)",
        "A share of purchases goes from 1 to 100 %; 0 means not known.",
    )

    @api.depends("supplier_id")
    def _compute_name(self):
        for incumbent in self:
            incumbent.name = incumbent.supplier_id.name or incumbent.name

    @api.depends("share")
    @api.depends_context("lang")
    def _compute_share_text(self):
        for incumbent in self:
            incumbent.share_text = (
                self.env._("%(share)s %%", share=incumbent.share)
                if incumbent.share
                else self.env._("share unknown")
            )

    @api.constrains("share", "profile_id")
    def _check_shares(self):
        for profile in self.profile_id:
            total = sum(profile.incumbent_ids.mapped("share"))
            if total > 100:
                raise ValidationError(
                    self.env._(
                        "The suppliers of %(customer)s have %(total)s %% of the"
                        " purchases together: more than everything. Correct the"
                        " shares.",
                        customer=profile.partner_id.display_name,
                        total=total,
                    )
                )

    @api.constrains("since")
    def _check_since(self):
        for incumbent in self:
            if incumbent.since and incumbent.since > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._(
                        "%(customer)s cannot have bought from %(supplier)s since a day"
                        " in the future (%(date)s).",
                        customer=incumbent.profile_id.partner_id.display_name,
                        supplier=incumbent.name,
                        date=format_date(self.env, incumbent.since),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        incumbents = super().create(vals_list)
        incumbents.profile_id._verified("incumbents")
        return incumbents

    def write(self, vals):
        if not {"verified_on", "verified_by"} & set(vals):
            today = fields.Date.context_today(self)
            vals = {**vals, "verified_on": today, "verified_by": self.env.uid}
        result = super().write(vals)
        self.profile_id._verified("incumbents")
        return result

    def unlink(self):
        profiles = self.profile_id
        result = super().unlink()
        profiles._verified("incumbents")
        return result

    def _in_words(self):
        """ "Dupont SA, 70 %, since 3 May 2024": unknown parts are called so."""
        self.ensure_one()
        if not self.since:
            return self.env._(
                "%(supplier)s (%(share)s)", supplier=self.name, share=self.share_text
            )
        return self.env._(
            "%(supplier)s (%(share)s, since %(date)s)",
            supplier=self.name,
            share=self.share_text,
            date=format_date(self.env, self.since),
        )

    def _share_in_words(self):
        """Where the share is known from: evidence for an assessment."""
        self.ensure_one()
        return self.env._(
            "%(supplier)s: %(share)s of the purchases, verified on %(date)s",
            supplier=self.name,
            share=self.share_text,
            date=format_date(self.env, self.verified_on),
        )
