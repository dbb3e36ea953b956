from odoo import api, models
from odoo.fields import Domain

from ..queries import retention as queries

#: Addresses that a document names: they stay as long as it is needed.
ADDRESS = (
    *("name", "street", "street2", "zip", "city", "state_id", "vat"),
    "company_registry",
)
#: Everything else of a contact that says who it is.
CONTACT = (
    *("email", "phone", "website", "function", "comment", "image_1920", "ref"),
    *("barcode", "company_name", "partner_latitude", "partner_longitude"),
)
LEAD = (
    *("contact_name", "partner_name", "email_from", "email_cc", "phone", "website"),
    *("function", "street", "street2", "zip", "city", "state_id", "description"),
)
MESSAGE_ADDRESSES = (
    *("email_from", "reply_to", "incoming_email_to", "incoming_email_cc"),
    "outgoing_email_to",
)
FREE_TEXT = ("char", "text", "html", "binary", "image")


class ReactivationCustomer(models.Model):
    """Anonymising customers, with their contacts and all that was written about them.

    Orders, invoices and payments are not touched, to the last column.
    """

    _inherit = "reactivation.customer"

    def _family(self):
        """The customers' companies with all their contacts, archived ones, too."""
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners.search(
            Domain("commercial_partner_id", "in", self.partner_id.ids)
        )

    def _still_named(self, family):
        """Those of the contacts that a document needs; with one, its company, too."""
        self.env.flush_all()
        named = family.browse()
        for company, customers in self.grouped("company_id").items():
            ours = family.filtered(
                lambda p, c=customers: p.commercial_partner_id in c.partner_id
            )
            rows = self.env.execute_query(
                queries.needed_by_documents(
                    ours.ids, company._reactivation_documents_from()
                )
            )
            found = family.browse(row_id for (row_id,) in rows)
            named |= found | found.commercial_partner_id
        return named

    def _retention_counts(self):
        """Dict customer id -> dict of what a decision would touch, in few queries."""
        family = self._family()
        named = self._still_named(family)
        logins = self.env["res.users"].search(Domain("partner_id", "in", family.ids))
        leads = self.env["crm.lead"].with_context(active_test=False)
        leads = leads.search(Domain("partner_id", "in", family.ids))
        calls = self.env["reactivation.call"].search(
            Domain("partner_id", "in", self.partner_id.ids)
        )
        counts = {}
        for customer in self:
            counts[customer.partner_id] = dict.fromkeys(
                ("contacts", "named", "logins", "leads", "calls"), 0
            )
        for name, partners in (
            ("contacts", list(family)),
            ("named", list(named)),
            ("logins", [login.partner_id for login in logins]),
            ("leads", [lead.partner_id for lead in leads]),
            ("calls", [call.partner_id for call in calls]),
        ):
            for partner in partners:
                counts[partner.commercial_partner_id][name] += 1
        return {customer.id: counts[customer.partner_id] for customer in self}

    def _hide(self):
        """Archive the customers with their contacts; logins to the portal end."""
        family = self._family()
        logins = self.env["res.users"].with_context(active_test=False)
        logins = logins.search(Domain("partner_id", "in", family.ids))
        logins.filtered("active").action_archive()
        # otherwise Odoo takes the archived logins for active ones
        family = family.with_context(active_test=True)
        family.filtered("active").action_archive()
        self._end_reactivation()

    def _end_reactivation(self):
        """Campaigns end, cards close."""
        enrollments = self.env["reactivation.enrollment"]
        enrollments.search(Domain("customer_id", "in", self.ids))._leave("archived")
        for company, customers in self.grouped("company_id").items():
            self._follow(customers.partner_id, company)

    def _anonymise(self):
        """Empty what is personal; what a document needs stays.

        :return: the customers of whom nothing is left
        """
        family = self._family()
        named = self._still_named(family)
        self._hide()
        self._close_logins(family)
        self._empty_mailings(family)
        self._empty_texts()
        self._empty_leads(family)
        self._empty_chatter(family)
        self._empty_contacts(family, named)
        return self.filtered(lambda customer: customer.partner_id not in named)

    def _close_logins(self, family):
        """The name of a login is the e-mail address."""
        logins = self.env["res.users"].with_context(active_test=False)
        for login in logins.search(Domain("partner_id", "in", family.ids)):
            login.write({"login": f"anonymised-{login.id}", "password": ""})

    def _empty_contacts(self, family, named):
        """Empty the contacts themselves, without touching a column of documents."""
        own = self._own_text_fields("res.partner")
        everything = self._known_fields("res.partner", CONTACT) | own
        address = self._known_fields("res.partner", ADDRESS) - {"name"}
        # invoices keep the name they were written to; Odoo would rewrite it
        moves = self.env["account.move"].search(Domain("partner_id", "in", family.ids))
        shown = moves._fields["invoice_partner_display_name"]
        free = family - named
        banks = free.bank_ids.with_context(active_test=False)
        used = (
            self.env["account.payment"]
            .search(Domain("partner_bank_id", "in", banks.ids))
            .partner_bank_id
        )
        used |= (
            self.env["account.move"]
            .search(Domain("partner_bank_id", "in", banks.ids))
            .partner_bank_id
        )
        (banks - used).unlink()
        with self.env.protecting([shown], moves):
            family.write(dict.fromkeys(everything, False))
            companies = free.filtered(lambda p: p == p.commercial_partner_id)
            contacts = free - companies
            companies.write(
                {
                    "name": self.env._("Anonymised customer"),
                    **dict.fromkeys(address, False),
                }
            )
            contacts.write(
                {
                    "name": self.env._("Anonymised contact"),
                    **dict.fromkeys(address, False),
                }
            )
            self.env.flush_all()

    def _empty_leads(self, family):
        leads = self.env["crm.lead"].with_context(
            active_test=False, tracking_disable=True
        )
        names = self._known_fields("crm.lead", LEAD) | self._own_text_fields("crm.lead")
        leads.search(Domain("partner_id", "in", family.ids)).write(
            {
                **dict.fromkeys(names, False),
                "name": self.env._("Anonymised opportunity"),
            }
        )

    def _empty_chatter(self, family):
        """Empty messages, files and old values of contacts, leads and our records."""
        messages = self.env["mail.message"]
        files = self.env["ir.attachment"]
        done = activities = self.env["mail.activity"].with_context(active_test=False)
        for model, ids in self._chatters(family).items():
            messages |= messages.search(
                Domain("model", "=", model) & Domain("res_id", "in", ids)
            )
            here = Domain("res_model", "=", model) & Domain("res_id", "in", ids)
            files |= files.search(here)
            done |= activities.search(here)
        names = {*ADDRESS, *CONTACT, *LEAD}
        names.update(*(texts for __, texts in self._personal_catalogue().values()))
        values = self.env["mail.tracking.value"].search(
            Domain("mail_message_id", "in", messages.ids)
            & Domain("field_id.name", "in", list(names))
        )
        values.unlink()
        files.unlink()
        messages.write({"body": False, "subject": False, "record_name": False})
        done.write({"summary": False, "note": False, "feedback": False})
        messages |= messages.search(Domain("author_id", "in", family.ids))
        messages.write(dict.fromkeys(MESSAGE_ADDRESSES, False))
        self._empty_sent(messages, family)

    def _chatters(self, family):
        """Dict model -> ids of the records whose chatter is emptied."""
        found = {"res.partner": family.ids}
        leads = self.env["crm.lead"].with_context(active_test=False)
        found["crm.lead"] = leads.search(Domain("partner_id", "in", family.ids)).ids
        for model, (path, __) in self._personal_catalogue().items():
            records = self.env[model].with_context(active_test=False)
            if "message_ids" in records._fields:
                domain = Domain(path, "in", self.partner_id.ids)
                found[model] = records.search(domain).ids
        return found

    @api.model
    def _known_fields(self, model, names):
        """Those of the names that are fields here: apps add and remove some."""
        return {name for name in names if name in self.env[model]._fields}

    @api.model
    def _own_text_fields(self, model):
        """Names of the texts and files that the company added by itself."""
        return {
            name
            for name, field in self.env[model]._fields.items()
            if field.manual
            and field.type in FREE_TEXT
            and not (field.readonly or field.related or field.compute)
        }
