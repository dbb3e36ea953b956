import base64
import io
from datetime import timedelta

import xlsxwriter

from odoo import api, fields, models

#: Columns of the sheet, in this order.
COLUMNS = (
    "partner_id",
    "user_id",
    "inactivity_level",
    "last_order_date",
    "silence_days",
    "order_interval_days",
    "threshold_days",
    "yearly_amount",
    "value_class",
    "category_id",
    "lifecycle_status",
)
#: Name of the attachments that hold a sheet until it was downloaded.
SHEET = "reactivation-customers.xlsx"


class ReactivationCustomer(models.Model):
    """Salespeople take their customers with them as a sheet, without asking IT.

    Odoo's own export needs a right that most salespeople do not have; this one gives
    the customers that the user may read, with fixed columns, and nothing else.
    """

    _inherit = "reactivation.customer"

    def action_export(self):
        """Download these customers as a spreadsheet."""
        self.check_access("read")
        attachment = self.env["ir.attachment"].create(
            {
                "name": SHEET,
                "datas": base64.b64encode(self._sheet()),
                "res_model": self._name,
                "description": "reactivation export",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _sheet(self):
        """The customers as an .xlsx file (bytes), in the user's language."""
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
            sheet = workbook.add_worksheet()
            bold = workbook.add_format({"bold": True})
            day = workbook.add_format({"num_format": "yyyy-mm-dd"})
            for column, name in enumerate(COLUMNS):
                label = self._fields[name]._description_string(self.env)
                sheet.write(0, column, label, bold)
            sheet.set_column(0, len(COLUMNS) - 1, 18)
            for number, customer in enumerate(self, start=1):
                for column, name in enumerate(COLUMNS):
                    value = customer._cell(name)
                    if name == "last_order_date" and value:
                        sheet.write_datetime(number, column, value, day)
                    else:
                        sheet.write(number, column, value)
        return output.getvalue()

    def _cell(self, name):
        """Value of one cell: words for selections and names, empty for unknown."""
        value = self[name]
        field = self._fields[name]
        if field.relational:
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "date":
            return fields.Datetime.to_datetime(value) if value else ""
        if not self.last_order_date or (name == "order_interval_days" and not value):
            return ""
        return value

    @api.autovacuum
    def _gc_sheets(self):
        """Forget sheets a day after they were made."""
        old = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("name", "=", SHEET),
                ("description", "=", "reactivation export"),
                ("create_date", "<", fields.Datetime.now() - timedelta(days=1)),
            ],
            limit=1000,
        )
        old.unlink()
