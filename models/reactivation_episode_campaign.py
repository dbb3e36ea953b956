from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

#: Days for which a card stays on top after a reaction.
RAISED_DAYS = 14


class ReactivationEpisode(models.Model):
    """The campaign a card is in, or the one it could be added to."""

    _inherit = "reactivation.episode"

    enrollment_ids = fields.One2many("reactivation.enrollment", "episode_id")
    enrollment_id = fields.Many2one(
        "reactivation.enrollment",
        string="Campaign Under Way",
        compute="_compute_enrollment_id",
        compute_sudo=True,  # sudo: which one; its own rules hold for what is in it
        search="_search_enrollment_id",
    )
    campaign_id = fields.Many2one(
        "reactivation.campaign", related="enrollment_id.campaign_id"
    )
    campaign_text = fields.Char(
        string="Campaign and Next Step", compute="_compute_campaign_text"
    )
    proposed_campaign_id = fields.Many2one(
        "reactivation.campaign",
        compute="_compute_proposed_campaign_id",
        help="Running campaign that fits the column and the level of this card.",
    )
    reacted_on = fields.Date(
        string="Reacted",
        readonly=True,
        help="Last time the customer opened, clicked or replied in a campaign; the card"
        " stays on top for two weeks.",
    )

    def _order_to_sql(self, order, query, alias=None, reverse=False):
        """Their order tells amounts: also of enrolments by card."""
        self.browse().check_access("read")
        return super()._order_to_sql(order, query, alias, reverse)

    @api.depends("enrollment_ids.state")
    def _compute_enrollment_id(self):
        under_way = self.enrollment_ids.filtered(
            lambda e: e.state == "running"
        ).grouped("episode_id")
        nothing = self.env["reactivation.enrollment"]
        for card in self:
            card.enrollment_id = under_way.get(card, nothing)[:1]

    def _search_enrollment_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = Domain("state", "=", "running")
        chosen = Domain("id", "in", [row_id for row_id in value if row_id])
        domain = Domain("enrollment_ids", "any", running & chosen)
        if False in value:
            domain |= Domain("enrollment_ids", "not any", running)
        return domain

    @api.depends("enrollment_id.next_step_id", "enrollment_id.next_on")
    @api.depends_context("lang")
    def _compute_campaign_text(self):
        for card in self:
            # an empty recordset would be written out as text
            card.campaign_text = bool(card.enrollment_id) and card._campaign_in_words()

    def _campaign_in_words(self):
        self.ensure_one()
        enrollment = self.enrollment_id
        step = enrollment.next_step_id
        if not step:
            return enrollment.campaign_id.name
        return self.env._(
            "%(campaign)s: %(step)s on %(date)s",
            campaign=enrollment.campaign_id.name,
            step=step.name,
            date=format_date(self.env, enrollment.next_on),
        )

    @api.depends("category_id", "inactivity_level", "enrollment_id", "state")
    def _compute_proposed_campaign_id(self):
        running = self.env["reactivation.campaign"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "running"),
                ("scenario_id", "!=", False),
            ]
        )
        found = {(c.company_id, c.scenario_id): c for c in running}
        self.proposed_campaign_id = False
        for card in self if found else self.browse():
            scenario = card._proposed_scenario()
            card.proposed_campaign_id = (
                card.state == "open"
                and not card.enrollment_id
                and not card._is_left_alone()
                and card.decision != "no_go"
                and found.get((card.company_id, scenario))
            )

    def _proposed_scenario(self):
        """Ready-made campaign for this card, by its column and level."""
        self.ensure_one()
        category = self.category_id
        if self.inactivity_level == "very_inactive":
            return category.very_inactive_scenario_id or category.scenario_id
        return category.scenario_id

    # ------------------------------------------------------------------
    # IN AND OUT
    # ------------------------------------------------------------------

    def action_add_to_proposed(self):
        """Add the card to the campaign it proposes."""
        self.ensure_one()
        if not self.proposed_campaign_id:
            raise UserError(
                self.env._(
                    "No running campaign fits the card of %(customer)s. Ask your sales"
                    " manager to launch one, or choose one with Add to campaign.",
                    customer=self.partner_id.display_name,
                )
            )
        return self._add_to(self.proposed_campaign_id)

    def action_add_to_campaign(self):
        """Choose a running campaign for these cards."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to Campaign"),
            "res_model": "reactivation.enroll",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_episode_ids": self.ids},
        }

    def _add_to(self, campaign):
        """Enrol the customers of these cards by hand.

        :raise UserError: one cannot be enrolled; says why, nobody is enrolled
        """
        self.check_access("write")
        campaign.check_access("read")
        # sudo: who may work the cards may enrol them, in campaigns that one may read
        campaign.sudo()._enrol_by_hand(self.sudo().customer_id)
        self.invalidate_recordset(flush=False)
        return True

    def action_leave_campaign(self):
        """Take the customer out of its campaign; planned steps are cancelled."""
        self.check_access("write")
        # sudo: who may work the card decides for its customer
        self.sudo().enrollment_id._leave("by_hand")
        return True

    def write(self, vals):
        result = super().write(vals)
        if vals.get("decision") == "no_go":
            # sudo: the enrolment follows the card, whoever works it
            self.sudo().enrollment_id._leave("no_go")
        if "state" in vals and vals["state"] != "open":
            reason = "ordered" if vals["state"] == "reactivated" else "closed"
            self.sudo().enrollment_id._leave(reason)  # sudo: as above
        moved = {"category_id", "decided_category_id", "computed_category_id"}
        if moved & set(vals):
            left_alone = self.filtered(lambda card: card._is_left_alone())
            left_alone.sudo().enrollment_id._leave("over_18")  # sudo: as above
        return result

    def _enrollments_follow(self):
        """Whoever takes the card over gets what is still to come."""
        # sudo: the salesperson of the card is written on its enrolment
        for user, enrollments in (
            self.sudo()
            .enrollment_id.grouped(
                lambda e: e.episode_id.user_id or e.campaign_id.user_id
            )
            .items()
        ):
            enrollments.user_id = user

    def _planned_things(self):
        things = super()._planned_things()
        return [*things, self.campaign_text] if self.enrollment_id else things

    # ------------------------------------------------------------------
    # REACTIONS
    # ------------------------------------------------------------------

    def _raise(self, company):
        """The customers reacted: their cards come first for a while."""
        self.write({"reacted_on": company._reactivation_today()})
        self._bring_up_to_date(company, SQL("card.id = ANY(%s)", self.ids))

    def _raised_expression(self, company):
        since = company._reactivation_today() - timedelta(days=RAISED_DAYS)
        return SQL(
            "(%s OR card.reacted_on > %s)", super()._raised_expression(company), since
        )

    def _rank_in_words(self):
        words = super()._rank_in_words()
        company = self.company_id
        since = company._reactivation_today() - timedelta(days=RAISED_DAYS)
        if not self.reacted_on or self.reacted_on <= since:
            return words
        reacted = self.env._(
            "Comes first: the customer reacted to a campaign on %(date)s.",
            date=format_date(self.env, self.reacted_on),
        )
        return f"{reacted}\n{words or ''}".strip()
