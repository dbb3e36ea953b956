from odoo import api, fields, models


class ReactivationCall(models.Model):
    """How long a contact usually takes, until somebody says how long it took."""

    _inherit = "reactivation.call"

    duration = fields.Float(
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        help="Hours and minutes. Proposed from the usual duration of the settings.",
    )

    @api.depends("channel", "episode_id")
    def _compute_duration(self):
        for call in self:
            # sudo: two numbers of the settings
            company = (call.episode_id.company_id or self.env.company).sudo()
            usual = {
                "call": company.reactivation_call_hours,
                "visit": company.reactivation_visit_hours,
            }
            # what somebody entered stays
            if not call.duration or call.duration in usual.values():
                call.duration = usual.get(call.channel, 0)
