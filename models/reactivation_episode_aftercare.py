from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class ReactivationEpisode(models.Model):
    """After a comeback: somebody thanks the customer, and a relapse is not overlooked.

    A card that closes as reactivated plans a follow-up on the customer; withdrawing the
    comeback cancels it.  A card opened at most ``queries.cards.RELAPSE_MONTHS`` months
    after a comeback is a relapse.
    """

    _inherit = "reactivation.episode"

    followup_activity_id = fields.Many2one(
        "mail.activity",
        string="Follow-up",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="Planned on the customer when the card was closed by an order.",
    )
    followup_on = fields.Date(
        string="Follow-up On",
        compute="_compute_followup_on",
        compute_sudo=True,  # sudo: a day on the card; the activity keeps its rules
        help="Empty once it is done.",
    )
    relapse_of_id = fields.Many2one(
        "reactivation.episode",
        string="Came Back Before",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The customer had come back less than 12 months before this card was"
        " opened: the card of that comeback.",
    )
    relapse_ids = fields.One2many(
        "reactivation.episode", "relapse_of_id", string="Relapses", readonly=True
    )
    relapsed_on = fields.Date(
        string="Inactive Again On",
        compute="_compute_relapsed_on",
        store=True,
        help="Day on which the customer was inactive again, within 12 months of the"
        " comeback.",
    )
    relapse_text = fields.Char(string="Relapse", compute="_compute_relapse_text")

    @api.depends("followup_activity_id.active", "followup_activity_id.date_deadline")
    def _compute_followup_on(self):
        for card in self:
            activity = card.followup_activity_id
            card.followup_on = activity.active and activity.date_deadline

    @api.depends("relapse_ids.opened_on", "relapse_ids.closed_as_moot")
    def _compute_relapsed_on(self):
        for card in self:
            # what was closed as moot was no relapse after all
            relapses = card.relapse_ids.filtered(
                lambda relapse: not relapse.closed_as_moot
            )
            card.relapsed_on = min(relapses.mapped("opened_on"), default=False)

    @api.depends("relapse_of_id.closed_on")
    @api.depends_context("lang")
    def _compute_relapse_text(self):
        for card in self:
            back_on = card.relapse_of_id.closed_on
            card.relapse_text = back_on and self.env._(
                "Came back in %(month)s, silent again",
                month=format_date(self.env, back_on, date_format="MMMM y"),
            )

    # ------------------------------------------------------------------
    # FOLLOW-UP
    # ------------------------------------------------------------------

    def _close_reactivated(self, judgement):
        result = super()._close_reactivated(judgement)
        self._plan_followups(judgement.today)
        return result

    def _reopen_withdrawn(self, judgement, scope, limit):
        episodes = super()._reopen_withdrawn(judgement, scope, limit)
        episodes._cancel_followups()
        # who never came back did not relapse
        episodes.relapse_ids.relapse_of_id = False
        return episodes

    def _plan_followups(self, today):
        """Plan a thank-you for whoever is responsible, on each customer, once.

        Cards of nobody, and those whose follow-up is still planned, get none.

        :param today: local day on which the cards were closed
        """
        days = self.company_id.reactivation_followup_days
        users = self.user_id | self.partner_id.user_id | self.order_id.user_id
        # of all at once, not of each card's
        users.mapped("active")
        users.partner_id.mapped("lang")
        cards = self.filtered(
            lambda card: (
                card._followup_user() and not card.followup_activity_id.active
            )
        )
        if not days or not cards:
            return
        # not env.ref, which asks the database each time
        call_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "mail.mail_activity_data_call"
        )
        # no mail to the salesperson about each, and nobody follows by it: a follower
        # costs half a dozen statements
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True, reactivation_no_follower=True
        )
        planned = activities.create(
            [
                card._prepare_followup_vals(call_id, today + timedelta(days=days))
                for card in cards
            ]
        )
        for card, activity in zip(cards, planned, strict=True):
            card.followup_activity_id = activity

    def _followup_user(self):
        """Who thanks the customer: the card's salesperson, else the order's."""
        self.ensure_one()
        users = self.user_id | self.partner_id.user_id | self.order_id.user_id
        return users.filtered("active")[:1]

    def _prepare_followup_vals(self, activity_type_id, deadline):
        """Values of the activity that follows the comeback up."""
        self.ensure_one()
        user = self._followup_user()
        env = self.with_context(lang=user.lang or self.env.lang).env
        order = self.order_id.name
        return {
            "res_model_id": env["ir.model"]._get_id("res.partner"),
            "res_id": self.partner_id.id,
            "activity_type_id": activity_type_id,
            "user_id": user.id,
            "date_deadline": deadline,
            "summary": env._("Thank them for coming back"),
            "note": env._(
                "Ordered again on %(date)s (%(order)s) after a silence. Ask whether all"
                " went well, and what they need next.",
                date=format_date(env, self.closed_on),
                order=order,
            )
            if order
            else env._(
                "Bought again on %(date)s after a silence. Ask whether all went well,"
                " and what they need next.",
                date=format_date(env, self.closed_on),
            ),
        }

    def _cancel_followups(self):
        """Remove the follow-ups that are still planned, with a note on the customer."""
        for card in self.filtered("followup_activity_id.active"):
            name = card.followup_activity_id.summary
            card.followup_activity_id.unlink()
            card.partner_id.message_post(
                body=self.env._(
                    "The comeback no longer counts. Planned activity cancelled:"
                    " %(name)s.",
                    name=name,
                )
            )

    # ------------------------------------------------------------------
    # RELAPSE
    # ------------------------------------------------------------------

    def action_say_thanks(self):
        """Write to whoever ordered again, with the company's own template."""
        self.ensure_one()
        self.check_access("read")
        template = self.env.ref("crm_reactivation.mail_template_thanks", False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Say thank you"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template and template.id,
                "default_composition_mode": "comment",
                "force_email": True,
            },
        }

    def action_open_relapse_of(self):
        """Open the card of the comeback before: what was done then."""
        self.ensure_one()
        return self.relapse_of_id.get_formview_action()

    def _insert_cards(self, company, ctes, new_cards):
        count = super()._insert_cards(company, ctes, new_cards)
        relapses = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("relapse_of_id", "!=", False),
            ]
        )
        # inserted by SQL, which tells the ORM nothing
        self.env.add_to_compute(self._fields["relapsed_on"], relapses.relapse_of_id)
        return count
