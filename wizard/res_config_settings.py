from odoo import models


class ResConfigSettings(models.TransientModel):
    """The administrator's page; see ``reactivation.settings.mixin``."""

    _name = "res.config.settings"
    _inherit = ["res.config.settings", "reactivation.settings.mixin"]
