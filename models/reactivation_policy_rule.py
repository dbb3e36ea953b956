from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..queries import points


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

    def _met_sql(self, piece, today):
        """SQL condition: the rule gives its points.

        An add-on's own kind of rule is one more value of ``condition``, and one more
        case here and in the sentences below.

        :param piece: the rule's ``queries.points.RuleSql``: ``last_on``, ``quantity``
        :param today: SQL date
        """
        if self.condition == "presence":
            return points.presence(piece)
        return points.absence(piece, self, today)

    # ------------------------------------------------------------------
    # IN WORDS
    # ------------------------------------------------------------------

    def _in_words(self):
        """The rule as a sentence without verb: "E-mail opened: not for 6 months"."""
        self.ensure_one()
        signal = dict(self._selection_signal()).get(self.signal, self.signal)
        if self.condition == "presence":
            return signal
        if self.use_threshold:
            return self.env._(
                "%(signal)s: not for longer than the threshold", signal=signal
            )
        return self.env._(
            "%(signal)s: not for %(delay)s", signal=signal, delay=self._delay_in_words()
        )

    def _delay_in_words(self):
        self.ensure_one()
        if self.delay_unit == "days":
            return self.env._("%(count)s days", count=self.after)
        if self.delay_unit == "weeks":
            return self.env._("%(count)s weeks", count=self.after)
        return self.env._("%(count)s months", count=self.after)

    def _fact_in_words(self, detail):
        """What is known about the signal, from a row of ``queries.points.details``."""
        self.ensure_one()
        if not detail["observed"]:
            return self._no_data_in_words()
        if not detail["last_on"]:
            return self.env._("never")
        return self.env._(
            "last on %(day)s",
            day=format_date(self.env, detail["last_on"], date_format="long"),
        )

    def _no_data_in_words(self):
        """Why nothing can be known: no reproach, no points."""
        if self.signal == "order":
            return self.env._("no data (never ordered)")
        if self.signal.startswith("mail_"):
            return self.env._("no data (never mailed)")
        if self.signal == "visit":
            return self.env._("no data (no portal access)")
        return self.env._("no data")
