from odoo import api, fields, models
from odoo.exceptions import UserError

DECISIONS = [
    ("ask", "Asked for consent"),
    ("yes", "Consent given"),
    ("no", "Consent refused"),
    ("archive", "Archived"),
    ("anonymise", "Anonymised"),
]


class ReactivationRetentionLog(models.Model):
    """What was decided about the personal data of a customer, why, and what changed.

    Written by the decisions only, never changed.  It holds no personal data: the
    customer is a number once anonymised.
    """

    _name = "reactivation.retention.log"
    _description = "Decision on Personal Data"
    _order = "id desc"
    _rec_name = "date"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Decided By",
        readonly=True,
        ondelete="restrict",
        help="Empty: the customer, by the link in the e-mail.",
    )
    customer_id = fields.Many2one(
        "reactivation.customer",
        string="Customer Today",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    partner_number = fields.Integer(
        string="Contact Number",
        required=True,
        readonly=True,
        index=True,
        aggregator=None,
        help="Number of the contact in the database.",
    )
    decision = fields.Selection(DECISIONS, required=True, readonly=True)
    last_interaction_date = fields.Date(string="Last Contact", readonly=True)
    is_complete = fields.Boolean(
        string="Nothing Left",
        readonly=True,
        help="No document needed name and address: nothing of them is left.",
    )
    purpose = fields.Text(required=True, readonly=True)
    duration = fields.Text(required=True, readonly=True)
    details = fields.Text(string="What Changed", readonly=True)

    @api.model
    def _note(self, customers, decision, details, complete=()):
        """Note a decision, one record per customer.

        :param details: dict customer id -> what changed, in words
        :param complete: customers of whom nothing personal is left
        """
        # sudo: nobody writes the log but the decisions
        log = self.sudo()
        by_user = decision not in ("yes", "no")  # the customer's own answers
        return log.create(
            [
                log._prepare_log_vals(customer)
                | {
                    "decision": decision,
                    "user_id": self.env.uid if by_user else False,
                    "details": details.get(customer.id),
                    "is_complete": customer in complete,
                }
                for customer in customers
            ]
        )

    @api.model
    def _prepare_log_vals(self, customer):
        """What is noted of every decision about a customer."""
        purpose, duration = customer.company_id._reactivation_retention_texts()
        return {
            "company_id": customer.company_id.id,
            "customer_id": customer.id,
            "partner_number": customer.partner_id.id,
            "last_interaction_date": customer._retention_clock(),
            "purpose": purpose,
            "duration": duration,
        }

    def write(self, vals):
        if vals:
            raise UserError(self._unchangeable())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._unchangeable())

    def _unchangeable(self):
        return self.env._(
            "The log of decisions on personal data cannot be changed or deleted: it"
            " proves what was done."
        )
