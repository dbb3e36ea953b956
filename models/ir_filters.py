from ast import literal_eval

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class IrFilters(models.Model):
    """A saved filter of customers may be the audience of a campaign, the scope of an
    objective: both count customers that the author of the filter may not read."""

    _inherit = "ir.filters"

    def write(self, vals):
        if not self.env.su and {"domain", "model_id"} & set(vals):
            self._check_reactivation_use()
        result = super().write(vals)
        if {"domain", "model_id"} & set(vals):
            campaigns, objectives = self._reactivation_users()
            campaigns.filtered(lambda c: c.state != "done")._check_audience()
            objectives.filtered(lambda o: not o.closed_on)._check_filter()
        return result

    @api.model
    def _check_readable_conditions(self, model, *texts):
        """Conditions that are counted by sudo may name what their author may read.

        :param model: name of the model that the domains are on
        :param texts: domains as text; broken ones are refused elsewhere, in words
        :raise AccessError: a field that the user may not read
        """
        for text in texts:
            try:
                self.env[model]._search(Domain(literal_eval(text or "[]")))
            except AccessError:
                raise
            except Exception:
                continue

    def _reactivation_users(self):
        """(campaigns, objectives) that use these filters."""
        chosen = Domain("filter_id", "in", self.ids)
        # sudo: whether it is in use, by campaigns and objectives that one may not see
        campaigns = self.env["reactivation.campaign"].sudo()
        # sudo: as above
        objectives = self.env["reactivation.objective"].sudo()
        return campaigns.search(chosen), objectives.search(chosen)

    def _check_reactivation_use(self):
        """Refuse changes by who could not choose these conditions there.

        :raise AccessError: the filter is in use
        """
        campaigns, objectives = self._reactivation_users()
        used = campaigns.filter_id | objectives.filter_id
        if not used or (
            campaigns._may_choose_conditions()
            and campaigns.sudo(False).has_access("write")
            and objectives.sudo(False).has_access("write")
        ):
            return
        raise AccessError(
            self.env._(
                "The filter “%(filter)s” decides who is in a campaign or counts for an"
                " objective: whoever may change those changes it. Save yours under"
                " another name.",
                filter=used[:1].name,
            )
        )
