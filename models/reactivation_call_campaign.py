from odoo import models


class ReactivationCall(models.Model):
    """Outcomes that end a campaign: what follows is for people to do."""

    _inherit = "reactivation.call"

    def _take_no_need(self):
        result = super()._take_no_need()
        self._leave_campaign()
        return result

    def _take_other_solution(self):
        result = super()._take_other_solution()
        self._leave_campaign()
        return result

    def _take_need_now(self):
        result = super()._take_need_now()
        self._leave_campaign()
        return result

    def _leave_campaign(self):
        """The customer answered: no step of the campaign follows."""
        # sudo: who logs the call works the card; its enrolment follows
        self.sudo().episode_id.enrollment_id._leave("outcome")


class ReactivationEpisode(models.Model):
    """Opportunities and quotations out of a card bear the campaign they come from."""

    _inherit = "reactivation.episode"

    def _utm_campaign(self):
        """UTM campaign of the card's campaign, the latest one when it is over."""
        self.ensure_one()
        # sudo: a name in reports of origin, whoever owns the campaign
        return self.sudo().enrollment_ids.sorted("id")[-1:].campaign_id.utm_campaign_id

    def _prepare_opportunity_vals(self, call):
        vals = super()._prepare_opportunity_vals(call)
        if campaign := self._utm_campaign():
            vals["campaign_id"] = campaign.id
        return vals

    def _prepare_quotation_context(self):
        context = super()._prepare_quotation_context()
        if campaign := self._utm_campaign():
            context["default_campaign_id"] = campaign.id
        return context
