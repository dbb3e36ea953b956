from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ReactivationRenunciation(models.Model):
    """Which decisions are to be reviewed by now: told when read, never stored."""

    _inherit = "reactivation.renunciation"

    situation = fields.Selection(
        selection="_selection_situation",
        compute="_compute_situation",
        search="_search_situation",
        group_expand="_expand_situation",
        help="The state, and whether the review is due by now.",
    )

    @api.model
    def _selection_situation(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            ("proposed", states["proposed"]),
            ("review_due", self.env._("Review due")),
            ("decided", states["decided"]),
            ("reinstated", states["reinstated"]),
            ("refused", states["refused"]),
        ]

    @api.model
    def _expand_situation(self, values, domain):
        """What there is to do is always there as a column; history where it is."""
        shown = {"proposed", "review_due", "decided", *values}
        return [value for value, __ in self._selection_situation() if value in shown]

    @api.depends("state", "review_on", "company_id")
    def _compute_situation(self):
        for renunciation in self:
            due = (
                renunciation.state == "decided"
                and renunciation.review_on
                <= renunciation.company_id._reactivation_today()
            )
            renunciation.situation = "review_due" if due else renunciation.state

    def _search_situation(self, operator, value):
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, query):
            return SQL("%s IN %s", self._sql_situation(alias), tuple(value))

        self.flush_model(["state", "review_on", "company_id"])
        return Domain.custom(to_sql=to_sql) if value else Domain.FALSE

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "situation":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return self._sql_situation(alias)

    def _sql_situation(self, alias):
        """SQL expression: the state, or ``review_due`` by the company's day."""
        today = self.env["res.company"]._reactivation_today_sql(
            SQL.identifier(alias, "company_id")
        )
        return SQL(
            "(CASE WHEN %(state)s = 'decided'"
            " AND %(review)s <= %(today)s"
            " THEN 'review_due' ELSE %(state)s END)",
            state=SQL.identifier(alias, "state"),
            review=SQL.identifier(alias, "review_on"),
            today=today,
        )
