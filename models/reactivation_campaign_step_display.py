from odoo import api, fields, models

#: Figures said in one line, those above zero.
SAID = (
    "planned_count",
    "sent_count",
    "opened_count",
    "clicked_count",
    "replied_count",
    "order_count",
    "failed_count",
)


class ReactivationCampaignStep(models.Model):
    """When a step is taken, in words."""

    _inherit = "reactivation.campaign.step"

    figures_text = fields.Char(
        string="So Far",
        compute="_compute_figures_text",
        help="What became of this step; more figures as columns.",
    )
    when_text = fields.Char(string="When", compute="_compute_when_text")

    @api.depends(
        "delay_count", "delay_unit", "condition", "condition_days", "condition_step_id"
    )
    @api.depends_context("lang")
    def _compute_when_text(self):
        for step in self:
            step.when_text = ", ".join(
                filter(None, (step._delay_in_words(), step._condition_in_words()))
            )

    @api.depends_context("lang")
    def _compute_figures_text(self):
        for step in self:
            said = [
                f"{step._fields[name]._description_string(self.env)} {step[name]}"
                for name in SAID
                if step[name]
            ]
            step.figures_text = " · ".join(said) or "–"

    def _delay_in_words(self):
        self.ensure_one()
        if not self.delay_count:
            return self.env._("at once")
        if self.delay_count == 1:
            return {
                "days": self.env._("after a day"),
                "weeks": self.env._("after a week"),
                "months": self.env._("after a month"),
            }[self.delay_unit]
        count = self.delay_count
        return {
            "days": self.env._("after %(count)s days", count=count),
            "weeks": self.env._("after %(count)s weeks", count=count),
            "months": self.env._("after %(count)s months", count=count),
        }[self.delay_unit]

    def _condition_in_words(self):
        self.ensure_one()
        if not self.condition:
            return ""
        labels = dict(self._fields["condition"]._description_selection(self.env))
        said = labels[self.condition]
        said = said[:1].lower() + said[1:]
        if self.condition_step_id:
            said += f" ({self.condition_step_id.name})"
        if self.condition_days == 1:
            return self.env._("only if: %(condition)s within a day", condition=said)
        if self.condition_days:
            return self.env._(
                "only if: %(condition)s within %(count)s days",
                condition=said,
                count=self.condition_days,
            )
        return self.env._("only if: %(condition)s", condition=said)
