from odoo import models

from .fields import KnownInteger


class MailTrackingValue(models.Model):
    """What was unknown before a change is shown as unknown, not as 0."""

    _inherit = "mail.tracking.value"

    def _create_tracking_values(
        self, initial_value, new_value, col_name, col_info, record
    ):
        values = super()._create_tracking_values(
            initial_value, new_value, col_name, col_info, record
        )
        if isinstance(record._fields[col_name], KnownInteger):
            # the columns of integers cannot be empty: the others tell what is known
            for side, value in (("old", initial_value), ("new", new_value)):
                values[f"{side}_value_char"] = "" if value is False else str(value)
        return values

    def _format_display_value(self, field_type, new=True):
        shown = super()._format_display_value(field_type, new=new)
        name = "new_value_char" if new else "old_value_char"
        return [
            False if value._is_known_integer() and not value[name] else said
            for value, said in zip(self, shown, strict=True)
        ]

    def _is_known_integer(self):
        """Whether the value is one of a field that may be unknown."""
        self.ensure_one()
        # sudo: only the kind of the field
        tracked = self.sudo().field_id
        model = self.env.get(tracked.model)
        field = model is not None and model._fields.get(tracked.name)
        return isinstance(field, KnownInteger)
