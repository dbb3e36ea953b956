from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What logging a call with an outcome does.  The list of outcomes is the company's, the
#: list of effects is not: each is a method of ``reactivation.call``.
EFFECTS = [
    ("no_need", "Wake up later"),
    ("other_solution", "Record the other solution, offer a trial order"),
    ("need_now", "Open an opportunity"),
    ("unreachable", "Not reached: try again"),
    ("call_back", "Call back on a day"),
    ("none", "Nothing"),
]
#: Families of reasons why customers stop ordering.
FAMILIES = [
    ("disappointed", "Disappointed"),
    ("lost_interest", "Oversight or lost interest"),
    ("uninformed", "Lacked information or proof"),
    ("other", "Other"),
]
#: Fields that say what a reason means to what refers to it.
MEANING = ("kind", "effect")


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
            ("missing", "What the other solution lacks"),
            ("no_go", "Why No-Go"),
            ("do_not_pursue", "Why not pursued"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    effect = fields.Selection(
        EFFECTS,
        compute="_compute_effect",
        store=True,
        readonly=False,
        precompute=True,
        help="What logging a call with this outcome does.",
    )
    family = fields.Selection(
        FAMILIES,
        compute="_compute_family",
        store=True,
        readonly=False,
        precompute=True,
        help="Statistics put reasons of inactivity together by family.",
    )
    ends_pursuit = fields.Boolean(
        help="There is nobody left to win back: choosing this reason closes the card.",
    )
    is_offered = fields.Boolean(
        string="Offered to Customers",
        help="The answer page of campaigns offers this reason. Leave out what a"
        " customer would not say.",
    )
    customer_wording = fields.Char(
        string="In the Customer's Words",
        translate=True,
        help="How the answer page says it. Empty: the name of the reason.",
    )

    @api.depends("kind")
    def _compute_effect(self):
        for reason in self:
            outcome = reason.kind == "outcome"
            reason.effect = outcome and (reason.effect or "none")

    @api.depends("kind")
    def _compute_family(self):
        for reason in self:
            inactivity = reason.kind == "inactivity"
            reason.family = inactivity and (reason.family or "other")

    @api.constrains("kind", "effect", "family", "ends_pursuit", "is_offered")
    def _check_parts(self):
        """What belongs to one list does not belong to another."""
        for reason in self:
            if (reason.kind == "outcome") != bool(reason.effect):
                raise ValidationError(
                    self.env._(
                        "“%(reason)s”: each call outcome, and nothing else, says what"
                        " it does. Choose what logging it does, or another list.",
                        reason=reason.name,
                    )
                )
            if (reason.kind == "inactivity") != bool(reason.family):
                raise ValidationError(
                    self.env._(
                        "“%(reason)s”: each reason of inactivity, and nothing else, has"
                        " a family. Choose one, or another list.",
                        reason=reason.name,
                    )
                )
            if reason.ends_pursuit and reason.kind != "inactivity":
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” cannot close cards: only reasons of inactivity"
                        " do.",
                        reason=reason.name,
                    )
                )
            if reason.is_offered and reason.kind != "inactivity":
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” cannot be offered to customers: only reasons of"
                        " inactivity answer why they stopped.",
                        reason=reason.name,
                    )
                )

    def write(self, vals):
        changed = self.filtered(
            lambda reason: any(
                name in vals and vals[name] != reason[name] for name in MEANING
            )
        )
        changed._check_unused(
            self.env._(
                "“%(reason)s” was chosen %(count)s times with the meaning it has. Make"
                " a new entry for the other meaning, and archive this one."
            )
        )
        return super().write(vals)

    @api.model
    def _offered(self):
        """Reasons that customers choose from when they are asked why they stopped."""
        return self.search([("kind", "=", "inactivity"), ("is_offered", "=", True)])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused(
            self.env._(
                "“%(reason)s” was chosen %(count)s times and cannot be deleted. Archive"
                " it: nobody can choose it any more, and history keeps it."
            )
        )

    def _check_unused(self, refusal):
        """Refuse when one of the reasons was chosen somewhere.

        :param refusal: sentence with ``%(reason)s`` and ``%(count)s``
        :raise ValidationError: somebody chose one of them
        """
        for reason in self:
            count = reason._count_uses()
            if count:
                raise ValidationError(refusal % {"reason": reason.name, "count": count})

    def _count_uses(self):
        """How many records refer to this reason, whatever their model."""
        self.ensure_one()
        # sudo: the list of fields, and a count over all companies: no record is shown
        uses = self.env["ir.model.fields"].sudo()
        referring = uses.search(
            [
                ("relation", "=", self._name),
                ("ttype", "=", "many2one"),
                ("store", "=", True),
                ("model_id.transient", "=", False),
            ]
        )
        return sum(
            self.env[field.model]
            .sudo()  # sudo: as above
            .with_context(active_test=False)
            .search_count([(field.name, "=", self.id)])
            for field in referring
            if not self.env[field.model]._abstract
        )
