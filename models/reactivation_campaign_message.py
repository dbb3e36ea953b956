import re
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import format_date, formatLang, is_html_empty

from ..queries import campaign

#: ``{name}`` in a text; editors write braces within links as %7B and %7D.
PLACEHOLDER = re.compile(r"(?:\{|%7B)([a-z_]+)(?:\}|%7D)")

#: Products named in a message.
MAX_PRODUCTS = 3


class ReactivationCampaignMessage(models.Model):
    """Other words of a step for some customers: by why they stopped, by what they are.

    The first variant that fits is used, else the text of the step.
    """

    _name = "reactivation.campaign.message"
    _description = "Message Variant"
    _order = "step_id, sequence, id"

    step_id = fields.Many2one(
        "reactivation.campaign.step", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    reason_id = fields.Many2one(
        "reactivation.reason",
        string="Why Inactive",
        domain="[('kind', '=', 'inactivity')]",
        ondelete="restrict",
        help="Empty: whatever the reason.",
    )
    segment = fields.Selection(
        [
            ("never_bought", "Never bought"),
            ("bought", "Bought before"),
            ("bought_much", "Bought much"),
        ],
        string="Customers Who",
        help="Bought much: class A. Empty: everybody.",
    )
    subject = fields.Char(translate=True)
    body = fields.Html(string="Text", translate=True, sanitize_attributes=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.env["reactivation.campaign.step"]._check_amounts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self.env["reactivation.campaign.step"]._check_amounts(vals)
        return super().write(vals)

    @api.constrains("subject", "body")
    def _check_placeholders(self):
        for message in self:
            message.step_id._check_text(message.subject, message.body)

    def _fits(self, facts):
        """Whether the variant is for a customer.

        :param facts: row of ``queries.campaign.message_facts``
        """
        self.ensure_one()
        segments = {"never_bought" if not facts["order_count"] else "bought"}
        if facts["order_count"] and facts["value_class"] == "a":
            segments.add("bought_much")
        return (not self.segment or self.segment in segments) and (
            not self.reason_id or self.reason_id.id == facts["reason_id"]
        )


class ReactivationCampaignStep(models.Model):
    """The words of a step: placeholders filled with what is known of a customer."""

    _inherit = "reactivation.campaign.step"

    @api.model
    def _placeholders(self):
        """Dict name -> function (step, facts) that gives its text, '' when unknown.

        Extend it, and ``_message_facts`` with what it needs.
        """

        def known(name):
            return lambda step, facts: facts[name] or ""

        return {
            "customer": known("customer"),
            "contact": lambda step, facts: facts["contact"] or facts["customer"],
            "salesperson": lambda step, facts: (
                facts["salesperson"] or step.campaign_id.user_id.name or ""
            ),
            "salesperson_phone": known("salesperson_phone"),
            "company": known("company"),
            "quotation": known("quotation"),
            "last_order": lambda step, facts: step._say_date(facts["last_order"]),
            "products": lambda step, facts: ", ".join(facts["products"]),
            "turnover": lambda step, facts: (
                step._say_amount(facts["turnover"])
                if "turnover" in facts
                else "{turnover}"  # told to sales users only
            ),
            "offer": lambda step, facts: step.offer_text or "",
            "offer_until": lambda step, facts: step._say_date(step._offer_until()),
            "answer_link": lambda step, facts: facts.get("answer_link") or "",
        }

    def _say_date(self, day):
        return format_date(self.env, day) if day else ""

    def _say_amount(self, amount):
        if not amount:
            return ""
        return formatLang(
            self.env,
            amount,
            currency_obj=self.company_id.currency_id or self.env.company.currency_id,
            rounding_unit="units",
        )

    def _offer_until(self, day=None):
        """Last day of the offer when it is made that day (today), or nothing."""
        self.ensure_one()
        company = self.company_id or self.env.company
        day = day or company._reactivation_today()
        return self.offer_days and day + timedelta(days=self.offer_days)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_amounts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_amounts(vals)
        return super().write(vals)

    @api.model
    def _check_amounts(self, vals):
        """Whoever may not read amounts does not have them written to him.

        :raise AccessError: the words of a step or variant name an amount
        """
        names = self._names_in(vals.get("subject"), vals.get("body"))
        if "turnover" in names and not self._tells_amounts():
            raise AccessError(
                self.env._(
                    "Amounts of customers are for people with sales rights: take"
                    " {turnover} out, or let one of them write this text."
                )
            )

    def _check_text(self, *texts):
        """Refuse placeholders that do not exist.

        :raise ValidationError: names the placeholder and those there are
        """
        known = self._placeholders()
        for name in sorted(self._names_in(*texts)):
            if name not in known:
                raise ValidationError(
                    self.env._(
                        "Nothing is known as {%(name)s}. Write one of: %(known)s.",
                        name=name,
                        known=", ".join(f"{{{other}}}" for other in known),
                    )
                )

    def _names_in(self, *texts):
        """Set of the placeholders' names in some texts."""
        return {name for text in texts for name in PLACEHOLDER.findall(text or "")}

    def _words(self, facts):
        """(subject, body) of this step for a customer, not filled in yet."""
        self.ensure_one()
        variant = next((m for m in self.message_ids if m._fits(facts)), None)
        if variant and not is_html_empty(variant.body):
            return variant.subject or self.subject or self.name, variant.body
        return self.subject or self.name, self.body or ""

    def _empty_placeholders(self, facts):
        """Names of the placeholders of this step that nothing is known for."""
        self.ensure_one()
        names = self._names_in(*self._words(facts)) - {"answer_link"}
        known = self._placeholders()
        return sorted(name for name in names if not known[name](self, facts))

    def _render(self, facts):
        """The message of this step for one customer.

        :param facts: one value of :meth:`_message_facts`
        :return: (subject, Markup body) in the customer's language
        """
        step = self.with_context(lang=facts["lang"] or self.env.lang)
        known = step._placeholders()
        subject, body = step._words(facts)

        def fill(match):
            name = match[1]
            return str(known[name](step, facts)) if name in known else match[0]

        return (
            PLACEHOLDER.sub(fill, subject),
            Markup(PLACEHOLDER.sub(lambda match: escape(fill(match)), body)),
        )

    @api.model
    def _message_facts(self, customers):
        """Dict id of ``reactivation.customer`` -> facts that messages speak of.

        A handful of statements, however many customers. Without amounts for users who
        may not read customers.
        """
        if not customers:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query_dict(campaign.message_facts(customers.ids))
        bought = customers._last_products()
        nothing = self.env["product.product"]
        facts = {}
        for row in rows:
            products = bought.get(customers.browse(row["customer_id"]), nothing)
            names = products.with_context(lang=row["lang"] or self.env.lang)
            named = list(dict.fromkeys(names.mapped("name")))[:MAX_PRODUCTS]
            facts[row["customer_id"]] = {**row, "products": named}
        # even by sudo: whoever looks at the words sees them
        if not self.sudo(False)._tells_amounts():
            for known in facts.values():
                del known["turnover"]
        return facts

    @api.model
    def _tells_amounts(self):
        """Whether the user may know what customers bought for."""
        return self.env["reactivation.customer"].has_access("read")
