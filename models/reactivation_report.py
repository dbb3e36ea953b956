from odoo import fields, models
from odoo.tools import SQL

from ..queries import report
from .reactivation_customer import VALUE_CLASS_HELP

#: Models whose rows the report is made of.
READ_FROM = (
    "reactivation.episode",
    "reactivation.credit",
    "reactivation.decision",
    "reactivation.call",
    "reactivation.touch",
)


class ReactivationReport(models.Model):
    """One row per card: what it was about, what was done, what came of it.

    A view over other tables, in pieces.  An add-on adds a figure by a field and an
    entry of ``_columns``, a table by an entry of ``_joins`` that finds at most one row
    per card.  Customers won back and recovered are counted as objectives do: different
    customers, and the amount, of credits that count.  What is counted of calls, steps
    and decisions is read only when asked for: ``prefetch=False``.
    """

    _name = "reactivation.report"
    _description = "Reactivation Analysis"
    _auto = False
    _order = "opened_on desc, id desc"
    _rec_name = "partner_id"

    episode_id = fields.Many2one("reactivation.episode", string="Card", readonly=True)
    customer_id = fields.Many2one(
        "reactivation.customer", string="Customer Figures", readonly=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        help="Who is credited with the comeback, else who has the card.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("reactivated", "Reactivated"),
            ("released", "Released"),
            ("not_pursued", "Not pursued"),
        ],
        readonly=True,
    )
    opened_on = fields.Date(readonly=True)
    closed_on = fields.Date(readonly=True)
    silent_since = fields.Date(string="Last Order before", readonly=True)
    back_on = fields.Date(string="Came Back On", readonly=True)
    return_band = fields.Selection(
        [
            ("00", "Within a month"),
            ("01", "After 1 month"),
            ("02", "After 2 months"),
            ("03", "After 3 months"),
            ("04", "After 4 to 6 months"),
            ("07", "After 7 to 12 months"),
            ("13", "After 13 to 18 months"),
            ("19", "After more than 18 months"),
            ("99", "Not back"),
        ],
        string="Time to Come Back",
        readonly=True,
        help="From the day the card was opened to the comeback.",
    )
    category_id = fields.Many2one("reactivation.category", readonly=True)
    computed_category_id = fields.Many2one(
        "reactivation.category", string="Category by Score", readonly=True
    )
    category_differs = fields.Boolean(string="Differs from the Score", readonly=True)
    value_class = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C")], readonly=True, help=VALUE_CLASS_HELP
    )
    policy_id = fields.Many2one("reactivation.policy", readonly=True)
    reason_id = fields.Many2one(
        "reactivation.reason", string="Why They Stopped", readonly=True
    )
    outcome_id = fields.Many2one(
        "reactivation.reason", string="Last Outcome", readonly=True
    )
    competitor = fields.Char(
        string="Other Solution",
        readonly=True,
        prefetch=False,
        help="The other solution named in the last call.",
    )
    missing_id = fields.Many2one(
        "reactivation.reason",
        string="What Is Missing There",
        readonly=True,
        prefetch=False,
        help="What the other solution lacks, by the last call that says so.",
    )
    call_channel = fields.Selection(
        [("call", "Call"), ("visit", "Visit"), ("other", "Other")],
        string="Last Contact By",
        readonly=True,
        prefetch=False,
    )
    campaign_id = fields.Many2one(
        "reactivation.campaign",
        readonly=True,
        prefetch=False,
        help="The campaign to which the comeback is attributed; if there is none, the"
        " last one that contacted the customer about this card.",
    )
    channel_id = fields.Many2one(
        "reactivation.channel", string="Campaign Channel", readonly=True, prefetch=False
    )
    assessment_id = fields.Many2one("reactivation.assessment", readonly=True)
    decision = fields.Selection(
        [("none", "Not decided"), ("go", "Go"), ("no_go", "No-Go")], readonly=True
    )
    recommended = fields.Selection(
        [("yes", "Yes"), ("later", "Later"), ("no", "No")],
        readonly=True,
        prefetch=False,
        help="What “Invest now?” said at the last decision.",
    )
    decided_otherwise = fields.Boolean(
        readonly=True,
        prefetch=False,
        help="Go where “Invest now?” said later or no, or No-Go where it said yes.",
    )
    credit_state = fields.Selection(
        [
            ("counted", "Counts"),
            ("unprompted", "Came back unprompted"),
            ("left_out", "Left out by a manager"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Counts or Not",
        readonly=True,
    )

    card_count = fields.Integer(string="Cards", readonly=True)
    assessed = fields.Integer(readonly=True, help="Cards with an assessment.")
    gone_for = fields.Integer(
        string="Go", readonly=True, help="Cards whose decision is Go."
    )
    contacted = fields.Integer(
        readonly=True,
        prefetch=False,
        help="Cards with a logged call or a campaign step carried out.",
    )
    closed = fields.Integer(readonly=True, help="Cards that are not open any more.")
    reactivated = fields.Integer(readonly=True, help="Cards closed by an order.")
    reactivation_rate = fields.Float(
        string="Reactivation Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Cards closed by an order, out of all cards here: open ones count as not"
        " back yet.",
    )
    closing_rate = fields.Float(
        string="Reactivated of Closed (%)",
        readonly=True,
        aggregator="avg",
        help="Cards closed by an order, out of the closed ones here: open cards are"
        " left out.",
    )
    relapsed = fields.Integer(
        readonly=True, help="Came back and were inactive again within 12 months."
    )
    days_to_return = fields.Integer(
        string="Days to Come Back",
        readonly=True,
        aggregator="avg",
        help="From the opening of the card to the comeback, of those who came back.",
    )
    won_back_id = fields.Many2one(
        "res.partner",
        string="Customers Won Back",
        readonly=True,
        help="Different customers with a credit that counts, as objectives count them.",
    )
    recovered_amount = fields.Monetary(
        string="Recovered",
        readonly=True,
        help="Amount of the credits that count, without taxes, less credit notes.",
    )
    at_stake_amount = fields.Monetary(
        string="At Stake a Year",
        readonly=True,
        help="Bought in the 365 days that ended on the last order.",
    )
    call_count = fields.Integer(
        string="Calls and Visits", readonly=True, prefetch=False
    )
    reached_count = fields.Integer(
        string="Reached",
        readonly=True,
        prefetch=False,
        help="Calls and visits in which somebody was reached.",
    )
    visit_count = fields.Integer(
        string="Visits",
        readonly=True,
        prefetch=False,
        help="Of the calls and visits, those face to face.",
    )
    replied = fields.Integer(
        readonly=True,
        prefetch=False,
        help="Cards whose customer answered an e-mail of a campaign.",
    )
    hours = fields.Float(
        readonly=True,
        prefetch=False,
        help="Duration of the calls and visits that were logged.",
    )
    cost = fields.Monetary(
        readonly=True,
        prefetch=False,
        help="Cost of campaign steps carried out, and hours at the cost per hour of the"
        " settings.",
    )

    @property
    def _table_query(self):
        for model in READ_FROM:
            self.env[model].flush_model()
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    def _columns(self):
        """Dict field -> SQL expression over the aliases of :meth:`_joins`."""
        return report.columns()

    def _joins(self):
        """Dict alias -> join to the table ``card``, in this order."""
        return dict(report.JOINS)

    def _select(self):
        return SQL(
            "SELECT %s",
            SQL(", ").join(
                SQL("%s AS %s", expression, SQL.identifier(name))
                for name, expression in self._columns().items()
            ),
        )

    def _from(self):
        return SQL(
            "FROM reactivation_episode card %s",
            SQL(" ").join(self._joins().values()),
        )

    def _where(self):
        """Cards opened by mistake are no history, unless a comeback was credited."""
        return report.where()

    def action_open_card(self):
        """Open the card that the row is about."""
        self.ensure_one()
        return self.episode_id.get_formview_action()
