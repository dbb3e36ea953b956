from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .call_case import CallCase
from .common import TODAY
from .security_case import SecurityCase
from .test_reactivation_objective import ObjectiveCase


@tagged("post_install", "-at_install")
class TestReactivationReport(ObjectiveCase):
    """One row per card, and the figures of objectives."""

    def row(self, card):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["reactivation.report"].search([("episode_id", "in", card.ids)])

    def total(self, domain, *aggregates):
        [totals] = self.env["reactivation.report"]._read_group(
            domain, aggregates=aggregates
        )
        return totals

    def test_an_open_card(self):
        __, card = self.silent_with_card(400, 420, 440)
        row = self.row(card)
        self.assertEqual((row.partner_id, row.state), (card.partner_id, "open"))
        self.assertEqual(row.opened_on, card.opened_on)
        self.assertEqual(row.at_stake_amount, 300)
        self.assertEqual(row.category_id, card.category_id)
        self.assertEqual(row.policy_id, self.policy)
        self.assertEqual(row.return_band, "99")
        self.assertFalse(row.back_on)
        self.assertFalse(row.won_back_id)
        self.assertEqual((row.card_count, row.closed, row.reactivated), (1, 0, 0))
        self.assertEqual(row.action_open_card()["res_id"], card.id)

    def test_a_comeback(self):
        partner, card = self.silent_with_card()
        card.user_id = self.seller
        with self.at(TODAY + timedelta(days=45)):
            self.confirm(partner, 250)
        row = self.row(card)
        self.assertEqual(row.back_on, TODAY + timedelta(days=45))
        self.assertEqual(row.days_to_return, 45)
        self.assertEqual(row.return_band, "01")
        self.assertEqual(row.won_back_id, partner)
        self.assertEqual(row.recovered_amount, 250)
        self.assertEqual(row.reactivation_rate, 100)
        self.assertEqual(row.closing_rate, 100)
        # who was credited stays, whoever has the card now
        card.sudo().user_id = self.boss
        self.assertEqual(self.row(card).user_id, self.seller)

    def test_bands_begin_on_the_day(self):
        card = self.back().episode_id
        opened = card.opened_on
        for day, band in (
            (opened, "00"),
            (date(2027, 4, 14), "00"),
            (date(2027, 4, 15), "01"),
            (date(2027, 7, 15), "04"),
            (date(2028, 4, 14), "07"),
            (date(2028, 4, 15), "13"),
            (date(2028, 10, 15), "19"),
        ):
            card.credit_ids.sudo().date = day
            self.assertEqual(self.row(card).return_band, band, day)

    def test_rates_say_their_denominator(self):
        """One back, one released, two open: 25 % of all, 50 % of the closed ones."""
        back = self.back().episode_id
        cards = back | self.Episode.browse(
            [self.silent_with_card()[1].id for __ in range(3)]
        )
        cards[1].sudo().write({"state": "released", "closed_on": TODAY})
        rate, of_closed, days = self.total(
            Domain("episode_id", "in", cards.ids),
            "reactivation_rate:avg",
            "closing_rate:avg",
            "days_to_return:avg",
        )
        self.assertEqual((rate, of_closed, days), (25, 50, 0))
        fields = self.env["reactivation.report"].fields_get()
        self.assertIn("out of all cards", fields["reactivation_rate"]["help"])
        self.assertIn("out of the closed ones", fields["closing_rate"]["help"])

    def test_opened_by_mistake_is_no_history(self):
        __, card = self.silent_with_card()
        card.sudo().write({"state": "released", "closed_as_moot": True})
        self.assertFalse(self.row(card))

    def test_a_credit_that_does_not_count_recovers_nothing(self):
        credit = self.back(300)
        self.correct(credit, correction="leave_out")
        row = self.row(credit.episode_id)
        self.assertEqual(row.credit_state, "left_out")
        self.assertFalse(row.won_back_id)
        self.assertEqual((row.recovered_amount, row.reactivated), (0, 1))

    def test_a_decision_against_the_recommendation(self):
        __, card = self.silent_with_card()
        self.env["reactivation.decision"].create(
            [
                {
                    "episode_id": card.id,
                    "decision": decision,
                    "recommended": recommended,
                    "date": TODAY,
                }
                for decision, recommended in (
                    ("go", "yes"),
                    ("no_go", "yes"),
                    ("none", False),
                )
            ]
        )
        row = self.row(card)
        self.assertEqual(row.recommended, "yes")
        self.assertTrue(row.decided_otherwise)

    def test_the_same_figures_as_objectives(self):
        """Twice back in the year is one customer, both amounts."""
        mine = self.objective()
        of_all = self.objective(owner_type="company", user_id=False)
        credit = self.back(100)
        self.back(70, user=self.boss)
        with self.at(TODAY + timedelta(days=200)):
            partner = credit.partner_id
            self.insert_orders([(partner, 500, 10)])
            again = self.Episode.sudo().create(
                {
                    "customer_id": credit.customer_id.id,
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "user_id": self.seller.id,
                    "opened_on": TODAY + timedelta(days=150),
                    "state": "reactivated",
                }
            )
            self.Credit.sudo().create(
                {
                    "episode_id": again.id,
                    "date": TODAY + timedelta(days=190),
                    "until": TODAY + timedelta(days=280),
                    "amount": 30,
                    "user_id": self.seller.id,
                }
            )
        year = Domain("back_on", ">=", mine.date_start)
        year &= Domain("back_on", "<=", mine.date_end)
        measures = ("won_back_id:count_distinct", "recovered_amount:sum")
        self.assertEqual(
            self.total(year & Domain("user_id", "=", self.seller.id), *measures),
            self.won(mine),
        )
        self.assertEqual(self.won(mine), (1, 130))
        self.assertEqual(self.total(year, *measures), self.won(of_all))
        self.assertEqual(self.won(of_all), (2, 200))

    def test_every_group_and_measure(self):
        """Each column the screen offers can be grouped by or summed."""
        self.back()
        report = self.env["reactivation.report"]
        for name, field in report._fields.items():
            if not field.store or name == "id" or field.type == "many2many":
                continue
            groupby = f"{name}:month" if field.type == "date" else name
            self.assertTrue(report._read_group([], [groupby], ["__count"]), msg=name)
            if field.aggregator:
                report._read_group([], [], [f"{name}:{field.aggregator}"])


