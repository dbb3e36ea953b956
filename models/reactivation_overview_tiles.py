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
        visited, contacted = facts["visited"], facts["contacted"]
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
                100 * visited / contacted if contacted else None,
                self.env._(
                    "%(visited)s of %(count)s cards",
                    visited=self._number(visited),
                    count=self._number(contacted),
                )
                if contacted
                else self.env._("no call logged yet"),
                self.env._(
                    "Cards with at least one logged visit, out of those with a logged"
                    " call or visit."
                ),
                self._list(
                    self.env._("Visits"), "reactivation.call", self._recent_visits()
                ),
            ),
        ]

    def _worked_sum(self, facts, name):
        """Sum of a figure over the cards of this year, of all categories."""
        return sum(row[name] or 0 for row in facts["worked"].values())

    def _open_cards(self, facts):
        """(number, amount at stake) of all open cards."""
        rows = facts["by_category"].values()
        return sum(count for count, __ in rows), sum(amount for __, amount in rows)
