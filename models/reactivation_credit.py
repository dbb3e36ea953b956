from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..queries import credit
from ..queries.planner import bulk


class ReactivationCredit(models.Model):
    """Proof of one reactivation: who gets the credit, for how much.

    Made when a card is closed by a purchase and kept with it.  The amount is what the
    customer bought in the attribution window, net of credit notes; at zero the credit
    is withdrawn.  People never write here: a manager corrects through the dialog
    ``reactivation.credit.correction``, and what he decided stays.
    """

    _name = "reactivation.credit"
    _description = "Reactivation Credit"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    episode_id = fields.Many2one(
        "reactivation.episode",
        string="Card",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        related="episode_id.partner_id", store=True, index=True
    )
    customer_id = fields.Many2one(related="episode_id.customer_id")
    company_id = fields.Many2one(related="episode_id.company_id", store=True)
    currency_id = fields.Many2one(related="episode_id.currency_id", store=True)
    category_id = fields.Many2one(related="episode_id.category_id")
    opened_on = fields.Date(related="episode_id.opened_on")
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(
        string="Comeback Document", model_field="origin_model", readonly=True
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Comeback Order",
        readonly=True,
        index="btree_not_null",
    )
    date = fields.Date(
        required=True, readonly=True, help="Day of the comeback, where the company is."
    )
    until = fields.Date(
        string="Attributed Until",
        required=True,
        readonly=True,
        help="Purchases up to this day belong to the comeback.",
    )
    amount = fields.Monetary(
        string="Recovered",
        readonly=True,
        tracking=True,
        help="Bought from the comeback to the end of the attribution window, without"
        " taxes, less credit notes.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        index="btree_not_null",
        tracking=True,
        help="Had the card on the day of the comeback.",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        readonly=True,
        index="btree_not_null",
        tracking=True,
        help="At the time: it stays when people change teams.",
    )
    unprompted = fields.Boolean(
        string="Came Back Unprompted",
        readonly=True,
        help="The card was in a column that is left alone without a critical need, and"
        " there was none.",
    )
    is_reassigned = fields.Boolean(
        readonly=True, help="A manager decided who gets the credit."
    )
    correction = fields.Selection(
        [("count", "Counts"), ("leave_out", "Does not count")],
        readonly=True,
        tracking=True,
        help="Decided by a manager; the refresh leaves it as it is.",
    )
    state = fields.Selection(
        [
            ("counted", "Counts"),
            ("unprompted", "Came back unprompted"),
            ("left_out", "Left out by a manager"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
        store=True,
        tracking=True,
        help="Withdrawn: what was bought was cancelled or credited in full.",
    )
    counted = fields.Boolean(
        compute="_compute_state",
        store=True,
        help="Counts for objectives.",
    )

    _episode_uniq = models.Constraint(
        "UNIQUE (episode_id)", "A card has one credit: a silence ends once."
    )
    _counted = models.Index("(company_id, date) WHERE counted")

    @api.depends("amount", "unprompted", "correction")
    def _compute_state(self):
        for record in self:
            record.state = record._standing()
            record.counted = record.state == "counted"

    def _standing(self):
        """What the credit is worth: a manager decides on what was really bought."""
        if self.currency_id.is_zero(self.amount):
            return "withdrawn"
        if self.correction:
            return "left_out" if self.correction == "leave_out" else "counted"
        return "unprompted" if self.unprompted else "counted"

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "%(customer)s, back on %(date)s",
                customer=record.partner_id.display_name,
                date=format_date(self.env, record.date),
            )

    def _take_over(self, vals):
        """The card was closed again, by another purchase: what a manager decided stays.

        :param vals: see ``reactivation.episode._prepare_credits``
        """
        self.ensure_one()
        kept = {"user_id", "team_id"} if self.is_reassigned else set()
        self.write({name: value for name, value in vals.items() if name not in kept})

    @api.model
    def _amount_pieces(self, company):
        """(purchase sources, SQL of credit notes) for the customers ``came``."""
        came = SQL("contact.commercial_partner_id IN (SELECT partner_id FROM came)")
        customers = self.env["reactivation.customer"]
        own = SQL("contact.commercial_partner_id = span.partner_id")
        notes = customers._credit_notes(company, own, credit.within_span)
        return customers._purchase_sources(company, came), notes

    @api.model
    def _refresh_amounts(self, company, scope):
        """Write what has been bought by now, by differences, in one statement.

        States follow through the ORM, so that the chatter tells what happened.

        :param scope: SQL condition on ``contact``
        """
        self.env.flush_all()
        sources, notes = self._amount_pieces(company)
        settled_before = company._reactivation_today() - timedelta(
            days=credit.SETTLED_AFTER_DAYS
        )
        rows = self.env.execute_query(
            bulk(
                credit.moved_amounts(
                    company.id,
                    scope,
                    settled_before,
                    sources,
                    notes,
                    company.currency_id.decimal_places,
                )
            )
        )
        changed = self.browse(row_id for (row_id,) in rows)
        changed.invalidate_recordset(["amount"], flush=False)
        changed.modified(["amount"])

    def action_open_card(self):
        """Open the card that was closed by this comeback."""
        self.ensure_one()
        return self.episode_id.get_formview_action()

    def action_open_origin(self):
        """Open the document that ended the silence."""
        self.ensure_one()
        return self.env[self.origin_model].browse(self.origin_id).get_formview_action()