@tagged("post_install", "-at_install")
class TestReportOfCalls(CallCase):
    def test_hours_cost_and_competitor(self):
        self.company.reactivation_hour_cost = 40
        self.log("unreachable", duration=0.25)
        self.log("other_solution", duration=0.5, solution_name="Rival")
        self.log("unreachable", channel="visit", duration=0.25)
        self.env.flush_all()
        row = self.env["reactivation.report"].search(
            [("episode_id", "=", self.the_card.id)]
        )
        self.assertEqual((row.call_count, row.reached_count), (3, 1))
        self.assertEqual(row.visit_count, 1)
        self.assertEqual((row.hours, row.cost), (1, 40))
        self.assertEqual(row.competitor, "Rival")
        self.assertEqual((row.call_channel, row.contacted), ("visit", 1))

    def test_what_is_missing_there_by_campaign(self):
        """R65: the newest call that says so; calls that do not say leave it."""
        missing = self.env["reactivation.reason"].search(
            [("kind", "=", "missing")], limit=2
        )
        for reason in missing:
            self.log("other_solution", missing_id=reason.id)
        self.log("unreachable")
        self.env.flush_all()
        rows = self.env["reactivation.report"]._read_group(
            [("episode_id", "=", self.the_card.id)],
            ["missing_id", "campaign_id"],
            ["__count"],
        )
        none = self.env["reactivation.campaign"]
        self.assertEqual(rows, [(missing[1], none, 1)])


@tagged("post_install", "-at_install")
class TestReportSecurity(SecurityCase):
    def seen(self, user):
        rows = self.env["reactivation.report"].with_user(user).search([])
        return set(rows.sudo().partner_id.mapped("name"))

    def test_who_sees_which_rows(self):
        self.assertEqual(self.seen(self.rep), {"Own", "Free"})
        self.assertEqual(self.seen(self.colleague), {"Theirs", "Free"})
        for user in (self.senior, self.manager):
            self.assertEqual(self.seen(user), {"Own", "Free", "Theirs"})
        for user in (self.clerk, self.portal, self.public):
            with self.assertRaises(AccessError, msg=user.login):
                self.seen(user)

    def test_nobody_writes(self):
        row = self.env["reactivation.report"].search([], limit=1)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(row.with_user(self.manager).has_access(operation))
