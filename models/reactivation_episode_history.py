from collections.abc import Callable
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

#: Things that the history shows, the newest first.
SHOWN = 20


class Kind(NamedTuple):
    """One kind of document in the history of a customer."""

    label: str  # of one of them: "Invoice"
    plural: str
    model: str
    domain: Domain
    date: str  # field: day or moment
    who: str  # field: our person or the author
    amount: str | None = None  # field; its currency is the field's own
    counted: bool = True  # whether those one may not read are counted, too
    words: Callable | None = None  # document -> what it says; else its name
    opens: bool = True  # whether a click opens the document


class ReactivationEpisode(models.Model):
    """The history of a customer on one page.

    Documents are read with the rights of whoever looks: names and amounts of other
    people's documents stay theirs, their number is a total of the customer.  Meant for
    the form, one card at a time.
    """

    _inherit = "reactivation.episode"

    history_table = fields.Html(
        string="History", compute="_compute_history_table", sanitize=False
    )
    history_quotation_count = fields.Integer(
        compute="_compute_history_counts", aggregator=None
    )
    history_invoice_count = fields.Integer(
        compute="_compute_history_counts", aggregator=None
    )
    history_lead_count = fields.Integer(
        compute="_compute_history_counts", aggregator=None
    )
    history_meeting_count = fields.Integer(
        compute="_compute_history_counts", aggregator=None
    )

    def _history_catalogue(self):
        """Dict code -> :class:`Kind` of what the history shows of this customer.

        An add-on extends it with one more entry.
        """
        self.ensure_one()
        family = Domain("partner_id.commercial_partner_id", "=", self.partner_id.id)
        ours = Domain("company_id", "=", self.company_id.id)
        anyones = Domain("company_id", "in", [self.company_id.id, False])
        catalogue = {
            "order": Kind(
                self.env._("Order"),
                self.env._("orders"),
                "sale.order",
                family & ours & Domain("state", "=", "sale"),
                "date_order",
                "user_id",
                "amount_untaxed",
            ),
            "quotation": Kind(
                self.env._("Quotation"),
                self.env._("quotations"),
                "sale.order",
                family & ours & Domain("state", "!=", "sale"),
                "date_order",
                "user_id",
                "amount_untaxed",
            ),
            "invoice": Kind(
                self.env._("Invoice"),
                self.env._("invoices"),
                "account.move",
                family
                & ours
                & Domain("move_type", "=", "out_invoice")
                & Domain("state", "=", "posted"),
                "invoice_date",
                "invoice_user_id",
                "amount_untaxed",
            ),
            "credit_note": Kind(
                self.env._("Credit note"),
                self.env._("credit notes"),
                "account.move",
                family
                & ours
                & Domain("move_type", "=", "out_refund")
                & Domain("state", "=", "posted"),
                "invoice_date",
                "invoice_user_id",
                "amount_untaxed",
            ),
            "lead": Kind(
                self.env._("Opportunity"),
                self.env._("opportunities"),
                "crm.lead",
                family & anyones,
                "create_date",
                "user_id",
                "expected_revenue",
            ),
            "meeting": Kind(
                self.env._("Meeting"),
                self.env._("meetings"),
                "calendar.event",
                Domain("partner_ids.commercial_partner_id", "=", self.partner_id.id),
                "start",
                "user_id",
                counted=False,
            ),
            "call": Kind(
                self.env._("Call or visit"),
                self.env._("calls"),
                "reactivation.call",
                self._calls_domain(),
                "date",
                "user_id",
                words=lambda call: call._in_words(),
            ),
            "touch": self._touches_kind(),
            "message": self._messages_kind(),
        }
        if "helpdesk.ticket" in self.env:
            catalogue["ticket"] = Kind(
                self.env._("Ticket"),
                self.env._("tickets"),
                "helpdesk.ticket",
                family & anyones,
                "create_date",
                "user_id",
            )
        return catalogue

    def _touches_kind(self):
        """What campaigns sent; what salespeople did for them is a call or a message."""
        return Kind(
            self.env._("Campaign"),
            self.env._("campaign messages"),
            "reactivation.touch",
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", ["sent", "done"])
            & Domain("channel_id.carrier", "!=", "activity"),
            "date",
            "user_id",
            words=lambda touch: touch._in_words(),
            opens=False,
        )

    def _messages_kind(self):
        """What the customer's people wrote, and what was written on their contacts."""
        contacts = self.env["res.partner"]._search(
            [("commercial_partner_id", "=", self.partner_id.id)]
        )
        on_contacts = Domain("model", "=", "res.partner") & Domain(
            "res_id", "in", contacts
        )
        said = Domain("message_type", "in", ["email", "comment", "email_outgoing"])
        return Kind(
            self.env._("Message"),
            self.env._("messages"),
            "mail.message",
            said & (Domain("author_id", "in", contacts) | on_contacts),
            "date",
            "author_id",
            counted=False,
            words=_first_words,
            opens=False,
        )

    # ------------------------------------------------------------------
    # WHAT HAPPENED
    # ------------------------------------------------------------------

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_history_table(self):
        qweb = self.env["ir.qweb"]
        for card in self:
            if not card.partner_id:
                card.history_table = False
                continue
            catalogue = card._history_catalogue()
            rows = [row for kind in catalogue.values() for row in card._rows_of(kind)]
            rows.sort(key=lambda row: (row["day"], row["id"]), reverse=True)
            card.history_table = qweb._render(
                "crm_reactivation.history_table",
                {
                    "rows": rows[:SHOWN],
                    "hidden": [
                        *filter(None, map(card._tell_hidden, catalogue.values()))
                    ],
                    "more": len(rows) > SHOWN,
                },
            )

    def _rows_of(self, kind):
        """The newest documents of a kind that the reader may read, as dicts."""
        documents = self.env[kind.model]
        if not documents.has_access("read"):
            return []
        dated = kind.domain & Domain(kind.date, "!=", False)
        found = documents.search(dated, order=f"{kind.date} desc, id desc", limit=SHOWN)
        return [self._history_row(kind, document) for document in found]

    def _history_row(self, kind, document):
        moment = document[kind.date]
        if document._fields[kind.date].type == "datetime":
            tz = self.company_id._reactivation_tz()
            moment = fields.Datetime.context_timestamp(
                document.with_context(tz=tz), moment
            ).date()
        amount = kind.amount and document[kind.amount]
        return {
            "id": document.id,
            "day": moment,
            "date": format_date(self.env, moment),
            "kind": kind.label,
            "name": kind.words and kind.words(document) or document.display_name,
            "url": kind.opens and f"/odoo/{kind.model}/{document.id}",
            # sudo: a name beside a document that the reader may read
            "who": document[kind.who].sudo().name,
            "amount": amount
            and formatLang(
                self.env,
                amount,
                currency_obj=document[self._currency_name(kind, document)],
            ),
        }

    def _currency_name(self, kind, document):
        """Name of the field with the currency of the amounts of a kind."""
        return document._fields[kind.amount].get_currency_field(document)

    def _tell_hidden(self, kind):
        """How many documents of a kind belong to others, in words, if any."""
        if not kind.counted:
            return False
        documents = self.env[kind.model]
        # sudo: a number; totals of a customer are for whoever reads the customer
        total = documents.sudo().search_count(kind.domain)
        mine = documents.has_access("read") and documents.search_count(kind.domain)
        hidden = total - mine
        return hidden and self.env._(
            "%(count)s %(documents)s", count=hidden, documents=kind.plural
        )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_history_counts(self):
        for card in self:
            catalogue = card.partner_id and card._history_catalogue()
            for code in ("quotation", "invoice", "lead", "meeting"):
                documents = catalogue and self.env[catalogue[code].model]
                card[f"history_{code}_count"] = (
                    documents.search_count(catalogue[code].domain)
                    if catalogue and documents.has_access("read")
                    else 0
                )

    def action_open_history(self):
        """Open the documents of the kind that the context names (``history_kind``)."""
        self.ensure_one()
        kind = self._history_catalogue()[self.env.context["history_kind"]]
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.display_name}: {kind.plural}",
            "res_model": kind.model,
            "view_mode": "list,form",
            "domain": list(kind.domain),
            "context": {"create": False},
        }


def _first_words(message):
    """What a message begins with: its subject, else its text."""
    text = message.subject or message.preview or ""
    return text if len(text) <= 80 else text[:79] + "…"
