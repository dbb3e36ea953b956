from odoo import fields, models


class ReactivationTouch(models.Model):
    """One step for one customer: planned, carried out, skipped or failed.

    Written by the runner; unique per enrolment and step, so that nobody gets a step
    twice, whatever crashes.
    """

    _name = "reactivation.touch"
    _description = "Campaign Contact"
    _order = "date desc, id desc"
    _rec_name = "step_id"

    enrollment_id = fields.Many2one(
        "reactivation.enrollment", required=True, ondelete="cascade", index=True
    )
    campaign_id = fields.Many2one(
        "reactivation.campaign", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    customer_id = fields.Many2one(
        "reactivation.customer",
        string="Customer Figures",
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", index=True
    )
    episode_id = fields.Many2one(
        "reactivation.episode", string="Card", ondelete="set null", index=True
    )
    user_id = fields.Many2one("res.users", string="Salesperson", ondelete="set null")
    step_id = fields.Many2one(
        "reactivation.campaign.step", required=True, ondelete="cascade", index=True
    )
    channel_id = fields.Many2one("reactivation.channel", ondelete="restrict")
    carrier = fields.Selection(related="channel_id.carrier")
    wave = fields.Integer(
        string="Round", help="How many times the customer entered the campaign."
    )
    date = fields.Date(string="Day", required=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("sent", "Sent"),
            ("done", "Done"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
    )
    refusal = fields.Selection(
        [
            ("opted_out", "Opted out"),
            ("refused", "Refuses this channel"),
            ("no_address", "No address for this channel"),
            ("duplicate", "Same address as another customer"),
            ("condition", "Condition not met"),
        ],
        string="Why Skipped",
    )
    error = fields.Char(string="What Went Wrong", readonly=True)
    attempts = fields.Integer()
    cost = fields.Float(digits="Product Price")
    sent_on = fields.Date()
    opened_on = fields.Date(string="Opened")
    clicked_on = fields.Date(string="Clicked")
    replied_on = fields.Date(string="Replied")
    bounced_on = fields.Date(string="Bounced")
    done_on = fields.Date()
    mailing_id = fields.Many2one(
        "mailing.mailing", ondelete="set null", index="btree_not_null"
    )
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null"
    )

    _once = models.Constraint(
        "UNIQUE (enrollment_id, step_id, wave)", "Each step is taken once."
    )

    def _in_words(self):
        """Campaign and step, as in the summary of an activity."""
        self.ensure_one()
        return f"{self.campaign_id.name}: {self.step_id.name}"
