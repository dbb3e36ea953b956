from odoo import api, fields, models


class ReactivationEpisode(models.Model):
    """What a call leads to: opportunities, quotations, trial orders."""

    _inherit = "reactivation.episode"

    quotation_ids = fields.One2many(
        "sale.order", "reactivation_episode_id", string="Quotations"
    )

    next_step = fields.Selection(
        selection_add=[
            ("quote", "Quotation"),
            ("trial", "Trial order"),
            ("follow_up", "Follow up"),
        ]
    )

    def _open_opportunity(self):
        """The open opportunity of the customer that goes on, or none.

        This card's first, then the salesperson's own, then the newest.
        """
        self.ensure_one()
        leads = self.env["crm.lead"].search(
            [
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
                ("partner_id", "child_of", self.partner_id.id),
                ("company_id", "in", [self.company_id.id, False]),
            ]
        )
        return leads.sorted(
            lambda lead: (
                lead.reactivation_episode_id != self,
                lead.user_id != self.user_id,
                -lead.id,
            )
        )[:1]

    def _opportunity_for(self, call):
        """Link the open opportunity to the card, or open one."""
        self.ensure_one()
        lead = self._open_opportunity()
        if not lead:
            return self.env["crm.lead"].create(self._prepare_opportunity_vals(call))
        if lead.reactivation_episode_id.state != "open":
            lead.reactivation_episode_id = self
        return lead

    def _prepare_opportunity_vals(self, call):
        """Values of the opportunity that a call opens; campaigns add their source."""
        self.ensure_one()
        vals = {
            "type": "opportunity",
            "name": self.env._(
                "%(customer)s: needs it now", customer=self.partner_id.name
            ),
            "partner_id": (call.contact_id or self.partner_id).id,
            "company_id": self.company_id.id,
            "user_id": (self._active_owner() or self.env.user).id,
            "description": call.note,
            "reactivation_episode_id": self.id,
        }
        if self.team_id:
            vals["team_id"] = self.team_id.id
        return vals

    def _prepare_quotation_context(self):
        """Defaults of a quotation out of this card; campaigns add their source."""
        self.ensure_one()
        lead = self._open_opportunity()
        context = (
            lead._prepare_opportunity_quotation_context()
            if lead.reactivation_episode_id == self
            else {}
        )
        return {
            **context,
            "default_partner_id": context.get("default_partner_id")
            or self.partner_id.id,
            "default_company_id": self.company_id.id,
            "default_user_id": (self._active_owner() or self.env.user).id,
            "default_reactivation_episode_id": self.id,
        }

    # ------------------------------------------------------------------
    # NEXT STEP
    # ------------------------------------------------------------------

    @api.depends("outcome_id", "quotation_ids.state")
    def _compute_next_step(self):
        return super()._compute_next_step()

    def _find_next_step(self):
        """After a call that found a need or another solution: the quotation."""
        step = super()._find_next_step()
        if step in ("activity", "revisit"):
            return step
        wanted = {"need_now": "quote", "other_solution": "trial"}
        if self.outcome_effect not in wanted:
            return step
        quoted = self.quotation_ids.filtered(lambda o: o.state in ("draft", "sent"))
        return "follow_up" if quoted else wanted[self.outcome_effect]

    def _next_step_in_words(self, step):
        if step == "quote":
            return self.env._("Make the quotation")
        if step == "trial":
            return self.env._("Offer a trial order")
        if step == "follow_up":
            return self.env._("Follow up the quotation")
        return super()._next_step_in_words(step)

    def action_start_next_step(self):
        """Start what comes next; a quotation is one click away."""
        self.ensure_one()
        if self.next_step == "quote":
            return self.action_new_quotation()
        if self.next_step == "trial":
            return self.action_quote_trial()
        if self.next_step == "follow_up":
            return self.action_open_quotations()
        return super().action_start_next_step()

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_quote_trial(self):
        """Open a quotation marked as trial order: a small first step back."""
        action = self.action_new_quotation()
        action["name"] = self.env._("New Trial Order")
        action["context"]["default_reactivation_is_trial"] = True
        return action

    def action_open_quotations(self):
        """Open the quotations and orders that came out of this card."""
        self.ensure_one()
        quotations = self.quotation_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("reactivation_episode_id", "=", self.id)],
        }
        if len(quotations) == 1:
            action |= {"view_mode": "form", "res_id": quotations.id}
        return action
