from functools import cached_property

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class AgedRow:
    """Columns of a table alias, and what their ages are counted by, read once for all.

    Called with the name of a field it gives the SQL of its column.
    """

    def __init__(self, model, alias, companies=None):
        """:param companies: of the rows, if known; default all"""
        self._model = model
        self._alias = alias
        self._companies = companies

    def __call__(self, name):
        field = self._model._fields[name]
        return SQL.identifier(self._alias, name, to_flush=field)

    @cached_property
    def companies(self):
        """The companies whose rows these may be."""
        # sudo: days and parameters of companies; the rows themselves keep their rules
        return (
            self._companies or self._model.env["res.company"].sudo().search(Domain.TRUE)
        ).sudo()

    @cached_property
    def days(self):
        """Dict company -> its local day."""
        return {company: company._reactivation_today() for company in self.companies}

    @cached_property
    def runs(self):
        """Dict company -> its last finished run."""
        runs = self._model.env["reactivation.run"]._last_done_of(self.companies)
        return dict(zip(self.companies, runs, strict=True))

    def by_company(self, values, sql_type):
        """SQL CASE that gives each row its company's value.

        :param values: dict company -> value
        """
        companies = self._model.env["res.company"]
        return companies._reactivation_sql(self("company_id"), values, sql_type)


class ReactivationAgeMixin(models.AbstractModel):
    """What changes by the passing of days alone: never stored, computed when read.

    Each age is one SQL expression, ``_sql_<name>(column)`` where ``column`` is an
    :class:`AgedRow`; it serves alike to read, search, sort, group and sum.  So a quiet
    night writes nothing.
    """

    _name = "reactivation.age.mixin"
    _description = "Figures That Change with the Days"

    #: Names of the ages.
    _ages = ()

    def _read_ages(self, *names):
        """Set ages of these records, read by one statement."""
        stored = self.filtered("id")
        (self - stored).update(dict.fromkeys(names, False))
        if not stored:
            return
        row = AgedRow(self, self._table, stored.company_id)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE id = ANY(%s)",
                SQL(", ").join(getattr(self, f"_sql_{name}")(row) for name in names),
                SQL.identifier(self._table),
                stored.ids,
            )
        )
        ages = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
        for record in stored:
            record.update(ages.get(record.id, dict.fromkeys(names, False)))

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in self._ages:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return getattr(self, f"_sql_{field_expr}")(AgedRow(self, alias))

    def _search_age(self, name, operator, value):
        field = self._fields[name]

        def to_sql(model, alias, query):
            return field.condition_to_sql(name, operator, value, model, alias, query)

        return Domain.custom(to_sql=to_sql)
