from odoo import fields, models


class ReactivationReason(models.Model):
    """Closed lists of reasons, one list per kind: what can be counted can be learnt
    from, free text beside it cannot."""

    _name = "reactivation.reason"
    _description = "Reactivation Reason"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("inactivity", "Why inactive"),
            ("move", "Why moved to another category"),
            ("outcome", "Call outcome"),
            ("no_go", "Why No-Go"),
            ("do_not_pursue", "Why not pursued"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
