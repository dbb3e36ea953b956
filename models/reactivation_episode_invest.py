from odoo import api, fields, models
from odoo.tools import format_date

from ..engine import invest


class ReactivationEpisode(models.Model):
    """*Invest now?*: what is recommended above Go and No-Go, and why.

    Computed when read, from facts that change by the day; what it said is kept with
    each decision.
    """

    _inherit = "reactivation.episode"

    invest_now = fields.Selection(
        [("yes", "Yes"), ("later", "Later"), ("no", "No")],
        string="Invest Now?",
        compute="_compute_invest",
        help="A recommendation; you decide. Empty: not known, assess the customer.",
    )
    invest_text = fields.Char(
        string="Recommended", compute="_compute_invest", help="With the earliest day."
    )
    invest_from = fields.Date(string="Worth a Try From", compute="_compute_invest")
    invest_reasons = fields.Text(
        string="Because", compute="_compute_invest", help="One reason a line."
    )

    @api.depends(
        "category_id",
        "critical_need",
        "expected_activation_from",
        "snoozed_until",
        "at_stake_amount",
        "is_reachable",
        "stopped_by_us",
        "stopped_lift_reason",
        "overdue_lift_reason",
        "overdue_amount",
        "painful_facts",
    )
    @api.depends_context("lang")
    def _compute_invest(self):
        for card in self:
            verdict = invest.invest_now(card._invest_facts())
            day = invest.start_day(verdict) if verdict.value == "later" else None
            card.invest_now = verdict.value
            card.invest_from = day
            card.invest_text = card._invest_in_words(verdict.value, day)
            card.invest_reasons = "\n".join(
                card._invest_reason_in_words(reason) for reason in verdict.reasons
            )

    def _invest_facts(self):
        """What the engine has to know about this card."""
        self.ensure_one()
        category = self.category_id
        company = self.company_id.sudo()  # sudo: a number of the settings
        return invest.Facts(
            months=category.horizon_from if category.is_scored else None,
            waits=category.critical_need_only,
            worth_from=self.expected_activation_from or None,
            critical_need=bool(self.critical_need),
            put_off_until=self._snoozed_to() or None,
            at_stake=self.at_stake_amount,
            hours=category.effort_hours,
            hour_cost=company.reactivation_hour_cost,
            stopped=self._is_stopped() and self.stopped_by_us or None,
            owes_too_much=self._owes_too_much(),
            painful=sum(fact["count"] for fact in self._hurting_facts()),
            reachable=self.is_reachable,
        )

    def _invest_in_words(self, value, day):
        if value == "yes":
            return self.env._("Yes")
        if value == "no":
            return self.env._("No")
        if value == "later" and day:
            return self.env._("Later, from %(date)s", date=format_date(self.env, day))
        if value == "later":
            return self.env._("Later")
        return self.env._("Not known yet: assess the customer")

    def _invest_reason_in_words(self, reason):
        """One sentence for a reason of :func:`~..engine.invest.invest_now`."""
        self.ensure_one()
        facts = reason.facts
        tell = {
            "stopped": self._tell_stopped,
            "effort": self._tell_effort,
            "put_off": self._tell_put_off,
            "overdue": lambda facts: self.env._(
                "%(overdue)s: wait until it is paid", overdue=self.overdue_text
            ),
            "category_waits": lambda facts: self.env._(
                "Column %(category)s: worth it when a critical need comes up",
                category=self.category_id.name,
            ),
            "unreachable": lambda facts: self.env._(
                "Nobody to talk to: find a phone number or an e-mail address first"
            ),
            "critical_need": lambda facts: self.env._(
                "Critical need: %(need)s", need=self.critical_need
            ),
            "category": lambda facts: self.env._(
                "Column %(category)s", category=self.category_id.name
            ),
            "worth": self._tell_worth,
            "painful": lambda facts: self.env._(
                "Something painful happened: settle it before selling"
            ),
        }
        return tell[reason.code](facts)

    def _tell_stopped(self, facts):
        if facts["why"] == "unpaid":
            return self.env._("We stopped selling to them ourselves: unpaid invoices")
        return self.env._("We stopped selling to them ourselves")

    def _tell_put_off(self, facts):
        return self.env._(
            "Snoozed until %(date)s", date=format_date(self.env, facts["day"])
        )

    def _tell_effort(self, facts):
        return self.env._(
            "%(at_stake)s a year at stake, not more than the %(hours)s hours of work"
            " that it takes (%(cost)s)",
            at_stake=self._amount_in_words(facts["at_stake"]),
            hours=round(facts["hours"]),
            cost=self._amount_in_words(facts["cost"]),
        )

    def _tell_worth(self, facts):
        at_stake = self._amount_in_words(facts["at_stake"])
        if not facts["cost"]:
            return self.env._(
                "%(at_stake)s a year at stake, for about %(hours)s hours of work",
                at_stake=at_stake,
                hours=round(facts["hours"]),
            )
        return self.env._(
            "%(at_stake)s a year at stake, for about %(hours)s hours of work"
            " (%(cost)s)",
            at_stake=at_stake,
            hours=round(facts["hours"]),
            cost=self._amount_in_words(facts["cost"]),
        )
