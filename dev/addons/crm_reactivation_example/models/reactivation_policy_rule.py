from odoo import fields, models
from odoo.tools import SQL


class ReactivationPolicyRule(models.Model):
    """2. A kind of rule: points for who showed a signal less than so many times.

    One value of ``condition``, its SQL, and its words.  Preview, nightly run and the
    explanation of one customer use the same SQL.
    """

    _inherit = "reactivation.policy.rule"

    condition = fields.Selection(
        selection_add=[("seldom", "fewer times than")],
        ondelete={"seldom": "cascade"},
    )
    times = fields.Integer(default=2, help="For “fewer times than”.")

    def _met_sql(self, piece, today):
        if self.condition == "seldom":
            return SQL("%s < %s", piece.quantity, self.times)
        return super()._met_sql(piece, today)

    def _in_words(self):
        if self.condition == "seldom":
            signal = dict(self._selection_signal()).get(self.signal, self.signal)
            return self.env._(
                "%(signal)s: fewer than %(times)s times",
                signal=signal,
                times=self.times,
            )
        return super()._in_words()
