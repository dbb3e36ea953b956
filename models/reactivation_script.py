from string import Formatter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What a script may leave open; ``reactivation.episode._script_facts`` fills it.
PLACEHOLDERS = (
    "customer",
    "contact",
    "last_order_date",
    "products",
    "rhythm",
    "salesperson",
    "company",
)
#: Channel of a contact -> the kinds of scripts that help with it.
KINDS = {
    "call": ("opening",),
    "visit": ("first_seconds", "visit_tip"),
    "other": ("opening",),
}
VARIANTS = ("say", "weaker", "avoid")


class ReactivationScript(models.Model):
    """What to say to a customer who went silent, and what not to say.

    Words of the company, in the reader's language, with placeholders such as
    ``{last_order_date}`` that each card fills.
    """

    _name = "reactivation.script"
    _description = "Call Script"
    _order = "kind, sequence, id"
    _rec_name = "text"

    kind = fields.Selection(
        [
            ("opening", "Call opening"),
            ("first_seconds", "First ten seconds of a visit"),
            ("visit_tip", "Visit tip"),
        ],
        required=True,
        default="opening",
    )
    variant = fields.Selection(
        [("say", "Say"), ("weaker", "Weaker"), ("avoid", "Avoid")],
        required=True,
        default="say",
    )
    text = fields.Text(required=True, translate=True)
    why = fields.Char(
        translate=True, help="What the customer hears in it; shown below the text."
    )
    category_ids = fields.Many2many(
        "reactivation.category",
        string="Categories",
        help="Shown on cards of these categories only. Empty: on all cards.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.constrains("text")
    def _check_placeholders(self):
        for script in self:
            try:
                names = [
                    part
                    for __, name, spec, conversion in Formatter().parse(script.text)
                    if name is not None
                    for part in [name + (spec and ":") + (conversion or "")]
                ]
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "A brace of “%(text)s” has no partner. Write placeholders like"
                        " {last_order_date}, and {{ for a brace.",
                        text=script.text,
                    )
                ) from error
            unknown = [name for name in names if name not in PLACEHOLDERS]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“{%(unknown)s}” is no placeholder. Choose from: %(known)s.",
                        unknown=unknown[0],
                        known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                    )
                )

    @api.model
    def _for_card(self, card, channel):
        """Scripts that help with a contact by this channel, what to say first."""
        scripts = self.search(
            [
                ("kind", "in", KINDS[channel]),
                "|",
                ("category_ids", "=", False),
                ("category_ids", "in", card.category_id.ids),
            ]
        )
        # words for this category before words for all
        return scripts.sorted(
            lambda script: (
                KINDS[channel].index(script.kind),
                VARIANTS.index(script.variant),
                not script.category_ids,
            )
        )

    def _fill(self, facts):
        """The text with its placeholders filled, as HTML.

        :param facts: dict placeholder -> (words, whether they are known); what is not
            known is said in general and marked
        """
        self.ensure_one()
        hint = self.env._("Not known of this customer: said in general")
        filled = Markup()
        for literal, name, __, __ in Formatter().parse(self.text):
            filled += literal
            if name in facts:
                words, known = facts[name]
                filled += (
                    Markup("<strong>%s</strong>") % words
                    if known
                    else Markup('<em title="%s">%s</em>') % (hint, words)
                )
            elif name is not None:
                filled += f"{{{name}}}"
        return filled

    def _lines(self, facts):
        """What screens show of these scripts: variant, its label, HTML text, why."""
        labels = dict(self._fields["variant"]._description_selection(self.env))
        return [
            {
                "variant": script.variant,
                "label": labels[script.variant],
                "text": script._fill(facts),
                "why": script.why,
            }
            for script in self
        ]
