from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ReactivationCustomer(models.Model):
    """Customers that the company decided not to pursue.

    ``do_not_pursue`` is the one test for board, campaigns and objectives: to read, to
    search, to group, and as :meth:`_sql_do_not_pursue` in queries.
    """

    _inherit = "reactivation.customer"

    do_not_pursue = fields.Boolean(
        string="Not Pursued",
        compute="_compute_do_not_pursue",
        search="_search_do_not_pursue",
        help="A sales manager decided not to run after this customer, who is served"
        " like everybody else.",
    )
    renunciation_id = fields.Many2one(
        "reactivation.renunciation",
        string="Decision Not to Pursue",
        compute="_compute_do_not_pursue",
        help="Proposed or in force.",
    )

    pursuit_text = fields.Char(
        string="Whether Pursued", compute="_compute_do_not_pursue"
    )

    @api.depends("profile_id.pursuit", "profile_id.renunciation_id")
    @api.depends_context("lang")
    def _compute_do_not_pursue(self):
        # sudo: who reads the customer may know; the decision keeps its own rules
        for customer, readable in zip(self, self.sudo(), strict=True):
            profile = readable.profile_id
            customer.do_not_pursue = profile.pursuit == "not_pursued"
            customer.renunciation_id = profile.renunciation_id.id
            customer.pursuit_text = profile.renunciation_id.notice_text

    def _search_do_not_pursue(self, operator, value):
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, query):
            held = self._sql_do_not_pursue(alias)
            return held if True in value else SQL("NOT %s", held)

        self.env["reactivation.profile"].flush_model(["pursuit"])
        return Domain.custom(to_sql=to_sql)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "do_not_pursue":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return self._sql_do_not_pursue(alias)

    @api.model
    def _sql_do_not_pursue(self, alias):
        """SQL condition: the customer of this table alias is not pursued."""
        return SQL(
            "EXISTS (SELECT 1 FROM reactivation_profile profile"
            " WHERE profile.id = %s AND profile.pursuit = 'not_pursued')",
            SQL.identifier(alias, "profile_id"),
        )

    def action_propose_not_to_pursue(self):
        """Propose not to pursue these customers, with what there is to say about it."""
        return self.env["reactivation.renunciation"]._open_proposal(
            self.partner_id, self.company_id
        )

    def action_open_renunciation(self):
        """Open the proposal or decision about this customer."""
        self.ensure_one()
        self.check_access("read")
        return self.renunciation_id.get_formview_action()
