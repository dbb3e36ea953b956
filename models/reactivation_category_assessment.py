from odoo import api, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..engine.horizon import Band

#: Fields of a category by which assessments are placed.
BOUNDS = {"active", "is_scored", "score_from"}


class ReactivationCategory(models.Model):
    """Categories as the bands that assessments fall into."""

    _inherit = "reactivation.category"

    @api.model
    def _bands(self):
        """The scored categories as the engine reads them."""
        return [Band(key, lowest) for lowest, key in self._score_bounds()]

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        self.env["reactivation.assessment"]._bounds_changed()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if BOUNDS & set(vals):
            self.env["reactivation.assessment"]._bounds_changed()
        return result

    def unlink(self):
        result = super().unlink()
        # an uninstallation deletes the last category, too
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            self.env["reactivation.assessment"]._bounds_changed()
        return result
