from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..engine import retention
from ..queries import campaign as reach_queries
from ..queries import retention as queries
from ..queries.opt_out import opted_out

RETENTION = [
    ("soon", "Ends soon"),
    ("reached", "To decide"),
    ("needless", "No document left"),
]
MANAGER = "sales_team.group_sale_manager"


class ReactivationCustomer(models.Model):
    """How long a customer's personal data may be used, and what is proposed then.

    Nothing is stored: the term moves with each contact.  ``retention_state`` is one SQL
    condition, for the list, the filters and the campaigns (``queries.retention``).
    """

    _inherit = "reactivation.customer"

    retention_state = fields.Selection(
        RETENTION,
        string="Personal Data",
        compute="_compute_retention",
        search="_search_retention_state",
        help="To decide: no contact for the whole term. No document left: archived, and"
        " no order, invoice or payment needs name and address any longer.",
    )
    retention_on = fields.Date(
        string="Not Used From",
        compute="_compute_retention",
        help="From this day on the customer is left out of campaigns. Any real contact"
        " moves it; opening an e-mail does not.",
    )
    retention_text = fields.Char(
        string="Personal Data, in Words", compute="_compute_retention"
    )
    kept_until = fields.Date(
        string="Documents Until",
        compute="_compute_retention_advice",
        groups=MANAGER,
        help="Until then orders, invoices or payments need name, address and VAT"
        " number.",
    )
    retention_advice = fields.Selection(
        [
            ("ask", "Ask for consent"),
            ("wait", "Wait"),
            ("archive", "Archive"),
            ("anonymise", "Anonymise"),
        ],
        string="Proposal",
        compute="_compute_retention_advice",
        groups=MANAGER,
    )
    retention_advice_text = fields.Char(
        string="Why", compute="_compute_retention_advice", groups=MANAGER
    )

    # ------------------------------------------------------------------
    # THE TERM
    # ------------------------------------------------------------------

    def _retention_clock(self):
        """The day that the term counts from, see ``queries.retention.clock``."""
        self.ensure_one()
        # sudo: a day of the customer's contact, who may belong to another salesperson
        created = self.sudo().partner_id.create_date
        return self.last_interaction_date or (created and created.date())

    @api.depends("last_interaction_date")
    @api.depends_context("lang")
    def _compute_retention(self):
        needless = self._needless()
        for customer in self:
            company = customer.company_id.sudo()  # sudo: settings of the company
            clock = customer._retention_clock()
            state = on = text = False
            if clock:
                on = retention.first_day(clock, company.reactivation_retention_months)
                days = company.reactivation_retention_warning_days
                soon_from = on - timedelta(days=days)
                today = company._reactivation_today()
                # sudo: whether the customer's contact is archived
                active = customer.sudo().partner_id.active
                if active and on <= today:
                    state = "reached"
                elif active and soon_from <= today:
                    state = "soon"
                elif customer in needless:
                    state = "needless"
                text = customer._retention_sentence(state, clock, on)
            customer.retention_state = state
            customer.retention_on = on
            customer.retention_text = text

    def _needless(self):
        """Those of the customers whose archived data no document needs any longer."""
        # sudo: whether the customer's contact is archived
        archived = self.filtered(lambda customer: not customer.sudo().partner_id.active)
        if not archived._origin:
            return self.browse()
        return archived.search(
            Domain("id", "in", archived._origin.ids)
            & Domain("retention_state", "in", ["needless"])
        )

    def _retention_sentence(self, state, clock, on):
        if state == "soon":
            return self.env._(
                "Last contact on %(last)s: unless you are in touch before %(day)s,"
                " campaigns leave this customer out.",
                last=format_date(self.env, clock),
                day=format_date(self.env, on),
            )
        if state == "reached":
            return self.env._(
                "No contact since %(last)s: campaigns leave this customer out. A call"
                " or an answer changes that.",
                last=format_date(self.env, clock),
            )
        return False

    def _search_retention_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: settings of companies; the rows have their own rules
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        wanted = [state for state, __ in RETENTION if state in value]

        def to_sql(model, alias, query):
            found = SQL(" OR ").join(
                SQL("(%s)", self._retention_sql(state, alias, company))
                for company in companies
                for state in wanted
            )
            found = SQL("(%s)", found) if wanted else SQL("FALSE")
            if False not in value:
                return found
            every = self._search_retention_state("in", [name for name, __ in RETENTION])
            none = SQL("NOT %s", every._to_sql(model, alias, query))
            return SQL("(%s OR %s)", found, none)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _retention_sql(self, state, alias, company):
        """SQL condition on the table ``alias``: the customer is in this state."""
        now = company._reactivation_retention_from()
        if state == "reached":
            return queries.reached(alias, company.id, now, active=True)
        if state == "soon":
            days = company.reactivation_retention_warning_days
            then = company._reactivation_retention_from(days)
            return SQL(
                "%s AND NOT (%s)",
                queries.reached(alias, company.id, then, active=True),
                queries.reached(alias, company.id, now, active=True),
            )
        return SQL(
            "%s AND %s",
            queries.reached(alias, company.id, now, active=False),
            queries.needless(alias, company._reactivation_documents_from()),
        )

    # ------------------------------------------------------------------
    # WHAT IS PROPOSED
    # ------------------------------------------------------------------

    def _retention_facts(self):
        """Dict customer id -> (``engine.retention.Facts``, contact id, staff).

        In a fixed number of queries; for who may decide.
        """
        self.env.flush_all()
        # sudo: documents and other companies count whoever looks; nothing of them is
        # told but that they exist
        me = self.sudo()
        by_email = me._retention_addresses()
        found = {}
        rows = {}
        for company, customers in me.grouped("company_id").items():
            today = company._reactivation_today()
            for row in me.env.execute_query(queries.facts(customers.ids, today)):
                rows[row[0]] = row
        for customer in me:
            company = customer.company_id
            __, ___, ____, document_on, elsewhere, staff, asked_on, answer = rows[
                customer.id
            ]
            kept_until = None
            if document_on:
                months = 12 * company.reactivation_document_years
                day = timedelta(days=1)
                kept_until = retention.first_day(document_on - day, months) - day
                if kept_until < company._reactivation_today():
                    kept_until = None
            contact_id, email = by_email.get(customer.id, (None, ""))
            facts = retention.Facts(
                today=company._reactivation_today(),
                reached=customer.retention_state in ("reached", "needless"),
                kept_until=kept_until,
                elsewhere=elsewhere,
                email="" if customer.retention_state == "needless" else email,
                asked_on=asked_on,
                answer=answer or "",
            )
            found[customer.id] = (facts, contact_id, staff)
        return found

    def _retention_addresses(self):
        """Dict customer id -> (contact id, e-mail) of who may be asked by e-mail."""
        reach = reach_queries.reach(self.ids)
        rows = self.env.execute_query(
            SQL(
                "SELECT customer_id, contact_id, email FROM (%s) reach"
                " WHERE email_normalized IS NOT NULL AND NOT %s",
                reach,
                opted_out(SQL("reach.email_normalized")),
            )
        )
        return {customer_id: (contact, email) for customer_id, contact, email in rows}

    @api.depends("last_interaction_date")
    @api.depends_context("lang")
    def _compute_retention_advice(self):
        listed = self.filtered("retention_state")
        facts = listed._retention_facts() if listed else {}
        for customer in self:
            customer.kept_until = False
            customer.retention_advice = False
            customer.retention_advice_text = False
            if customer.id in facts:
                known = facts[customer.id][0]
                verdict = retention.advise(known)
                customer.kept_until = known.kept_until
                customer.retention_advice = verdict.value
                customer.retention_advice_text = ", ".join(
                    customer._retention_words(reason) for reason in verdict.reasons
                )

    def _retention_words(self, reason):
        """One reason of the engine in words."""

        def day(name):
            return format_date(self.env, reason.facts[name])

        env = self.env
        words = dict(
            email=lambda: env._("by e-mail to %s", reason.facts["email"]),
            asked=lambda: env._("asked on %s, no answer yet", day("on")),
            refused=lambda: env._("said no"),
            silent=lambda: env._("asked on %s, never answered", day("on")),
            no_email=lambda: env._("cannot be asked by e-mail"),
            elsewhere=lambda: env._("another company is in touch"),
            not_yet=lambda: env._("the term has not ended yet"),
            documents=lambda: env._(
                "documents need name and address until %s", day("until")
            ),
            no_document=lambda: env._("no document needs the data"),
        )
        return words[reason.code]()

    def action_decide_retention(self):
        """Open the dialog of a decision about these customers."""
        dialog = self.env["reactivation.retention.decision"]
        dialog._check_may_decide(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide on personal data"),
            "res_model": dialog._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_customer_ids": self.ids,
                "default_decision": self._usual_advice(),
            },
        }

    def _usual_advice(self):
        """What is proposed for most of these customers; asking when nothing is."""
        proposals = [
            customer.retention_advice
            for customer in self
            if customer.retention_advice in ("ask", "archive", "anonymise")
        ]
        return max(proposals, key=proposals.count, default="ask")
