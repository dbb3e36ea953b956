from lxml import etree

from odoo import api, models
from odoo.exceptions import AccessError


class ReactivationSettings(models.TransientModel):
    """The sales managers' page of the same settings.

    Managers may neither open the settings of Odoo nor write a company.  Saving this
    page writes the company's fields of reactivation, and nothing else of it.
    """

    _name = "reactivation.settings"
    _description = "Reactivation Settings"
    _inherit = ["reactivation.settings.mixin"]
    _rec_name = "company_id"

    @api.model_create_multi
    def create(self, vals_list):
        settings = super().create(
            [
                {"company_id": vals.get("company_id", self.env.company.id)}
                for vals in vals_list
            ]
        )
        for record, vals in zip(settings, vals_list, strict=True):
            record._apply(vals)
        return settings

    def write(self, vals):
        for record in self:
            record._apply(vals)
        return super().write({})

    def _apply(self, vals):
        """Write to the company what differs of its reactivation settings.

        :raise AccessError: no sales manager, or a company of somebody else
        """
        self.ensure_one()
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._(
                    "Only sales managers change the settings of reactivation. Ask"
                    " yours."
                )
            )
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "You do not work in %(company)s: its settings of reactivation are"
                    " changed by its own sales managers.",
                    company=self.company_id.sudo().name,  # sudo: to name it, no more
                )
            )
        # sudo: a manager of this company, and the settings of reactivation only
        company = self.company_id.sudo()
        fresh = {
            name: vals[name]
            for name in self._company_settings()
            if name in vals and company[name] != vals[name]
        }
        if fresh:
            company.write(fresh)

    @api.model
    def _company_settings(self):
        """Names of the fields that are a company's setting of reactivation."""
        return [
            name
            for name, field in self._fields.items()
            if name.startswith("reactivation_")
            and field.related == f"company_id.{name}"
            and not field.readonly
        ]

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The block of the settings page is shown here too: written once."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            # sudo: the text of a view, shown to who may open this page
            page, __ = (
                self.env["res.config.settings"]
                .sudo()
                ._get_view(
                    self.env.ref("crm_reactivation.res_config_settings_view_form").id,
                    "form",
                )
            )
            for sheet in arch.iter("sheet"):
                for block in page.iterfind(".//block[@name='reactivation_block']"):
                    self._show_block(sheet, block)
        return arch, view

    @api.model
    def _show_block(self, sheet, block):
        """Append a block of settings as a plain form shows it."""
        title = etree.SubElement(sheet, "h2")
        title.text = block.get("title")
        if block.get("help"):
            etree.SubElement(sheet, "p", {"class": "text-700"}).text = block.get("help")
        row = etree.SubElement(sheet, "div", {"class": "row mt16 o_settings_container"})
        row.extend(list(block))
