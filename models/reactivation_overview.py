from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import format_amount, format_date, formatLang

from ..queries import effort

INACTIVE = ["inactive", "very_inactive"]
#: Shares of contacts and calls look so many days back.
WINDOW_DAYS = 90


class ReactivationOverview(models.AbstractModel):
    """Everything the page *Reactivation* among the reports shows, in one call.

    Each figure is one grouped query under the reader's own access rules: salespeople
    see their customers, managers all of the company.  What is told of a figure, and
    which list it opens, is in ``reactivation_overview_tiles.py``.
    """

    _name = "reactivation.overview"
    _description = "Overview of Reactivation"

    @api.model
    def get_figures(self):
        """All figures of the current company for the client action, ready to be shown.

        :return: dict with ``tiles`` (lists by section), ``categories``, ``funnel``,
            ``objectives``, ``leaders`` and ``months``; amounts as text in the company's
            currency, each with the ``action`` that opens its records
        :raise AccessError: no salesperson
        """
        self.env["reactivation.report"].check_access("read")
        facts = self._facts()
        return {
            "period": self._period_text(),
            "status": self.env["reactivation.customer"].get_refresh_status(),
            "has_cards": bool(facts["by_category"] or facts["worked"]),
            "tiles": self._tiles(facts),
            "categories": self._categories(facts),
            "funnel": self._funnel(facts),
            "objectives": self._objectives(),
            "leaders": self._leaders(),
            "months": self._months(),
        }

    @api.model
    def _shares(self):
        """Dict code -> label of the figures in percent, which can have a benchmark."""
        return {
            "reactivation_rate": self.env._("Reactivation rate"),
            "next_activity": self.env._("Cards with a next activity"),
            "time_share": self.env._("Contacts for win-back"),
            "acquisition_share": self.env._("Contacts for new customers"),
            "contact_rate": self.env._("Somebody reached"),
            "visit_rate": self.env._("Contacted customers visited"),
            "relapse_rate": self.env._("Inactive again within 12 months"),
        }

    # ------------------------------------------------------------------
    # DAYS AND WORDS
    # ------------------------------------------------------------------

    def _today(self):
        return self.env.company._reactivation_today()

    def _year(self, field):
        """Domain: the day of this field lies in the company's current year."""
        today = self._today()
        return [
            (field, ">=", str(today.replace(month=1, day=1))),
            (field, "<=", str(today.replace(month=12, day=31))),
        ]

    def _lately(self):
        """First day of the window that shares look at."""
        return self._today() - relativedelta(days=WINDOW_DAYS)

    def _here(self, *terms):
        """Domain of the current company, with more terms."""
        return [("company_id", "=", self.env.company.id), *terms]

    def _period_text(self):
        return self.env._(
            "%(company)s, %(date)s",
            company=self.env.company.name,
            date=format_date(self.env, self._today()),
        )

    def _money(self, amount):
        """An amount without cents, in the company's currency."""
        currency = self.env.company.currency_id
        return format_amount(
            self.env, round(amount or 0), currency, trailing_zeroes=False
        )

    def _number(self, number):
        return formatLang(self.env, number or 0, digits=0)

    def _percent(self, share):
        """A share (0..100) in words; unknown is no zero."""
        if share is None:
            return "–"
        return self.env._("%(number)s %%", number=self._number(round(share)))

    # ------------------------------------------------------------------
    # FACTS
    # ------------------------------------------------------------------

    def _facts(self):
        """Dict of grouped figures, one query each."""
        cards = self.env["reactivation.episode"]
        analysis = self.env["reactivation.report"]
        is_open = self._here(("state", "=", "open"))
        return {
            "by_category": {
                category.id: (count, amount)
                for category, count, amount in cards._read_group(
                    is_open, ["category_id"], ["__count", "at_stake_amount:sum"]
                )
            },
            "planned": cards.search_count([*is_open, ("activity_ids", "!=", False)]),
            "unreachable": cards.search_count(self._unreachable_cards()),
            "not_pursued": cards.search_count(self._closed_without_order()),
            "purged": self._purged(),
            "relapse": cards._read_group(
                self._old_comebacks(), [], ["__count", "relapsed_on:count"]
            )[0],
            "year": analysis._read_group(
                self._here(*self._year("back_on")),
                [],
                ["won_back_id:count_distinct", "recovered_amount:sum"],
            )[0],
            "closed": analysis._read_group(
                self._here(*self._year("closed_on")),
                [],
                ["closed:sum", "reactivated:sum"],
            )[0],
            "worked": self._worked_by_category(),
            "at_risk": self.env["reactivation.customer"]._read_group(
                self._class_a_at_risk(), [], ["__count", "yearly_amount:sum"]
            )[0],
            "calls": dict(
                (channel, (count, reached))
                for channel, count, reached in self.env[
                    "reactivation.call"
                ]._read_group(
                    self._recent_calls(), ["channel"], ["__count", "contact_rate:avg"]
                )
            ),
            "contacted": self._cards_called(self._recent_calls()),
            "visited": self._cards_called(self._recent_visits()),
            "feedback": self.env["reactivation.call"].search_count(self._feedback()),
            "answers": self.env["reactivation.enrollment"].search_count(
                self._answers()
            ),
            "assessed": self.env["reactivation.assessment"]._read_group(
                self._assessed(), [], ["partner_id:count_distinct"]
            )[0][0],
            "effort": self._effort(),
            "benchmarks": {
                line.figure: line
                for line in self.env["reactivation.benchmark"].search(self._here())
            },
        }

    def _worked(self):
        """Domain: rows of the analysis that were open at any time this year."""
        first = str(self._today().replace(month=1, day=1))
        return self._here("|", ("closed_on", "=", False), ("closed_on", ">=", first))

    def _worked_by_category(self):
        """Dict category id -> sums of what was done on cards of this year."""
        names = (
            "card_count assessed gone_for contacted reactivated call_count hours cost"
            " recovered_amount"
        ).split()
        rows = self.env["reactivation.report"]._read_group(
            self._worked(), ["category_id"], [f"{name}:sum" for name in names]
        )
        return {
            category.id: dict(zip(names, sums, strict=True)) for category, *sums in rows
        }

    def _unreachable_cards(self):
        """Domain: open cards whose customer has no phone and no e-mail at all."""
        reachable = ["|", ("phone", "!=", False), ("email", "!=", False)]
        return self._here(
            ("state", "=", "open"),
            ("partner_id.phone", "=", False),
            ("partner_id.email", "=", False),
            ("partner_id.child_ids", "not any", reachable),
        )

    def _closed_without_order(self):
        return self._here(
            ("state", "in", ["released", "not_pursued"]),
            ("closed_as_moot", "=", False),
            *self._year("closed_on"),
        )

    def _old_comebacks(self):
        """Domain: comebacks whose twelve months are over since less than a year."""
        today = self._today()
        return self._here(
            ("state", "=", "reactivated"),
            ("closed_on", ">=", str(today - relativedelta(years=2))),
            ("closed_on", "<", str(today - relativedelta(years=1))),
        )

    def _class_a_at_risk(self):
        return self._here(
            ("inactivity_level", "=", "at_risk"), ("value_class", "=", "a")
        )

    def _recent_calls(self):
        return self._here(("date", ">=", str(self._lately())))

    def _recent_visits(self):
        return [*self._recent_calls(), ("channel", "=", "visit")]

    def _cards_called(self, calls):
        """Number of cards that these calls and visits are about."""
        [[count]] = self.env["reactivation.call"]._read_group(
            calls, [], ["episode_id:count_distinct"]
        )
        return count

    def _effort(self):
        """Dict kind (inactive, active, new) -> contacts lately, of whom one may see."""
        self.env["reactivation.episode"].flush_model()
        self.env["reactivation.call"].flush_model()
        self.env["mail.activity"].flush_model()
        sees_all = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        return dict(
            self.env.execute_query(
                effort.done_contacts(
                    self.env.company.id,
                    self.env.company._reactivation_tz(),
                    self._lately(),
                    self._today(),
                    None if sees_all else [self.env.uid],
                )
            )
        )
