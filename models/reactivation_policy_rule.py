from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReactivationPolicyRule(models.Model):
    """One line of points: so many for a signal that stayed away, or that came."""

    _name = "reactivation.policy.rule"
    _description = "Inactivity Rule"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "reactivation.policy", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    signal = fields.Selection(selection="_selection_signal", required=True)
    condition = fields.Selection(
        [("absence", "not for"), ("presence", "has happened")],
        default="absence",
        required=True,
    )
    use_threshold = fields.Boolean(
        string="Policy's Threshold",
        help="Points from the day the policy calls the customer inactive, instead of a"
        " delay of the rule's own.",
    )
    after = fields.Integer(string="Delay", default=6)
    delay_unit = fields.Selection(
        [("days", "days"), ("weeks", "weeks"), ("months", "months")],
        default="months",
        required=True,
    )
    points = fields.Integer(required=True, default=1)
    is_known = fields.Boolean(
        compute="_compute_is_known",
        help="Unticked when the app that gave this signal was uninstalled: the rule is"
        " kept and gives no points.",
    )

    _points_positive = models.Constraint(
        "CHECK (points >= 0)", "Points of a rule cannot be negative."
    )
    _after_positive = models.Constraint(
        "CHECK (after > 0)", "The delay of a rule must be at least one."
    )

    @api.model
    def _selection_signal(self):
        """Known signals, and those of rules whose app was uninstalled."""
        known = self.env["reactivation.signal"]._selection_signal()
        codes = {code for code, label in known}
        self.env.cr.execute("SELECT DISTINCT signal FROM reactivation_policy_rule")
        lost = [code for (code,) in self.env.cr.fetchall() if code not in codes]
        return known + [
            (code, self.env._("%(code)s (app not installed)", code=code))
            for code in lost
        ]

    @api.depends("signal")
    def _compute_is_known(self):
        known = {"order", *self.env["reactivation.signal"]._catalogue()}
        for rule in self:
            rule.is_known = rule.signal in known

    @api.constrains("use_threshold", "signal")
    def _check_threshold(self):
        for rule in self:
            if rule.use_threshold and rule.signal != "order":
                raise ValidationError(
                    self.env._(
                        "Only a rule about orders can use the policy's threshold; give"
                        " “%(signal)s” a delay of its own.",
                        signal=dict(rule._selection_signal())[rule.signal],
                    )
                )
