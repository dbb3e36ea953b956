from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from .fields import KnownInteger
from .reactivation_customer import CHANCE_HELP, LEVEL_HELP, LEVELS, VALUE_CLASS_HELP
from .reactivation_lifecycle import STATUSES

SALES = "sales_team.group_sale_salesman"

#: Field of the partner -> (table it is read from, column there).
FACADE = {
    "reactivation_customer_id": ("customer", "id"),
    "reactivation_episode_id": ("customer", "episode_id"),
    "lifecycle_status": ("customer", "lifecycle_status"),
    "inactivity_level": ("customer", "inactivity_level"),
    "last_order_date": ("customer", "last_order_date"),
    "no_order_probability": ("customer", "no_order_probability"),
    "value_class": ("customer", "value_class"),
    "activation_category_id": ("episode", "category_id"),
    "resistance_score": ("episode", "resistance_score"),
}


class ResPartner(models.Model):
    """The partner as a facade of its customer row in the current company.

    Nothing is stored here, so a nightly run never locks or rewrites partners.  The
    fields are computed, not related: reading, searching, sorting, grouping and summing
    all go through :meth:`_field_to_sql`, which checks the field's groups and joins the
    customer table under its record rules.  A contact shows its company's row.
    """

    _inherit = "res.partner"

    reactivation_customer_id = fields.Many2one(
        "reactivation.customer",
        string="Customer Figures",
        compute="_compute_reactivation",
        search="_search_reactivation_customer_id",
        groups=SALES,
    )
    reactivation_episode_id = fields.Many2one(
        "reactivation.episode",
        string="Reactivation Card",
        compute="_compute_reactivation_card",
        search="_search_reactivation_episode_id",
        groups=SALES,
    )
    lifecycle_status = fields.Selection(
        STATUSES,
        string="Lifecycle",
        compute="_compute_reactivation",
        search="_search_lifecycle_status",
        groups=SALES,
    )
    inactivity_level = fields.Selection(
        LEVELS,
        string="Activity Level",
        compute="_compute_reactivation",
        search="_search_inactivity_level",
        groups=SALES,
        help=LEVEL_HELP,
    )
    last_order_date = fields.Date(
        string="Last Order On",
        compute="_compute_reactivation",
        search="_search_last_order_date",
        groups=SALES,
    )
    no_order_probability = fields.Float(
        string="Chance of No Further Order",
        compute="_compute_no_order_probability",
        search="_search_no_order_probability",
        aggregator="avg",
        groups=SALES,
        help=CHANCE_HELP,
    )
    value_class = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C")],
        string="Turnover Class",
        compute="_compute_reactivation",
        search="_search_value_class",
        groups=SALES,
        help=VALUE_CLASS_HELP,
    )
    activation_category_id = fields.Many2one(
        "reactivation.category",
        compute="_compute_reactivation_card",
        search="_search_activation_category_id",
        groups=SALES,
    )
    resistance_score = KnownInteger(
        string="Resistance Score",
        compute="_compute_reactivation_card",
        search="_search_resistance_score",
        aggregator="avg",
        groups=SALES,
        help="0 to 100, higher = harder to win back. Empty: not assessed.",
    )

    @api.model
    def _reactivation_facade_fields(self):
        """Names of the partner fields that come from the customer row or its card."""
        return set(FACADE)

    @api.depends_context("company", "uid")
    @api.depends("commercial_partner_id")
    def _compute_reactivation(self):
        customers = self.env["reactivation.customer"].search_fetch(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", self.env.company.id),
            ]
        )
        by_partner = {row.partner_id: row for row in customers}
        empty = customers.browse()
        for partner in self:
            row = by_partner.get(partner.commercial_partner_id, empty)
            partner.reactivation_customer_id = row
            partner.lifecycle_status = row.lifecycle_status or "lead"
            partner.inactivity_level = row.inactivity_level
            partner.last_order_date = row.last_order_date
            partner.value_class = row.value_class

    @api.depends("reactivation_customer_id")
    @api.depends_context("company", "uid")
    def _compute_no_order_probability(self):
        for partner in self:
            customer = partner.reactivation_customer_id
            partner.no_order_probability = customer.no_order_probability

    @api.depends("reactivation_customer_id")
    @api.depends_context("company", "uid")
    def _compute_reactivation_card(self):
        cards = self.reactivation_customer_id.episode_id._filtered_access("read")
        for partner in self:
            card = partner.reactivation_customer_id.episode_id & cards
            partner.reactivation_episode_id = card
            partner.activation_category_id = card.category_id
            partner.resistance_score = card.resistance_score

    # ------------------------------------------------------------------
    # ONE EXPRESSION PER FIELD, FOR SEARCH, ORDER, GROUP AND SUM
    # ------------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in FACADE or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        source, column = FACADE[field_expr]
        customer = self._reactivation_join(alias, query)
        if source == "episode":
            episode = self._reactivation_join_card(customer, query)
            return SQL.identifier(episode, column)
        expression = SQL.identifier(customer, column)
        if field_expr == "lifecycle_status":
            return SQL("COALESCE(%s, 'lead')", expression)
        return expression

    def _reactivation_join(self, alias, query):
        """Join the customer rows of the current company that the user may read."""
        joined = query.make_alias(alias, "reactivation_customer")
        if joined in query._joins:
            return joined
        customers = self.env["reactivation.customer"]
        rows = customers._search([("company_id", "=", self.env.company.id)], order="id")
        columns = {column for source, column in FACADE.values() if source == "customer"}
        table = customers._table
        readable = rows.select(
            SQL.identifier(table, "partner_id"),
            *(
                SQL(
                    "%s AS %s",
                    customers._field_to_sql(table, column, rows),
                    SQL.identifier(column),
                )
                for column in sorted(columns)
            ),
        )
        query.add_join(
            "LEFT JOIN",
            joined,
            SQL("(%s)", readable),
            SQL(
                "%s = %s",
                SQL.identifier(joined, "partner_id"),
                SQL.identifier(alias, "commercial_partner_id"),
            ),
        )
        return joined

    def _reactivation_join_card(self, customer_alias, query):
        """Join the open cards that the user may read."""
        joined = query.make_alias(customer_alias, "episode_id")
        if joined not in query._joins:
            episodes = self.env["reactivation.episode"]
            cards = episodes._search([], order="id")
            table = episodes._table
            columns = [
                column for source, column in FACADE.values() if source == "episode"
            ]
            readable = cards.select(
                *(
                    SQL(
                        "%s AS %s",
                        episodes._field_to_sql(table, column, cards),
                        SQL.identifier(column),
                    )
                    for column in ("id", *columns)
                )
            )
            query.add_join(
                "LEFT JOIN",
                joined,
                SQL("(%s)", readable),
                SQL(
                    "%s = %s",
                    SQL.identifier(joined, "id"),
                    SQL.identifier(customer_alias, "episode_id"),
                ),
            )
        return joined

    def _search_facade(self, name, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented  # Odoo negates the positive one
        field = self._fields[name]
        if field.relational and not _ids_only(value):
            found = value
            if not isinstance(value, Domain):
                found = Domain("display_name", operator, value)
            operator, value = "in", self.env[field.comodel_name].search(found).ids
        if operator == "in" and not value:
            return Domain.FALSE

        def to_sql(model, alias, query):
            return field._condition_to_sql(name, operator, value, model, alias, query)

        return Domain.custom(to_sql=to_sql)

    def _search_reactivation_customer_id(self, operator, value):
        return self._search_facade("reactivation_customer_id", operator, value)

    def _search_reactivation_episode_id(self, operator, value):
        return self._search_facade("reactivation_episode_id", operator, value)

    def _search_lifecycle_status(self, operator, value):
        return self._search_facade("lifecycle_status", operator, value)

    def _search_inactivity_level(self, operator, value):
        return self._search_facade("inactivity_level", operator, value)

    def _search_last_order_date(self, operator, value):
        return self._search_facade("last_order_date", operator, value)

    def _search_no_order_probability(self, operator, value):
        return self._search_facade("no_order_probability", operator, value)

    def _search_value_class(self, operator, value):
        return self._search_facade("value_class", operator, value)

    def _search_activation_category_id(self, operator, value):
        return self._search_facade("activation_category_id", operator, value)

    def _search_resistance_score(self, operator, value):
        return self._search_facade("resistance_score", operator, value)

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_open_reactivation(self):
        """Open the card of the customer, or its standing when there is no card."""
        self.ensure_one()
        record = self.reactivation_episode_id or self.reactivation_customer_id
        return record.get_formview_action()

    def action_refresh_reactivation(self):
        """Refresh the figures of these customers now (server action).

        :raise AccessError: the user has no sales rights
        """
        self.env["reactivation.customer"].check_access("read")
        self.check_access("read")
        customers = self.env["reactivation.customer"]
        return customers._refresh_chosen(self.env.companies, self)


def _ids_only(value):
    """Whether a search value of a many2one is a collection of ids (or of nothing)."""
    return isinstance(value, (list, tuple, set, frozenset, OrderedSet)) and all(
        isinstance(item, int) for item in value
    )
