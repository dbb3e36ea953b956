from odoo import models


class ReactivationOverview(models.AbstractModel):
    """The figures of this year: what came of it, what was learnt, who left."""

    _inherit = "reactivation.overview"

    def _tiles_year(self, facts):
        won, recovered = facts["year"]
        came_back, relapsed = facts["relapse"]
        inactive = self._worked_sum(facts, "card_count")
        reactivated = self._worked_sum(facts, "reactivated")
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
                100 * reactivated / inactive if inactive else None,
                self._tell_closed(facts),
                self.env._(
                    "Cards closed by an order this year, out of all cards that were"
                    " open on any day of this year."
                ),
                self._list(
                    self.env._("Cards of this year"),
                    "reactivation.report",
                    self._worked(),
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
                self.env._(
                    "%(count)s archived or anonymised",
                    count=self._number(facts["purged"]),
                )
                if facts["purged"]
                else self.env._("closed without an order"),
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
            self._tile(
                "answers",
                self.env._("Answers to campaigns"),
                self._number(facts["answers"]),
                self.env._("from the answer page and surveys"),
                self.env._(
                    "Customers who said in a campaign why they stopped or what to"
                    " improve."
                ),
                {
                    **self.env["ir.actions.act_window"]._for_xml_id(
                        "crm_reactivation.reactivation_enrollment_action_answers"
                    ),
                    "domain": self._answers(),
                },
            ),
        ]

    def _tell_closed(self, facts):
        """The share of closed cards in words: open ones may come back still."""
        closed, reactivated = facts["closed"]
        if not closed:
            return self.env._("none closed yet")
        return self.env._(
            "%(share)s of %(count)s closed cards",
            share=self._percent(100 * reactivated / closed),
            count=self._number(closed),
        )

    def _feedback(self):
        return self._here(
            ("date", ">=", str(self._today().replace(month=1, day=1))),
            "|",
            "|",
            ("inactivity_reason_id", "!=", False),
            ("missing_id", "!=", False),
            ("solution_name", "!=", False),
        )

    def _answers(self):
        """Domain: customers who answered a campaign this year, page or survey."""
        return self._here(*self._year("answered_on"))

    def _assessed(self):
        return self._here(*self._year("date"))

    def _purged(self):
        """Number of customers archived or anonymised this year; None: not to be told.

        Decisions on personal data are for managers.
        """
        log = self.env["reactivation.retention.log"]
        if not log.has_access("read"):
            return None
        [[count]] = log._read_group(
            self._here(
                ("date", ">=", str(self._today().replace(month=1, day=1))),
                ("decision", "in", ["archive", "anonymise"]),
            ),
            [],
            ["partner_number:count_distinct"],
        )
        return count
