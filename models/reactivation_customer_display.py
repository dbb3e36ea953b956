from functools import cache

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime, get_lang, ormcache

#: When figures are old, and when they tell nothing any more; the same in the views.
OLD = relativedelta(days=42)
OUTDATED = relativedelta(months=6)


class ReactivationCustomer(models.Model):
    """What the screens say about a customer, in words; nothing here is stored."""

    _name = "reactivation.customer"
    _inherit = ["reactivation.customer", "reactivation.duration.mixin"]

    country_id = fields.Many2one(related="partner_id.country_id")
    industry_id = fields.Many2one(related="partner_id.industry_id", string="Sector")
    category_id = fields.Many2one(related="episode_id.category_id")
    rhythm_text = fields.Char(
        string="Buying Rhythm",
        compute="_compute_texts",
        help="How often the customer usually orders.",
    )
    value_class_text = fields.Char(string="Class in Words", compute="_compute_texts")
    still_reacts_text = fields.Char(
        string="Sign of Interest in Words", compute="_compute_still_reacts_text"
    )
    why_text = fields.Char(
        string="Why This Level",
        compute="_compute_texts",
        help="The silence, the threshold, and the day it was or will be passed.",
    )

    @api.depends(
        "inactivity_level",
        "inactive_since",
        "at_risk_on",
        "last_order_date",
        "order_day_count",
        "value_class",
        "silence_text",
        "interval_text",
        "threshold_text",
    )
    @api.depends_context("lang", "tz")
    def _compute_texts(self):
        class_in_words = cache(self._value_class_in_words)  # three for each company
        for customer in self:
            customer.rhythm_text = customer._rhythm_in_words()
            customer.value_class_text = class_in_words(
                customer.value_class, customer.company_id
            )
            customer.why_text = customer._level_in_words()

    @api.depends("still_reacts", "last_signal_kind", "last_signal_date")
    @api.depends_context("lang")
    def _compute_still_reacts_text(self):
        kinds = dict(self._selection_signal())
        for customer in self:
            customer.still_reacts_text = customer.still_reacts and self.env._(
                "Still reacts: %(kind)s on %(day)s",
                kind=kinds.get(customer.last_signal_kind, customer.last_signal_kind),
                day=customer._date_in_words(customer.last_signal_date),
            )

    def _rhythm_in_words(self):
        self.ensure_one()
        if self.interval_text:
            return self.env._("usually every %(interval)s", interval=self.interval_text)
        if self.order_day_count == 1:
            return self.env._("ordered on one day only")
        if self.order_day_count == 2:
            return self.env._("ordered on two days only")
        return False

    def _value_class_in_words(self, value_class, company):
        company = company.sudo()  # sudo: two percentages, no secret
        if value_class == "a":
            return self.env._(
                "Class A: among the customers who made the first %(share)s %% of"
                " turnover",
                share=company.reactivation_share_a,
            )
        if value_class == "b":
            return self.env._(
                "Class B: among the customers who made the next %(share)s %% of"
                " turnover",
                share=company.reactivation_share_b,
            )
        if value_class == "c":
            return self.env._("Class C: among the customers who made the rest")
        return False

    def _level_in_words(self):
        """One sentence: silence, threshold, and the day that was or will be passed."""
        self.ensure_one()
        if not self.last_order_date:
            return self.env._("Never ordered, so neither active nor inactive.")
        facts = {
            "silence": self.silence_text,
            "threshold": self.threshold_text,
            "rhythm": self.rhythm_text or "",
            "last": self._date_in_words(self.last_order_date),
        }
        if self.inactivity_level == "active":
            return self.env._(
                "Last order on %(last)s, %(silence)s ago; %(rhythm)s. At risk from"
                " %(risk)s, inactive after %(threshold)s without an order.",
                risk=self._date_in_words(self.at_risk_on),
                **facts,
            )
        if self.inactivity_level == "at_risk":
            return self.env._(
                "No order for %(silence)s (last one on %(last)s); %(rhythm)s. At risk"
                " since %(risk)s, inactive after %(threshold)s without an order.",
                risk=self._date_in_words(self.at_risk_on),
                **facts,
            )
        return self.env._(
            "No order for %(silence)s (last one on %(last)s); %(rhythm)s. Inactive"
            " since %(since)s, after %(threshold)s without an order.",
            since=self._date_in_words(self.inactive_since),
            **facts,
        )

    def _date_in_words(self, date):
        # the language by which format_date chooses; most ask in one of their own
        return self._long_date(self.env.lang or get_lang(self.env).code, date)

    @ormcache("lang_code", "date")
    def _long_date(self, lang_code, date):
        """A day in words; kept, for a board shows hundreds."""
        return format_date(self.env, date, lang_code, date_format="long")

    # ------------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------------

    def action_open_card(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.episode_id.get_formview_action()

    def action_open_cards(self):
        """Show the open cards of these customers on the board, whoever has them.

        :raise UserError: none of them has one that the user may see
        """
        self.check_access("read")
        ours = [("customer_id", "in", self.ids), ("state", "=", "open")]
        if not self.env["reactivation.episode"].search_count(ours, limit=1):
            raise UserError(
                self.env._(
                    "None of the selected customers has an open card: cards are opened"
                    " for customers who are inactive. Select others, or filter by"
                    " “With an open card”."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_reactivation.reactivation_episode_action_board"
        )
        action["domain"] = ours[:1]
        action["context"] = {
            "search_default_open": 1,
            "pivot_measures": ["__count", "at_stake_amount"],
        }
        return action

    def action_open_partner(self):
        """Open the customer's contact form."""
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def action_open_orders(self):
        """Open the orders of the customer in this company, contacts included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = [
            ("partner_id", "child_of", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        action["context"] = {}
        return action

    def action_refresh_now(self):
        """Have the figures of all customers refreshed in the background, now.

        :raise AccessError: the user is no sales manager
        """
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._(
                    "Only sales managers can refresh the figures of all customers."
                    " Figures are refreshed every night; select customers to refresh"
                    " just these with the action “Refresh reactivation figures”."
                )
            )
        return self._refresh_in_background()

    @api.model
    def _refresh_in_background(self):
        """Start the scheduled refresh; returns the notification that says so."""
        # sudo: scheduled actions are the administrators'; this one only is started
        self.env.ref("crm_reactivation.ir_cron_refresh").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("The figures are being refreshed"),
                "message": self.env._(
                    "This goes on in the background. Reload the page in a minute."
                ),
            },
        }

    @api.model
    def get_refresh_status(self):
        """Of when the figures of the current company are, for screens without rows.

        :return: dict ``sentence``, ``age`` (fresh, old after 42 days, outdated after 6
            months) and ``can_refresh``
        """
        self.browse().check_access("read")
        computed_on = (
            self.env["reactivation.run"]._last_done(self.env.company).computed_on
        )
        if computed_on:
            sentence = self.env._(
                "Figures of %(moment)s.",
                moment=format_datetime(
                    self.env, computed_on, dt_format="d MMMM y, HH:mm"
                ),
            )
        else:
            sentence = self.env._(
                "The figures have not been computed yet. This is done in the background"
                " and takes a few minutes."
            )
        return {
            "sentence": sentence,
            "age": self._age_of_figures(computed_on),
            "can_refresh": self.env.user.has_group("sales_team.group_sale_manager"),
        }

    @api.model
    def _age_of_figures(self, computed_on):
        """See :meth:`get_refresh_status`; never computed is fresh: they are to come.

        :param computed_on: UTC, or False
        """
        today = self.env.company._reactivation_today()
        if not computed_on or computed_on.date() >= today - OLD:
            return "fresh"
        return "old" if computed_on.date() >= today - OUTDATED else "outdated"
