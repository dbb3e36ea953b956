from odoo import api, fields, models


class ReactivationPolicy(models.Model):
    """What the list of policies says about each, in words."""

    _inherit = "reactivation.policy"

    summary_text = fields.Char(
        string="Inactive When",
        compute="_compute_summary_text",
        help="The rule of this policy in one line.",
    )

    @api.depends(
        "method",
        "inactive_after",
        "delay_unit",
        "multiple",
        "cap_days",
        "yearly_orders",
    )
    @api.depends_context("lang")
    def _compute_summary_text(self):
        for policy in self:
            policy.summary_text = policy.method and policy._summary_in_words()

    def _summary_in_words(self):
        self.ensure_one()
        durations = self.env["reactivation.duration.mixin"]
        latest = durations._duration_in_words(self.cap_days)
        if self.method == "fixed":
            units = dict(self._fields["delay_unit"]._description_selection(self.env))
            return self.env._(
                "%(count)s %(unit)s without an order",
                count=self.inactive_after,
                unit=units[self.delay_unit],
            )
        if self.method == "multiple":
            return self.env._(
                "%(multiple)g usual intervals without an order, %(latest)s at the"
                " latest",
                multiple=self.multiple,
                latest=latest,
            )
        if self.method == "yearly":
            return self.env._(
                "%(count)s orders or more in one year, none in the next",
                count=self.yearly_orders,
            )
        return self.env._(
            "silent too long for the customer's own rhythm, %(latest)s at the latest",
            latest=latest,
        )
