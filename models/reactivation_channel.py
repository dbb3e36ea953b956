from odoo import fields, models


class ReactivationChannel(models.Model):
    """How a customer can be contacted: what it needs, and who carries it out.

    Add a channel by a record; add a carrier by a value of ``carrier`` and one method
    ``_carry_<carrier>`` on ``reactivation.touch``.
    """

    _name = "reactivation.channel"
    _description = "Campaign Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Technical name, unique.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    icon = fields.Char(default="fa-bullhorn", help="Font Awesome class.")
    address = fields.Selection(
        [("email", "E-mail address"), ("phone", "Phone number"), ("post", "Address")],
        string="Needs",
        help="Steps are skipped for customers without it.",
    )
    carrier = fields.Selection(
        [
            ("email", "Mailing"),
            ("sms", "Text message"),
            ("letter", "Printed letter"),
            ("activity", "Activity for the salesperson"),
        ],
        string="Carried Out As",
        required=True,
        default="activity",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        help="Of the activity that is planned for the salesperson.",
    )
    unit_cost = fields.Float(
        digits="Product Price",
        help="What one contact by this channel costs, in company currency; a step may"
        " say otherwise.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another channel has this technical name."
    )
    _unit_cost_positive = models.Constraint(
        "CHECK (unit_cost >= 0)", "What a contact costs cannot be negative."
    )
