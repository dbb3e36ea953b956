from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import signals


class Signal(NamedTuple):
    """One entry of the catalogue of signals."""

    label: str  # what happened, in words: "E-mail opened"
    model: str  # model of the source documents
    piece: object  # function (company, scope) -> SQL, see ``queries.signals``
    interest: bool  # a sign of interest of the customer ("still reacts")
    interaction: bool  # a real interaction: restarts the retention clock
    badge: str = ""  # the same in a word or two, for the card; else the label


class ReactivationSignal(models.AbstractModel):
    """The catalogue of signals: what else than orders tells about a customer.

    An add-on adds a signal by extending :meth:`_catalogue` with one more entry;
    rules, points, the last interaction and the explanation follow.
    """

    _name = "reactivation.signal"
    _description = "Catalogue of Reactivation Signals"

    @api.model
    def _catalogue(self):
        """Dict code -> :class:`Signal` of the signals that this database can give.

        Signals of an app appear when the app is installed.
        """
        catalogue = {**self._mail_signals(), **self._people_signals()}
        catalogue.update(self._app_signals())
        return catalogue

    @api.model
    def _mail_signals(self):
        def mailing(column):
            # reads the piece ``mailed``, which is restricted to the scope
            return lambda company, scope: signals.mailing(
                column, company._reactivation_tz()
            )

        trace = "mailing.trace"
        return {
            "mail_open": Signal(
                self.env._("E-mail opened"),
                trace,
                mailing("open_datetime"),
                True,
                False,
                badge=self.env._("Opened"),
            ),
            "mail_click": Signal(
                self.env._("Link clicked"),
                trace,
                mailing("links_click_datetime"),
                True,
                True,
                badge=self.env._("Clicked"),
            ),
            "mail_reply": Signal(
                self.env._("Mailing answered"),
                trace,
                mailing("reply_datetime"),
                True,
                True,
                badge=self.env._("Answered"),
            ),
            "message": Signal(
                self.env._("Message received"),
                "mail.message",
                lambda company, scope: signals.messages(
                    company.id, company._reactivation_tz(), scope
                ),
                True,
                True,
                badge=self.env._("Wrote"),
            ),
            "opt_out": Signal(
                self.env._("Opted out of mailings"),
                "res.partner",
                lambda company, scope: signals.opt_outs(
                    company._reactivation_tz(), scope
                ),
                False,
                False,
            ),
        }

    @api.model
    def _people_signals(self):
        website = "website.visitor" in self.env
        return {
            "meeting": Signal(
                self.env._("Meeting held"),
                "calendar.event",
                lambda company, scope: signals.meetings(
                    company._reactivation_tz(), fields.Datetime.now(), scope
                ),
                False,
                True,
            ),
            "contact": Signal(
                self.env._("Call or visit done"),
                "mail.activity",
                lambda company, scope: signals.done_activities(
                    company.id, company._reactivation_tz(), scope
                ),
                False,
                True,
            ),
            "call": Signal(
                self.env._("Call or visit logged"),
                "reactivation.call",
                lambda company, scope: signals.logged_calls(
                    company.id, company._reactivation_tz(), SQL("call.reached"), scope
                ),
                False,
                True,
            ),
            "need": Signal(
                self.env._("Said that they need it now"),
                "reactivation.call",
                lambda company, scope: signals.logged_calls(
                    company.id,
                    company._reactivation_tz(),
                    SQL("call.effect = 'need_now'"),
                    scope,
                ),
                True,
                True,
            ),
            "visit": Signal(
                self.env._("Logged-in visit of portal or website"),
                "res.users",
                lambda company, scope: signals.visits(
                    company._reactivation_tz(), scope, website
                ),
                True,
                False,
                badge=self.env._("Visited"),
            ),
            "quotation": Signal(
                self.env._("Quotation sent, not confirmed"),
                "sale.order",
                lambda company, scope: signals.open_quotations(
                    company.id, company._reactivation_tz(), scope
                ),
                True,
                False,
                badge=self.env._("Quotation"),
            ),
            "signed": Signal(
                self.env._("Document signed"),
                "sale.order",
                lambda company, scope: signals.signed_documents(
                    company.id, company._reactivation_tz(), scope
                ),
                True,
                True,
                badge=self.env._("Signed"),
            ),
            "consent": Signal(
                self.env._("Consent to further contact"),
                "reactivation.consent",
                lambda company, scope: signals.consents(company.id, scope),
                False,
                True,
            ),
            "payment": Signal(
                self.env._("Payment received"),
                "account.payment",
                lambda company, scope: signals.payments(company.id, scope),
                False,
                False,
            ),
            "social": Signal(
                self.env._("Social media interaction"),
                "reactivation.observation",
                lambda company, scope: signals.hand_fed(company.id, "social", scope),
                True,
                False,
                badge=self.env._("Social media"),
            ),
            "contract_end": Signal(
                self.env._("Contract ended, not renewed"),
                "reactivation.observation",
                lambda company, scope: signals.hand_fed(
                    company.id, "contract_end", scope
                ),
                False,
                False,
            ),
        }

    @api.model
    def _app_signals(self):
        """Signals of apps that may be installed: events, surveys, shop, support."""
        found = {}

        def documents(table, moment, condition):
            return lambda company, scope: signals.documents(
                table, moment, condition, company._reactivation_tz(), scope
            )

        if "event.registration" in self.env:
            found["event"] = Signal(
                self.env._("Event attended"),
                "event.registration",
                documents(
                    "event_registration",
                    SQL("COALESCE(document.date_closed, document.create_date)"),
                    SQL("document.active AND document.state = 'done'"),
                ),
                True,
                True,
                badge=self.env._("Attended"),
            )
        if "survey.user_input" in self.env:
            found["survey"] = Signal(
                self.env._("Survey answered"),
                "survey.user_input",
                documents(
                    "survey_user_input",
                    SQL("COALESCE(document.end_datetime, document.create_date)"),
                    SQL("document.state = 'done' AND document.test_entry IS NOT TRUE"),
                ),
                True,
                True,
                badge=self.env._("Survey"),
            )
        if "website_id" in self.env["sale.order"]._fields:
            found["cart"] = Signal(
                self.env._("Cart abandoned"),
                "sale.order",
                documents(
                    "sale_order",
                    SQL("document.date_order"),
                    signals.CART,
                ),
                True,
                False,
                badge=self.env._("Cart left"),
            )
        if "helpdesk.ticket" in self.env:
            found["support"] = Signal(
                self.env._("Support contacted"),
                "helpdesk.ticket",
                documents("helpdesk_ticket", SQL("document.create_date"), SQL("TRUE")),
                True,
                True,
                badge=self.env._("Asked for help"),
            )
        return found

    @api.model
    def _selection_signal(self):
        """Signals a rule can be about: orders first, then the catalogue."""
        labels = [(code, entry.label) for code, entry in self._catalogue().items()]
        return [("order", self.env._("Order")), *labels]
