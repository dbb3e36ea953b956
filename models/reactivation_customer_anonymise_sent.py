from odoo import models
from odoo.fields import Domain

#: What statistics of mailings do not need: where a message went, and why it could not.
TRACE = ("email", "sms_number", "failure_reason")
NOTIFICATION = ("mail_email_address", "sms_number", "failure_reason")
MAIL = ("email_to", "email_cc", "body_html", "failure_reason")


class ReactivationCustomer(models.Model):
    """Anonymising what was sent: addresses and numbers go, statistics stay.

    A message may have gone to an address that no contact has: somebody corrected it in
    a campaign, or it was an opportunity's.
    """

    _inherit = "reactivation.customer"

    def _addresses(self, family):
        """Normalized e-mail addresses that these customers are known by anywhere."""
        mine = Domain("partner_id", "in", self.partner_id.ids)
        theirs = Domain("partner_id", "in", family.ids)
        leads = self.env["crm.lead"].with_context(active_test=False)
        found = {
            *family.mapped("email_normalized"),
            *self.env["reactivation.enrollment"]
            .search(mine)
            .mapped("email_normalized"),
            *leads.search(theirs).mapped("email_normalized"),
        }
        return found - {False}

    def _empty_mailings(self, family):
        """Mailing lists forget addresses that nobody else has; so do traces."""
        emails = self._addresses(family)
        others = self.env["res.partner"].search(
            Domain("email_normalized", "in", list(emails))
            & Domain("id", "not in", family.ids)
        )
        emails = list(emails - set(others.mapped("email_normalized")))
        contacts = self.env["mailing.contact"]
        contacts.search(Domain("email_normalized", "in", emails)).unlink()
        documents = Domain.OR(
            Domain("model", "=", model) & Domain("res_id", "in", ids)
            for model, ids in self._chatters(family).items()
        )
        traces = self.env["mailing.trace"].search(
            Domain("email", "in", emails) | documents
        )
        names = self._known_fields("mailing.trace", TRACE)
        traces.write(dict.fromkeys(names, False))

    def _empty_sent(self, messages, family):
        """Notifications and queues of e-mails and texts forget where they went."""
        of_messages = Domain("mail_message_id", "in", messages.ids)
        notifications = self.env["mail.notification"].search(
            of_messages | Domain("res_partner_id", "in", family.ids)
        )
        # one that names no contact cannot be without its address
        nobodys = notifications.filtered(
            lambda sent: sent.notification_type == "email" and not sent.res_partner_id
        )
        nobodys.unlink()
        notifications -= nobodys
        names = self._known_fields("mail.notification", NOTIFICATION)
        notifications.write(dict.fromkeys(names, False))
        mails = self.env["mail.mail"].search(of_messages)
        waiting = mails.filtered(lambda mail: mail.state in ("outgoing", "exception"))
        waiting.state = "cancel"  # nobody gets an empty one
        mails.write(dict.fromkeys(MAIL, False))
        if "sms.sms" in self.env:
            texts = self.env["sms.sms"]
            mine = Domain("partner_id", "in", family.ids)
            texts.search(of_messages | mine).unlink()
