import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tools import format_date

from ..models.reactivation_customer_retention import MANAGER

#: Customers named in the preview; the rest is counted.
SHOWN = 80


class ReactivationRetentionDecision(models.TransientModel):
    """Ask for consent, archive or anonymise: look at what would change, then approve.

    What is done is what was shown: the plan is made again and compared.
    """

    _name = "reactivation.retention.decision"
    _description = "Decision on Personal Data, Before It Is Done"

    customer_ids = fields.Many2many("reactivation.customer", required=True)
    decision = fields.Selection(
        [
            ("ask", "Ask for consent by e-mail"),
            ("archive", "Archive"),
            ("anonymise", "Anonymise"),
        ],
        required=True,
        default="ask",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    change_count = fields.Integer(compute="_compute_preview")
    fingerprint = fields.Char(
        compute="_compute_fingerprint",
        store=True,
        readonly=False,
        help="What the preview shows, to be compared with what is done.",
    )
    approved = fields.Boolean(
        string="I approve: this cannot be undone",
        help="Anonymised data cannot be restored, and is missing from the next backup"
        " too.",
    )

    @api.model
    def _check_may_decide(self, customers):
        """
        :raise AccessError: no sales manager, or customers of another company
        :raise RedirectWarning: decisions are switched off
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only sales managers decide on personal data. Ask yours.")
            )
        customers.check_access("read")
        off = customers.company_id.filtered(
            lambda company: not company.sudo().reactivation_retention_decides
        )  # sudo: a setting of the company
        if off:
            raise RedirectWarning(
                self.env._(
                    "%(company)s does not decide on personal data here. Switch it on in"
                    " the reactivation settings, under “Personal data”.",
                    company=off[0].name,
                ),
                self.env.ref("crm_reactivation.reactivation_settings_action").id,
                self.env._("Open the settings"),
            )

    # ------------------------------------------------------------------
    # THE PLAN
    # ------------------------------------------------------------------

    def _plan(self):
        """List of (customer, why nothing is done or "", what changes in words)."""
        customers = self.customer_ids._origin
        facts = customers._retention_facts() if customers else {}
        # sudo: what is counted of the customers belongs to many people
        counts = customers.sudo()._retention_counts() if customers else {}
        plan = []
        for customer in customers.sorted("id"):
            known, contact_id, staff = facts[customer.id]
            obstacle = self._obstacle(customer, known, contact_id, staff)
            told = "" if obstacle else self._told(known, counts[customer.id])
            plan.append((customer, obstacle, told))
        return plan

    def _obstacle(self, customer, facts, contact_id, staff):
        """Why this decision cannot be taken about a customer, in words."""
        env = self.env
        state = customer.retention_state
        if not state:
            return env._("in touch: its term has not ended")
        if self.decision == "ask":
            if not facts.email:
                return env._("cannot be asked by e-mail")
            if facts.asked_on:
                day = format_date(env, facts.asked_on)
                return env._("was asked on %s already", day)
            return ""
        if state == "soon":
            day = format_date(env, customer.retention_on)
            return env._("its term ends on %s", day)
        if facts.elsewhere:
            return env._("another company is in touch")
        if staff:
            return env._("one of the contacts is a user of Odoo")
        # sudo: whether the contact is archived
        if self.decision == "archive" and not customer.sudo().partner_id.active:
            return env._("archived already")
        return ""

    def _told(self, facts, counts):
        """What changes for one customer, in words."""
        env = self.env
        if self.decision == "ask":
            return env._("e-mail to %s", facts.email)
        told = [env._("%s contacts archived", counts["contacts"])]
        if counts["logins"]:
            told.append(env._("%s logins to the portal closed", counts["logins"]))
        if self.decision == "anonymise":
            told = [env._("%s contacts emptied and archived", counts["contacts"])]
            if counts["logins"]:
                told.append(env._("%s logins to the portal closed", counts["logins"]))
            if counts["named"]:
                told.append(
                    env._(
                        "%(count)s of them keep name, address and VAT number for"
                        " documents until %(day)s",
                        count=counts["named"],
                        day=format_date(env, facts.kept_until),
                    )
                )
            if counts["calls"] or counts["leads"]:
                emptied = env._(
                    "texts of %(calls)s calls and %(leads)s opportunities, messages and"
                    " files emptied",
                    calls=counts["calls"],
                    leads=counts["leads"],
                )
            else:
                emptied = env._("messages and files emptied")
            told.append(emptied)
        return ", ".join(told)

    @api.depends("customer_ids", "decision")
    def _compute_fingerprint(self):
        for dialog in self:
            dialog.fingerprint = dialog._printed(dialog._plan())

    @api.model
    def _printed(self, plan):
        return json.dumps([(row.id, why, told) for row, why, told in plan])

    @api.depends("customer_ids", "decision")
    def _compute_preview(self):
        for dialog in self:
            plan = dialog._plan()
            done = [row for row in plan if not row[1]]
            left = [row for row in plan if row[1]]
            shown = (done + left)[:SHOWN]
            dialog.change_count = len(done)
            dialog.preview = self.env["ir.qweb"]._render(
                "crm_reactivation.retention_preview",
                {
                    "rows": shown,
                    "more": len(plan) - len(shown),
                    "done": len(done),
                    "left": len(left),
                    "decision": dialog.decision,
                },
            )

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_apply(self):
        """Do what the preview shows, and note it in the log.

        :raise UserError: not approved, nothing to do, or something changed meanwhile
        """
        self.ensure_one()
        self._check_may_decide(self.customer_ids)
        if self.decision == "anonymise" and not self.approved:
            raise UserError(
                self.env._(
                    "Anonymised data does not come back. Look at the list, then tick"
                    " “I approve”."
                )
            )
        plan = self._plan()
        if self._printed(plan) != self.fingerprint:
            raise UserError(
                self.env._(
                    "Something changed since this list was made. Nothing was done:"
                    " close the dialog and decide again."
                )
            )
        chosen = [row for row in plan if not row[1]]
        if not chosen:
            raise UserError(
                self.env._(
                    "Nothing can be done about these customers: the list says why."
                )
            )
        customers = self.customer_ids.browse(customer.id for customer, *__ in chosen)
        # sudo: contacts, messages and leads of many people; the manager may decide
        # (see above) and the plan says what changes
        complete = getattr(self, f"_{self.decision}")(customers.sudo())
        log = self.env["reactivation.retention.log"]
        details = {customer.id: told for customer, __, told in chosen}
        if self.decision == "ask":
            details = {}  # the address is on the request, which anonymising empties
        log._note(customers, self.decision, details, complete)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s customers: done and noted in the log.",
                    count=len(customers),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _ask(self, customers):
        addresses = customers._retention_addresses()
        self.env["reactivation.consent"]._ask(customers, addresses)
        return customers.browse()

    def _archive(self, customers):
        customers._hide()
        return customers.browse()

    def _anonymise(self, customers):
        return customers._anonymise()
