from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.priority import POSITIONS
from ..queries import card_order, cards, closing, evidence, priority, purchases
from ..queries.planner import bulk
from .reactivation_customer_age import RECENT_SIGNAL_DAYS

#: Cards opened through the ORM in one step (one commit in the cron).
BATCH = 500
#: Cards inserted by SQL in one step of a first run.  With people at work it may take
#: ten times as long as alone, and half a minute is what a worker may need for it.
INSERTED_AT_ONCE = 10_000
#: Scope of the night: no card is left out.
ALL_CARDS = SQL("TRUE")


class ReactivationEpisode(models.Model):
    """How cards are opened and closed by the refresh.

    The first run of a company inserts all cards by SQL; later nights create the few
    new ones through the ORM, so that tracking, automation rules and webhooks see them.
    """

    _inherit = "reactivation.episode"

    @api.model
    def _evidence_points(self):
        """Facts that place a card before anybody has assessed the customer.

        Extend it to add a fact: code -> SQL expression of integer points over the
        alias ``fact`` (``fact.customer_id`` and the columns of ``queries.evidence``).
        """
        return evidence.points()

    def _opening_ctes(self, judgement, scope, limit=None):
        """List of (name, SQL): who needs a card, and the facts that place it.

        :param limit: at most so many customers
        """
        company = judgement.company
        customers = self.env["reactivation.customer"]
        of_opening = SQL(
            "contact.commercial_partner_id IN (SELECT partner_id FROM opening)"
        )
        days = purchases.purchase_days(customers._purchase_sources(company, of_opening))
        return [
            ("opening", cards.opening(company.id, scope, limit)),
            ("fact", evidence.facts(company.id, days, judgement.interval_days)),
            (
                "score",
                evidence.scores(self._evidence_points(), judgement.interval_count),
            ),
            (
                "priority",
                self._priority_query(
                    company, SQL("SELECT * FROM opening"), judgement.wave_limits
                ),
            ),
        ]

    def _open_missing(self, judgement, scope):
        """Open a card for each inactive customer of the scope without one.

        :return: (number opened, whether there may be more)
        """
        company = judgement.company
        if company.reactivation_paused:
            return 0, False
        self.env.flush_all()
        missing = cards.opening(company.id, scope)
        if not self.env.execute_query(SQL("%s LIMIT 1", missing)):
            return 0, False
        category = self.env["reactivation.category"]
        limit = INSERTED_AT_ONCE if judgement.is_first else BATCH
        ctes = self._opening_ctes(judgement, scope, limit)
        new_cards = cards.new_cards(
            category._score_bounds(),
            category._to_assess().id,
            judgement.today,
            company.reactivation_old_to_assess,
        )
        if judgement.is_first:
            opened = self._insert_cards(company, ctes, new_cards)
            return opened, opened == limit
        rows = self.env.execute_query_dict(bulk(cards.select_cards(ctes, new_cards)))
        # no mail for each card to its new follower
        opened = self.with_context(
            mail_auto_subscribe_no_notify=True, reactivation_followers_together=True
        ).create(rows)
        for user, theirs in opened.grouped("user_id").items():
            if user.active:
                theirs.message_subscribe(user.partner_id.ids)
        return len(rows), len(rows) == limit

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Cards opened together get followers together: one by one takes 3 statements
        each."""
        if self.env.context.get("reactivation_followers_together"):
            return []
        return super()._message_auto_subscribe_followers(
            updated_values, default_subtype_ids
        )

    def _insert_cards(self, company, ctes, new_cards):
        """Insert the cards of a company's first run at once; returns how many."""
        rows = self.env.execute_query(
            bulk(
                cards.insert_cards(ctes, new_cards, self.env.uid, fields.Datetime.now())
            )
        )
        self.env.execute_query(cards.link_new_cards(company.id))
        self.invalidate_model(flush=False)
        self.env["reactivation.customer"].invalidate_model(["episode_id"], flush=False)
        return len(rows)

    @api.model
    def _exist_for(self, company, partners):
        """Whether any of these customers has a card, open or closed: few of them do."""
        domain = [("partner_id", "in", partners.ids), ("company_id", "=", company.id)]
        return bool(self.search(domain, order="id", limit=1))

    def _close_finished(self, judgement, scope, limit=None):
        """Close the cards of customers who ordered, or that lost their object.

        Cards whose comeback is none any more are opened again first.

        :param limit: at most so many at once
        :return: (the cards closed, whose customers are to be handed back; whether there
            may be more to close or open again)
        """
        self.env.flush_all()
        withdrawn = self._reopen_withdrawn(judgement, scope, limit)
        rows = self.env.execute_query(
            closing.finished(
                judgement.company.id,
                scope,
                self._untouched_expression(),
                limit,
            )
        )
        ordered = self.browse(card_id for card_id, why in rows if why == "ordered")
        moot = self.browse(card_id for card_id, why in rows if why == "moot")
        ordered._close_reactivated(judgement)
        moot._close_released(judgement.today)
        moot.write({"closed_as_moot": True})
        again = self._reopen_moot(judgement, scope, limit)
        more = limit in (len(withdrawn), len(rows), len(again))
        return ordered | moot, more

    def _hand_back(self, judgement):
        """Customers of closed cards go back to their own salesperson at once."""
        partners = self.filtered("user_id").partner_id
        if partners:
            scope = SQL("contact.commercial_partner_id = ANY(%s)", partners.ids)
            self.env["reactivation.customer"]._write_figures(judgement, scope)

    def _reopen_moot(self, judgement, scope, limit):
        """Open cards again that the refresh closed: the customer is inactive again.

        A policy was tried and taken back, a partner archived and restored, an older
        order entered by mistake: what people did on the card is still there.

        :return: these cards
        """
        rows = self.env.execute_query(
            closing.moot_no_more(judgement.company.id, scope, limit)
        )
        episodes = self.browse(card_id for (card_id,) in rows)
        episodes.write({"state": "open", "closed_on": False, "closed_as_moot": False})
        return episodes

    def _close_reactivated(self, judgement):
        """Close as reactivated, naming the first purchase since the card was opened."""
        comebacks = self._comebacks(judgement.company)
        # together: each write of a state makes the customers follow
        self.write({"state": "reactivated", "closed_on": judgement.today})
        for card in self:
            comeback = comebacks.get(card.id)
            card.write(
                {
                    "origin_model": comeback and comeback.origin_model,
                    "origin_id": comeback and comeback.origin_id,
                    "order_id": comeback and comeback.order_id,
                }
            )
        self._make_credits(comebacks)
        self._cancel_activities(self.env._("The customer ordered again."))

    def _close_released(self, today):
        """Close without an order."""
        self.write({"state": "released", "closed_on": today})
        self._cancel_activities(self.env._("The card was closed."))

    def _reopen_withdrawn(self, judgement, scope, limit):
        """Open cards again whose comeback is no purchase any more.

        :return: these cards
        """
        rows = self.env.execute_query(
            closing.withdrawn(judgement.company.id, scope, limit)
        )
        episodes = self.browse(card_id for (card_id,) in rows)
        for card in episodes:
            others = card.customer_id.episode_id - card
            card.write(
                {
                    "state": "released" if others else "open",
                    "closed_on": judgement.today if others else False,
                    "origin_model": False,
                    "origin_id": False,
                    "order_id": False,
                }
            )
            card.message_post(
                body=self.env._(
                    "The comeback no longer counts: it was cancelled or deleted,"
                    " credited, or dated before this card was opened."
                )
            )
        return episodes

    def _cancel_activities(self, why):
        """Remove the open activities of the cards, with a note that says why."""
        self._cancel(self.activity_ids, why)

    def _cancel(self, activities, why):
        """Remove these activities of the cards, with a note that says why."""
        for card_id, planned in activities.grouped("res_id").items():
            names = ", ".join(
                activity.summary or activity.activity_type_id.name
                for activity in planned
            )
            planned.unlink()
            self.browse(card_id).message_post(
                body=self.env._(
                    "%(why)s Planned activities cancelled: %(names)s.",
                    why=why,
                    names=names,
                )
            )

    def _bring_up_to_date(self, company, scope=ALL_CARDS):
        """Write rank and amount at stake of the open cards, where they moved.

        :param scope: SQL condition on ``card``
        """
        self.env.flush_all()
        ranked = self._priority_query(
            company,
            card_order.to_rank(company.id, scope),
            company._reactivation_wave_limits(),
        )
        changed = self.env.execute_query(
            bulk(
                card_order.refresh_order(
                    company.id, ranked, self._raised_expression(company)
                )
            )
        )
        self.browse(row_id for (row_id,) in changed).invalidate_recordset(
            card_order.ORDER_COLUMNS, flush=False
        )

    def _raised_expression(self, company):
        """SQL on ``card``: it comes before all others; extend it to raise cards."""
        return SQL("FALSE")

    def _priority_query(self, company, customers, wave_limits):
        """SQL: potential, accessibility and rank, see ``queries.priority``.

        :param customers: SQL, rows of ``reactivation_customer``
        :param wave_limits: smallest turnovers of waves 1 and 2
        """
        return priority.priorities(
            customers,
            company.id,
            company._reactivation_potential_limits(wave_limits),
            company._reactivation_potential_by_wave(),
            company._reactivation_today() - timedelta(days=RECENT_SIGNAL_DAYS - 1),
            POSITIONS,
        )

    def _keep_one_open(self):
        """Of several open cards that become one customer's, release all but one."""
        still_open = self.filtered(lambda card: card.state == "open").sorted(
            lambda card: (bool(card.decided_category_id), card.write_date), reverse=True
        )
        released = still_open[1:]
        released._close_released(fields.Date.context_today(self))
        for card in released:
            card.message_post(
                body=self.env._("Customers were merged; another card goes on.")
            )
