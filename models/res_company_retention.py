from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """Settings of personal data: how long, what for, and whether it is decided here."""

    _inherit = "res.company"

    reactivation_retention_months = fields.Integer(
        string="Personal Data Kept for Marketing (months)",
        default=36,
        help="Customers whose last interaction is older are left out of campaigns."
        " Opening an e-mail is no interaction.",
    )
    reactivation_retention_warning_days = fields.Integer(
        string="Listed Before (days)",
        default=60,
        help="This many days before their term ends, customers are listed and their"
        " card says so: time for a call.",
    )
    reactivation_document_years = fields.Integer(
        string="Documents Kept (years)",
        default=10,
        help="Name, address and VAT number stay as long as an order, invoice or payment"
        " is younger.",
    )
    reactivation_retention_decides = fields.Boolean(
        string="Decide on Personal Data",
        help="Sales managers may ask for consent, archive and anonymise customers whose"
        " term ended. Nothing happens by itself.",
    )
    reactivation_retention_purpose = fields.Text(
        string="Purpose of the Data",
        help="Told to customers who are asked for consent, and printed in the log.",
    )
    reactivation_retention_duration = fields.Text(
        string="Why Kept So Long",
        help="How long data is kept and why; printed in the log.",
    )

    _reactivation_retention_positive = models.Constraint(
        "CHECK (reactivation_retention_months > 0)",
        "Personal data must be kept for at least one month.",
    )
    _reactivation_retention_warning_positive = models.Constraint(
        "CHECK (reactivation_retention_warning_days >= 0)",
        "The days before the end of a term cannot be negative.",
    )
    _reactivation_document_years_positive = models.Constraint(
        "CHECK (reactivation_document_years >= 0)",
        "The years that documents are kept cannot be negative.",
    )

    def _reactivation_retention_from(self, days=0):
        """Who last interacted before this day may not be contacted any longer.

        :param days: as it will be in so many days
        """
        self.ensure_one()
        day = self._reactivation_today() + relativedelta(days=days)
        return day - relativedelta(months=self.reactivation_retention_months)

    def _reactivation_documents_from(self):
        """Documents of this day or later need the data that is printed on them."""
        self.ensure_one()
        years = relativedelta(years=self.reactivation_document_years)
        return self._reactivation_today() - years + relativedelta(days=1)

    def _reactivation_retention_texts(self):
        """(purpose, duration) in words: the company's own, else the usual ones."""
        self.ensure_one()
        purpose = self.reactivation_retention_purpose or self.env._(
            "Contact about our offers, and asking customers who stopped ordering why."
        )
        duration = self.reactivation_retention_duration or self.env._(
            "%(months)s months after the last contact; what orders, invoices and"
            " payments need, %(years)s years after them.",
            months=self.reactivation_retention_months,
            years=self.reactivation_document_years,
        )
        return purpose, duration
