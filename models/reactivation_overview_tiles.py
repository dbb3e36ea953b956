from odoo import models


class ReactivationOverview(models.AbstractModel):
    """What the overview says of each figure, and the records behind it."""

    _inherit = "reactivation.overview"

    def _list(self, name, model, domain, **more):
        """Action of the client: the records of a figure."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": domain,
            "views": [[False, "list"], [False, "form"]],
            **more,
        }

    def _tile(self, code, label, value, detail, tip, action):
        return {
            "code": code,
            "label": label,
            "value": value,
            "detail": detail,
            "help": tip,
            "action": action,
        }

    def _share_tile(self, facts, code, share, detail, tip, action):
        """A figure in percent, with the benchmark that the company set."""
        tile = self._tile(
            code, self._shares()[code], self._percent(share), detail, tip, action
        )
        line = facts["benchmarks"].get(code)
        if line:
            tile["benchmark"] = self.env._(
                "Benchmark %(value)s", value=self._percent(line.value)
            )
            tile["benchmark_note"] = line.note or ""
        return tile

    def _tiles(self, facts):
        """Sections of the page: list of (title, tiles)."""
        return [
            {"title": title, "tiles": tiles}
            for title, tiles in (
                (self.env._("Now"), self._tiles_now(facts)),
                (self.env._("This year"), self._tiles_year(facts)),
                (self.env._("Work of the last 90 days"), self._tiles_work(facts)),
            )
        ]

    def _tiles_now(self, facts):
        cards, at_stake = self._open_cards(facts)
        planned = facts["planned"]
        without = self._here(("state", "=", "open"), ("activity_ids", "=", False))
        at_risk, yearly = facts["at_risk"]
        return [
            self._tile(
                "inactive",
                self.env._("Inactive customers"),
                self._number(cards),
                self.env._("%(amount)s at stake a year", amount=self._money(at_stake)),
                self.env._(
                    "Open cards. At stake: bought in the 365 days that ended on the"
                    " last order, without taxes, less credit notes."
                ),
                self._list(
                    self.env._("Inactive customers"),
                    "reactivation.episode",
                    self._here(("state", "=", "open")),
                ),
            ),
            self._share_tile(
                facts,
                "next_activity",
                100 * planned / cards if cards else None,
                self.env._(
                    "%(count)s without one", count=self._number(cards - planned)
                ),
                self.env._(
                    "Open cards on which something is planned, out of all open cards."
                ),
                self._list(
                    self.env._("Cards without a next activity"),
                    "reactivation.episode",
                    without,
                ),
            ),
            self._tile(
                "at_risk",
                self.env._("Class A at risk"),
                self._number(at_risk),
                self.env._("%(amount)s a year", amount=self._money(yearly)),
                self.env._(
                    "Best customers who have been silent for most of their threshold:"
                    " they are not inactive yet."
                ),
                self._list(
                    self.env._("Class A at risk"),
                    "reactivation.customer",
                    self._class_a_at_risk(),
                ),
            ),
            self._tile(
                "unreachable",
                self.env._("Without phone or e-mail"),
                self._number(facts["unreachable"]),
                self.env._("cards to complete"),
                self.env._(
                    "Open cards whose customer has neither, and no contact who has:"
                    " nobody can call or write."
                ),
                self._list(
                    self.env._("Without phone or e-mail"),
                    "reactivation.episode",
                    self._unreachable_cards(),
                ),
            ),
        ]

    def _tiles_work(self, facts):
        effort = facts["effort"]
        done = sum(effort.values())
        inactive, new = effort.get("inactive", 0), effort.get("new", 0)
        calls = facts["calls"]
        count = sum(number for number, __ in calls.values())
        reached = sum(number * rate for number, rate in calls.values())
        visits = calls.get("visit", (0, 0))[0]
        logged = self._list(
            self.env._("Logged calls"), "reactivation.call", self._recent_calls()
        )
        return [
            self._share_tile(
                facts,
                "time_share",
                100 * inactive / done if done else None,
                self.env._(
                    "meant to be %(share)s",
                    share=self._percent(self.env.company.reactivation_time_share),
                ),
                self.env._(
                    "Of %(count)s activities done and calls logged: those on a card, or"
                    " with a customer who had an open one.",
                    count=self._number(done),
                ),
                logged,
            ),
            self._share_tile(
                facts,
                "acquisition_share",
                100 * new / done if done else None,
                self.env._(
                    "%(share)s for those who had bought before",
                    share=self._percent(100 * (done - new) / done),
                )
                if done
                else self.env._("nothing done or logged yet"),
                self.env._(
                    "Of %(count)s activities done and calls logged: those with whoever"
                    " had not bought before that day.",
                    count=self._number(done),
                ),
                self._list(
                    self.env._("Prospects"),
                    "reactivation.customer",
                    self._here(("lifecycle_status", "=", "prospect")),
                ),
            ),
            self._share_tile(
                facts,
                "contact_rate",
                reached / count if count else None,
                self.env._("of %(count)s calls and visits", count=self._number(count))
                if count
                else self.env._("no call logged yet"),
                self.env._(
                    "Logged calls and visits in which somebody was reached, out of all."
                ),
                logged,
            ),
            self._share_tile(
                facts,
                "visit_rate",
                100 * visits / count if count else None,
                self.env._("%(count)s visits", count=self._number(visits)),
                self.env._("Visits, out of all logged calls and visits."),
                self._list(
                    self.env._("Visits"),
                    "reactivation.call",
                    [*self._recent_calls(), ("channel", "=", "visit")],
                ),
            ),
        ]

    def _tiles_year(self, facts):
        won, recovered = facts["year"]
        came_back, relapsed = facts["relapse"]
        closed, reactivated = facts["closed"]
        back = self._here(*self._year("back_on"), ("credit_state", "=", "counted"))
        return [
            self._tile(
                "won_back",
                self.env._("Customers won back"),
                self._number(won),
                self.env._("%(amount)s recovered", amount=self._money(recovered)),
                self.env._(
                    "Different customers with a credit that counts, as objectives count"
                    " them, and what they bought from the comeback on."
                ),
                self._list(
                    self.env._("Customers won back"), "reactivation.report", back
                ),
            ),
            self._share_tile(
                facts,
                "reactivation_rate",
                100 * reactivated / closed if closed else None,
                self.env._("of %(count)s cards", count=self._number(closed)),
                self.env._(
                    "Cards closed by an order, out of all cards closed this year."
                ),
                self._list(
                    self.env._("Cards closed this year"),
                    "reactivation.report",
                    self._here(*self._year("closed_on")),
                ),
            ),
            self._share_tile(
                facts,
                "relapse_rate",
                100 * relapsed / came_back if came_back else None,
                self.env._("of %(count)s comebacks", count=self._number(came_back))
                if came_back
                else self.env._("known a year after a comeback"),
                self.env._(
                    "Who came back one to two years ago and was inactive again within"
                    " 12 months, out of all who came back then."
                ),
                self._list(
                    self.env._("Came back one to two years ago"),
                    "reactivation.episode",
                    self._old_comebacks(),
                ),
            ),
            self._tile(
                "assessed",
                self.env._("Customers assessed"),
                self._number(facts["assessed"]),
                self.env._("known better than before"),
                self.env._("Different customers with an assessment of this year."),
                self._list(
                    self.env._("Customers assessed"),
                    "reactivation.assessment",
                    self._assessed(),
                ),
            ),
            self._tile(
                "not_pursued",
                self.env._("Taken off the list"),
                self._number(facts["not_pursued"]),
                self.env._("closed without an order"),
                self.env._(
                    "Cards released or not pursued this year: effort saved for others."
                ),
                self._list(
                    self.env._("Taken off the list"),
                    "reactivation.episode",
                    self._closed_without_order(),
                ),
            ),
            self._tile(
                "feedback",
                self.env._("Feedback received"),
                self._number(facts["feedback"]),
                self.env._("from calls and visits"),
                self.env._(
                    "Logged calls that say why the customer stopped, what is used"
                    " instead or what is missing there."
                ),
                self._list(
                    self.env._("Feedback received"),
                    "reactivation.call",
                    self._feedback(),
                ),
            ),
        ]

    def _open_cards(self, facts):
        """(number, amount at stake) of all open cards."""
        rows = facts["by_category"].values()
        return sum(count for count, __ in rows), sum(amount for __, amount in rows)
