from datetime import date, datetime, timedelta

from odoo.tests import tagged

from ..engine.priority import POSITIONS
from . import naive
from .common import NOW
from .random_world import RandomWorldCase


@tagged("post_install", "-at_install")
class TestRefreshOracle(RandomWorldCase):
    """Random small companies: the refresh equals a naive recomputation in Python.

    Each test refreshes two companies on several days with new orders in between, and
    compares every column of every row.
    """

    def compare(self, moment):
        """Refresh at a moment (UTC) and hold all rows against the oracle."""
        with self.at(moment):
            self.refresh(self.companies)
            for company in self.companies:
                world = self.worlds[company.id]
                run = self.last_run(company)
                pooled = world.pooled_interval()
                drift = abs(run.interval_days - pooled)
                self.assertLessEqual(drift, 0.0101 * run.interval_days)
                expected = world.standings(world.local_day(moment), run.interval_days)
                rows = self.Customer.search([("company_id", "=", company.id)])
                by_partner = {row.partner_id.id: row for row in rows}
                self.assertEqual(set(by_partner), set(expected), company.name)
                for customer, figures in expected.items():
                    row = by_partner[customer]
                    message = (company.name, customer, moment)
                    if figures["status"] == "customer":
                        self.compare_buyer(row, figures, world, moment, message)
                    else:
                        self.compare_other(row, figures, message)
                self.compare_cards(rows, expected)

    def compare_buyer(self, row, figures, world, moment, message):
        found = {
            "status": row.lifecycle_status,
            "first": row.first_order_date,
            "last": row.last_order_date,
            "orders": row.order_count,
            "days": row.order_day_count,
            "ordered": naive.cents(row.ordered_amount),
            "average": naive.cents(row.average_order_amount),
            "yearly": naive.cents(row.yearly_amount),
            "value": naive.cents(row.value_amount),
            "threshold": row.threshold_days,
            "at_risk_on": row.at_risk_on,
            "since": row.inactive_since or None,
            "level": row.inactivity_level,
            "value_class": row.value_class,
            "wave": row.wave,
        }
        expected = {**dict.fromkeys(found, False), **figures, "since": figures["since"]}
        interval, span = expected.pop("interval"), expected.pop("span")
        wrong = {
            name: (value, expected[name])
            for name, value in found.items()
            if value != expected[name]
        }
        self.assertFalse(wrong, msg=message)  # name: (found, expected)
        self.assertAlmostEqual(row.order_interval_days, interval or 0, msg=message)
        silence = max(0, (world.local_day(moment) - figures["last"]).days)
        self.assertEqual(row.silence_days, silence, message)
        if interval:  # R67: the overdue ratio needs three order days
            self.assertAlmostEqual(row.overdue_ratio, silence / interval, msg=message)
            expected_on = figures["last"] + timedelta(days=round(interval))
            self.assertEqual(row.expected_order_date, expected_on, message)
        else:
            self.assertFalse(row.overdue_ratio or row.expected_order_date)
        chance = naive.chances(
            figures["days"] - 1,
            span,
            silence,
            self.last_run(row.company_id).interval_days,
            182,
        )[3]
        self.assertAlmostEqual(row.no_order_probability, chance, places=6, msg=message)

    def compare_other(self, row, figures, message):
        self.assertEqual(row.lifecycle_status, figures["status"], message)
        buyers_only = (
            "first_order_date last_order_date order_count ordered_amount value_class"
            " threshold_days at_risk_on inactive_since inactivity_level wave"
            " silence_days overdue_ratio expected_order_date no_order_probability"
        ).split()
        self.assertFalse([name for name in buyers_only if row[name]], msg=message)

    def compare_cards(self, rows, expected):
        """Exactly the inactive customers that are not archived have an open card."""
        with_card = rows.filtered("episode_id")
        due = {
            customer
            for customer, figures in expected.items()
            if figures.get("since") and customer not in self.archived
        }
        self.assertEqual(set(with_card.partner_id.ids), due)
        for row in with_card:
            self.assertEqual(row.episode_id.state, "open")
            potential = {"1": "high", "2": "medium", "3": "low"}[row.wave]
            card = row.episode_id
            self.assertEqual(card.potential_class, potential)
            position = POSITIONS[potential, card.accessibility_class]
            self.assertEqual(card.rank, position)
            self.assertEqual(row.episode_id.at_stake_amount, row.yearly_amount)

    def go_on(self, moment, share):
        """Some customers order again, the others stay silent; then compare."""
        for company in self.companies:
            day = self.worlds[company.id].local_day(moment)
            for customer in self.random.sample(
                self.customers, int(share * len(self.customers))
            ):
                ago = self.random.choice((0, 0, 1, 5, 60))
                self.add_order(customer, company, day - timedelta(days=ago))
        self.write_orders()
        self.compare(moment)
        with self.at(moment):
            self.refresh(self.companies)
        for company in self.companies:
            run = self.last_run(company)
            written = run.inserted, run.updated, run.deleted, run.opened, run.closed
            self.assertEqual(written, (0,) * 5, "twice in a row writes nothing")

    def run_seed(self, seed, *zones):
        self.build(seed, zones)
        self.compare(NOW)
        counts = {
            company.id: self.Customer.search_count([("company_id", "=", company.id)])
            for company in self.companies
        }
        self.assertGreater(min(counts.values()), 150, "a world worth the name")
        # next day without orders; local evening before and morning after UTC midnight
        self.compare(datetime(2027, 3, 16, 10, 30))
        self.go_on(datetime(2027, 4, 20, 5, 0), 0.1)
        self.go_on(datetime(2028, 2, 29, 23, 30), 0.3)
        # whole years of silence: everybody left is inactive
        self.compare(datetime(2031, 1, 1, 0, 0))

    def test_kiritimati_and_los_angeles(self):
        """Zones a day apart: the same instant is two different dates."""
        self.run_seed(1, "Pacific/Kiritimati", "America/Los_Angeles")

    def test_paris_and_kiritimati(self):
        self.run_seed(2, "Europe/Paris", "Pacific/Kiritimati")

    def test_los_angeles_and_paris(self):
        self.run_seed(3, "America/Los_Angeles", "Europe/Paris")

    def test_paris_and_no_zone(self):
        """A company without time zone counts in UTC."""
        self.build(4, ("Europe/Paris", "UTC"))
        self.other.partner_id.tz = False
        self.compare(NOW)
        self.go_on(datetime(2027, 4, 20, 23, 59), 0.3)

    def test_oracle_knows_month_ends(self):
        """The oracle is judged as well: 31 August and 29 February."""
        cases = [
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2026, 12, 31), 12, date(2027, 12, 31)),
        ]
        for start, months, end in cases:
            self.assertEqual(naive.add_delay(start, months, "months"), end)
