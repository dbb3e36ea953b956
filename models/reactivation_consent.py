from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq
from odoo.tools import hmac as tools_hmac

from .reactivation_enrollment_answer import MAX_ANSWERS

TEMPLATE = "crm_reactivation.mail_template_consent"


class ReactivationConsent(models.Model):
    """A customer was asked whether we may go on writing, and what they answered.

    *Yes* is a real contact: it starts the term of the personal data again (signal
    ``consent``).  *No* closes the address to mailings.
    """

    _name = "reactivation.consent"
    _description = "Request for Consent"
    _order = "id desc"
    _rec_name = "customer_id"

    customer_id = fields.Many2one(
        "reactivation.customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    contact_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    email = fields.Char(string="Asked At", readonly=True)
    asked_on = fields.Date(required=True, readonly=True)
    asked_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    purpose = fields.Text(readonly=True, help="What the customer was told.")
    duration = fields.Text(string="Kept For", readonly=True)
    answer = fields.Selection([("yes", "Yes"), ("no", "No")], readonly=True)
    answered_on = fields.Date(readonly=True)
    answer_count = fields.Integer(readonly=True)

    @api.model
    def _ask(self, customers, addresses):
        """Ask customers by e-mail; the mail queue sends.

        :param addresses: dict customer id -> (contact id, e-mail)
        :raise UserError: the e-mail template was deleted
        """
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._(
                    "The e-mail template that asks for consent was deleted. Update the"
                    " app or archive these customers instead."
                )
            )
        # sudo: requests are written by the decision only, which checked the user
        asked = self.sudo().create(
            [
                self._prepare_consent_vals(customer, *addresses[customer.id])
                for customer in customers
            ]
        )
        # sudo: the request writes to its customer, whoever's template that is
        template.sudo().send_mail_batch(
            asked.ids, email_layout_xmlid="mail.mail_notification_light"
        )
        return asked

    @api.model
    def _prepare_consent_vals(self, customer, contact_id, email):
        # sudo: the words of the contact's language
        contact = self.env["res.partner"].sudo().browse(contact_id)
        company = customer.company_id.with_context(lang=contact.lang or self.env.lang)
        purpose, duration = company._reactivation_retention_texts()
        return {
            "customer_id": customer.id,
            "partner_id": customer.partner_id.id,
            "company_id": company.id,
            "contact_id": contact_id,
            "email": email,
            "asked_on": company._reactivation_today(),
            "asked_by": self.env.uid,
            "purpose": purpose,
            "duration": duration,
        }

    def _link(self):
        """Where the customer answers; the token is hard to guess."""
        self.ensure_one()
        return f"{self.get_base_url()}/reactivation/consent/{self.id}/{self._token()}"

    def _token(self):
        """Signature of the request in links."""
        self.ensure_one()
        # sudo: the secret of the database signs, nothing of it is told
        return tools_hmac(self.env(su=True), "reactivation-consent", self.id)

    def _check_token(self, token):
        """Whether the link is genuine.

        :raise AccessError: it is not, or the customer was anonymised since
        """
        # the token first: an id that is not its own is not even looked up
        if (
            len(self) != 1
            or not consteq(self._token().encode(), token.encode())
            or not self.exists().email
        ):
            raise AccessError(self.env._("This link is not valid."))

    def _record_answer(self, answer):
        """Note the answer; the same one again changes nothing, not even the day.

        A *no* is always heard.

        :param answer: ``yes`` or ``no``
        :raise UserError: it was changed too often
        """
        self.ensure_one()
        if answer == self.answer:
            return
        if answer == "yes" and self.answer_count >= MAX_ANSWERS:
            raise UserError(
                self.env._("Your answer was changed many times. Please ring us.")
            )
        self.write(
            {
                "answer": answer,
                "answered_on": self.company_id._reactivation_today(),
                "answer_count": self.answer_count + 1,
            }
        )
        blacklist = self.env["mail.blacklist"]
        if answer == "no":
            blacklist._add(self.email)
        elif self.answer_count > 1:  # they said no before, by this very link
            blacklist._remove(self.email)
        self.env["reactivation.retention.log"]._note(self.customer_id, answer, {})
        self.env["reactivation.customer"]._follow(self.partner_id, self.company_id)
