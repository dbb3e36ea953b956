from odoo import fields, models

STATUSES = [("lead", "Lead"), ("prospect", "Prospect"), ("customer", "Customer")]


class ReactivationLifecycle(models.Model):
    """One dated change of status: lead, prospect, customer.  Written by the refresh."""

    _name = "reactivation.lifecycle"
    _description = "Change of Customer Status"
    _order = "date desc, id desc"
    _rec_name = "new_status"
    _log_access = False

    customer_id = fields.Many2one(
        "reactivation.customer", required=True, ondelete="cascade", index=True
    )
    date = fields.Date(required=True)
    old_status = fields.Selection(STATUSES, string="From")
    new_status = fields.Selection(STATUSES, string="To")
