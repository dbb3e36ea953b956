from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, format_duration

FUNNEL = ("card_count", "assessed", "gone_for", "contacted", "reactivated")
LEADERS = 10


class ReactivationOverview(models.AbstractModel):
    """Tables of the overview: by category, the way to a comeback, people, months."""

    _inherit = "reactivation.overview"

    def _categories(self, facts):
        """Rows by category: what is open, and what this year's work came to."""
        categories = self.env["reactivation.category"].search(Domain.TRUE)
        rows = []
        for category in categories:
            count, amount = facts["by_category"].get(category.id, (0, 0))
            worked = facts["worked"].get(category.id, {})
            if not count and not worked:
                continue
            domain = self._here(
                ("state", "=", "open"), ("category_id", "=", category.id)
            )
            rows.append(
                {
                    "id": category.id,
                    "name": category.name,
                    "cards": self._number(count),
                    "at_stake": self._money(amount),
                    "calls": self._number(worked.get("call_count")),
                    "hours": format_duration(worked.get("hours") or 0),
                    "cost": self._money(worked.get("cost")),
                    "reactivated": self._number(worked.get("reactivated")),
                    "recovered": self._money(worked.get("recovered_amount")),
                    "action": self._list(category.name, "reactivation.episode", domain),
                }
            )
        return rows

    def _funnel(self, facts):
        """Steps from an inactive customer to a comeback, of this year's cards."""
        labels = {
            "card_count": self.env._("Inactive"),
            "assessed": self.env._("Assessed"),
            "gone_for": self.env._("Go"),
            "contacted": self.env._("Contacted"),
            "reactivated": self.env._("Reactivated"),
        }
        sums = {name: self._worked_sum(facts, name) for name in FUNNEL}
        total = sums["card_count"]
        return [
            {
                "code": name,
                "label": labels[name],
                "count": self._number(sums[name]),
                "share": round(100 * sums[name] / total) if total else 0,
                "percent": self._percent(100 * sums[name] / total if total else None),
                "action": self._list(
                    labels[name],
                    "reactivation.report",
                    [*self._worked(), (name, "=", 1)],
                ),
            }
            for name in FUNNEL
        ]

    def _objectives(self):
        """Objectives under way: the company's, else the teams', else the people's."""
        today = str(self._today())
        under_way = self.env["reactivation.objective"].search(
            self._here(
                ("agreed_on", "!=", False),
                ("closed_on", "=", False),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
            ),
            order="date_end, id",
        )
        by_owner = under_way.grouped("owner_type")
        widest = next(
            (
                by_owner[kind]
                for kind in ("company", "team", "user")
                if kind in by_owner
            ),
            under_way,
        )
        return [
            {
                "id": objective.id,
                "name": objective.display_name,
                "owner": objective.owner_name,
                "text": ", ".join(
                    filter(None, [objective.done_text, objective.pace_text])
                ),
                "progress": min(100, round(objective.progress)),
                "pace": objective.pace or "",
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": "reactivation.objective",
                    "res_id": objective.id,
                    "views": [[False, "form"]],
                },
            }
            for objective in widest
        ]

    def _counted(self):
        return self._here(("counted", "=", True), *self._year("date"))

    def _leaders(self):
        """Who won back most customers this year."""
        rows = self.env["reactivation.credit"]._read_group(
            self._counted(),
            ["user_id"],
            ["partner_id:count_distinct", "amount:sum"],
        )
        rows.sort(key=lambda row: (-row[1], -row[2], row[0].name or ""))
        return [
            {
                "id": user.id,
                "name": user.name or self.env._("Nobody"),
                "count": self._number(count),
                "amount": self._money(amount),
                "action": self._list(
                    user.name or self.env._("Nobody"),
                    "reactivation.credit",
                    [*self._counted(), ("user_id", "=", user.id)],
                ),
            }
            for user, count, amount in rows[:LEADERS]
        ]

    def _months(self):
        """Customers won back and amounts by month of this year, also empty months."""
        found = {
            month.month: (count, amount)
            for month, count, amount in self.env["reactivation.credit"]._read_group(
                self._counted(),
                ["date:month"],
                ["partner_id:count_distinct", "amount:sum"],
            )
        }
        first = self._today().replace(day=1)
        months = range(1, first.month + 1)
        return {
            "labels": [
                format_date(self.env, first.replace(month=month), date_format="LLL")
                for month in months
            ],
            "counts": [found.get(month, (0, 0))[0] for month in months],
            "title": self.env._("Customers won back"),
            "action": self._list(
                self.env._("Customers won back"), "reactivation.credit", self._counted()
            ),
        }
