from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class ReactivationAgeMixin(models.AbstractModel):
    """What changes by the passing of days alone: never stored, computed when read.

    Each age is one SQL expression, ``_sql_<name>(column)`` where ``column`` is a
    function (name of a stored field) -> SQL; it serves alike to read, search, sort,
    group and sum.  So a quiet night writes nothing.
    """

    _name = "reactivation.age.mixin"
    _description = "Figures That Change with the Days"

    #: Names of the ages.
    _ages = ()

    def _compute_ages(self):
        stored = self.filtered("id")
        (self - stored).update(dict.fromkeys(self._ages, False))
        if not stored:
            return
        table = self._table
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE id = ANY(%s)",
                SQL(", ").join(
                    self._age_expression(name, table) for name in self._ages
                ),
                SQL.identifier(table),
                stored.ids,
            )
        )
        ages = {row[0]: dict(zip(self._ages, row[1:], strict=True)) for row in rows}
        for record in stored:
            record.update(ages.get(record.id, dict.fromkeys(self._ages, False)))

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in self._ages:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return self._age_expression(field_expr, alias)

    def _age_expression(self, name, alias):
        """SQL expression of one age over the table alias."""

        def column(field):
            return SQL.identifier(alias, field, to_flush=self._fields[field])

        return getattr(self, f"_sql_{name}")(column)

    def _search_age(self, name, operator, value):
        field = self._fields[name]

        def to_sql(model, alias, query):
            return field.condition_to_sql(name, operator, value, model, alias, query)

        return Domain.custom(to_sql=to_sql)
