from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ReactivationProfile(models.Model):
    """Whether the customer is pursued: what the decisions about it come to."""

    _inherit = "reactivation.profile"

    renunciation_ids = fields.One2many(
        "reactivation.renunciation", "profile_id", string="Decisions Not to Pursue"
    )
    renunciation_id = fields.Many2one(
        "reactivation.renunciation",
        string="Decision Not to Pursue",
        compute="_compute_pursuit",
        store=True,
        index="btree_not_null",
        help="Proposed or in force.",
    )
    pursuit = fields.Selection(
        [
            ("pursued", "Pursued"),
            ("proposed", "Proposed not to pursue"),
            ("not_pursued", "Not pursued"),
        ],
        compute="_compute_pursuit",
        store=True,
        tracking=True,
    )

    @api.depends("renunciation_ids.state")
    def _compute_pursuit(self):
        for profile in self:
            current = profile.renunciation_ids.filtered(
                lambda row: row.state in ("proposed", "decided")
            )[:1]
            profile.renunciation_id = current
            states = {"proposed": "proposed", "decided": "not_pursued"}
            profile.pursuit = states.get(current.state, "pursued")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_pursuit_untouched(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_pursuit_untouched(vals)
        return super().write(vals)

    @api.model
    def _check_pursuit_untouched(self, vals):
        """
        :raise AccessError: a value that only follows from decisions
        """
        if {"pursuit", "renunciation_id"} & set(vals) and not self.env.su:
            raise AccessError(
                self.env._(
                    "Whether a customer is pursued follows from the decisions about it:"
                    " propose not to pursue, then a sales manager decides."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for profile in self:
            if profile.renunciation_ids:
                raise UserError(
                    self.env._(
                        "The profile of %(customer)s holds decisions not to pursue the"
                        " customer, which stay on record: it cannot be deleted.",
                        customer=profile.partner_id.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # MERGED CUSTOMERS
    # ------------------------------------------------------------------

    def _take_over(self, others):
        """Decisions of merged customers are one customer's history."""
        result = super()._take_over(others)
        current = (self | others).renunciation_id
        kept = current.sorted(lambda row: (row.state != "decided", row.id))[:1]
        (current - kept)._end(
            "refused",
            self.env._("Customers were merged; the decision about the other holds."),
        )
        self.env.flush_all()  # two in force would be refused, even for a moment
        others.renunciation_ids.write({"profile_id": self.id})
        return result
