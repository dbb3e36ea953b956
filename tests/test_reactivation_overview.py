import json
from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .call_case import CallCase
from .common import TODAY
from .security_case import SecurityCase
from .test_reactivation_objective import ObjectiveCase


def tiles(figures):
    """Dict code -> tile."""
    return {
        tile["code"]: tile for section in figures["tiles"] for tile in section["tiles"]
    }


@tagged("post_install", "-at_install")
class TestReactivationOverview(ObjectiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Overview = cls.env["reactivation.overview"]

    def figures(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Overview.with_user(user or self.boss).get_figures()

    def test_overview_report_and_objective_agree(self):
        """One story, four screens: customers won back and amounts are the same."""
        objective = self.objective(owner_type="company", user_id=False)
        self.back(1200)
        self.back(70, user=self.boss)
        self.correct(self.back(500), correction="leave_out")
        self.silent_with_card()
        figures = self.figures()
        tile = tiles(figures)["won_back"]
        customers, amount = self.won(objective)
        self.assertEqual((customers, amount), (2, 1270))
        self.assertEqual(tile["value"], "2")
        self.assertIn("1,270", tile["detail"])
        action = tile["action"]
        self.assertEqual(
            self.env[action["res_model"]]._read_group(
                action["domain"],
                aggregates=["won_back_id:count_distinct", "recovered_amount:sum"],
            ),
            [(customers, amount)],
        )
        self.assertEqual(figures["objectives"][0]["text"][:7], "2 of 20")
        self.assertEqual(sum(figures["months"]["counts"]), customers)
        self.assertEqual([leader["count"] for leader in figures["leaders"]], ["1", "1"])
        self.assertEqual(self.on_dashboard("won_back_id"), customers)
        self.assertEqual(self.on_dashboard("recovered_amount"), amount)
        self.assertEqual(self.of_salespeople_on_dashboard(), [(1, 1200), (1, 70)])

    def dashboard_pivots(self, measures):
        """The spreadsheet dashboard's pivots of these measures, with their figures of
        the year, as its filter asks for them."""
        with file_open(
            "crm_reactivation/data/files/reactivation_dashboard.json"
        ) as file:
            pivots = json.load(file)["pivots"].values()
        for pivot in pivots:
            period = pivot["fieldMatching"]["reactivation-period"]
            if [m["fieldName"] for m in pivot["measures"]] == measures and (
                not period["offset"]
            ):
                year = [
                    (period["chain"], ">=", str(TODAY.replace(month=1, day=1))),
                    (period["chain"], "<=", str(TODAY)),
                ]
                yield self.env[pivot["model"]]._read_group(
                    [*pivot["domain"], *year],
                    [row["fieldName"] for row in pivot["rows"]],
                    [m["id"] for m in pivot["measures"]],
                    order="recovered_amount:sum desc" if pivot["rows"] else None,
                )

    def on_dashboard(self, measure):
        [[[figure]]] = self.dashboard_pivots([measure])
        return figure

    def of_salespeople_on_dashboard(self):
        [rows] = self.dashboard_pivots(
            ["won_back_id", "recovered_amount", "days_to_return"]
        )
        return [(count, amount) for __, count, amount, __ in rows if count]

    def test_each_figure_opens_as_many_records(self):
        self.back()
        self.silent_with_card()
        __, dropped = self.silent_with_card()
        dropped.sudo().write({"state": "released", "closed_on": TODAY})
        figures = self.figures()
        for code, expected in (
            ("inactive", 1),
            ("won_back", 1),
            ("unreachable", 1),
            ("not_pursued", 1),
            ("at_risk", 0),
        ):
            tile = tiles(figures)[code]
            self.assertEqual(tile["value"], str(expected), code)
            action = tile["action"]
            found = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(found, expected, code)
        for row in [
            *tiles(figures).values(),
            *figures["funnel"],
            *figures["leaders"],
            *figures["categories"],
        ]:
            action = row["action"]
            self.env[action["res_model"]].search_count(action["domain"])
        [step] = [step for step in figures["funnel"] if step["code"] == "reactivated"]
        self.assertEqual((step["count"], step["share"]), ("1", 33))

    def test_rates(self):
        """Unknown is no zero; known ones say out of what."""
        before = tiles(self.figures())
        for code in ("relapse_rate", "contact_rate", "time_share", "reactivation_rate"):
            self.assertEqual(before[code]["value"], "–", code)
        self.back()
        __, dropped = self.silent_with_card()
        dropped.sudo().write({"state": "released", "closed_on": TODAY})
        self.silent_with_card()
        __, old = self.silent_with_card()
        old.sudo().write(
            {
                "state": "released",
                "opened_on": TODAY - timedelta(days=400),
                "closed_on": TODAY.replace(month=1, day=1) - timedelta(days=1),
            }
        )
        tile = tiles(self.figures())["reactivation_rate"]
        # one back, one given up, one open; last year's is none of this year's
        self.assertEqual(tile["value"], "33 %")
        self.assertEqual(tile["detail"], "50 % of 2 closed cards")
        action = tile["action"]
        self.assertEqual(
            self.env[action["res_model"]].search_count(action["domain"]), 3
        )
        old.sudo().closed_on = TODAY.replace(month=1, day=1)
        self.assertEqual(tiles(self.figures())["reactivation_rate"]["value"], "25 %")

    def test_purged_contacts_are_told_to_managers(self):
        __, card = self.silent_with_card()
        card.sudo().user_id = self.seller
        __, asked = self.silent_with_card()
        log = self.env["reactivation.retention.log"].sudo()
        for about, decision, days in (
            (asked, "ask", 0),
            (card, "archive", 9),
            (card, "anonymise", 0),
        ):
            entry = log._note(about.customer_id, decision, {})
            self.env.cr.execute(
                "UPDATE reactivation_retention_log SET date = %s WHERE id = %s",
                [TODAY - timedelta(days=days), entry.id],
            )
        tile = tiles(self.figures())["not_pursued"]
        self.assertEqual(tile["detail"], "1 archived or anonymised")
        self.assertEqual(
            tiles(self.figures(self.seller))["not_pursued"]["detail"],
            "closed without an order",
        )
        self.env.cr.execute(
            "UPDATE reactivation_retention_log SET date = %s",
            [TODAY.replace(month=1, day=1) - timedelta(days=1)],
        )
        tile = tiles(self.figures())["not_pursued"]
        self.assertEqual(tile["detail"], "closed without an order", "last year")

    def test_relapses_are_told_when_their_year_is_over(self):
        cards = self.Episode
        for __ in range(2):
            cards |= self.back().episode_id
        cards[0].sudo().relapsed_on = TODAY + timedelta(days=100)
        self.assertEqual(tiles(self.figures())["relapse_rate"]["value"], "–")
        with self.at(TODAY + timedelta(days=400)):
            tile = tiles(self.figures())["relapse_rate"]
        self.assertEqual(tile["value"], "50 %")
        self.assertEqual(tile["detail"], "of 2 comebacks")

    def test_a_card_on_which_something_is_planned(self):
        __, card = self.silent_with_card()
        self.silent_with_card()
        card.activity_schedule("mail.mail_activity_data_call", user_id=self.boss.id)
        tile = tiles(self.figures())["next_activity"]
        self.assertEqual((tile["value"], tile["detail"]), ("50 %", "1 without one"))

    def test_a_contact_without_phone(self):
        partner, __ = self.silent_with_card()
        self.assertEqual(tiles(self.figures())["unreachable"]["value"], "1")
        self.make_partner("Ann", is_company=False, parent_id=partner.id, phone="+33 1")
        self.assertEqual(tiles(self.figures())["unreachable"]["value"], "0")

    def test_no_more_queries_with_more_customers(self):
        self.back()
        self.figures()
        before = self.env.cr.sql_log_count
        self.figures()
        few = self.env.cr.sql_log_count - before
        for __ in range(5):
            self.back()
            self.silent_with_card()
        self.figures()
        before = self.env.cr.sql_log_count
        self.figures()
        self.assertLessEqual(self.env.cr.sql_log_count - before, few)

    def test_nothing_yet(self):
        self.Episode.search(Domain.TRUE).unlink()
        self.assertFalse(self.figures()["has_cards"])

    # -- objectives shown

    def test_the_widest_objectives_under_way(self):
        mine = self.objective()
        self.objective(agreed=False, owner_type="company", user_id=False)
        self.assertEqual([row["id"] for row in self.figures()["objectives"]], mine.ids)
        of_all = self.objective(owner_type="company", user_id=False)
        self.assertEqual(
            [row["id"] for row in self.figures()["objectives"]], of_all.ids
        )
        # a salesperson sees the own one, as access rules say
        self.assertEqual(
            [row["id"] for row in self.figures(self.seller)["objectives"]], mine.ids
        )

    # -- benchmarks

    def test_benchmarks(self):
        self.assertFalse(self.env["reactivation.benchmark"].search(Domain.TRUE))
        benchmark = self.env["reactivation.benchmark"].with_user(self.boss)
        benchmark.create(
            {"figure": "contact_rate", "value": 8, "note": "Own target of 2027"}
        )
        found = tiles(self.figures())
        self.assertEqual(found["contact_rate"]["benchmark"], "Benchmark 8 %")
        self.assertEqual(found["contact_rate"]["benchmark_note"], "Own target of 2027")
        self.assertNotIn("benchmark", found["visit_rate"])
        with mute_logger("odoo.sql_db"):
            with self.refused(UniqueViolation, "reactivation_benchmark_one_per_figure"):
                benchmark.create({"figure": "contact_rate", "value": 9})
            with self.refused(CheckViolation, "reactivation_benchmark_percentage"):
                benchmark.create({"figure": "visit_rate", "value": 101})
        texts = {
            name: constraint.message
            for name, constraint in benchmark._table_objects.items()
        }
        self.assertIn("has a benchmark already", str(texts))
        self.assertIn("between 0 and 100", str(texts))
        mine = benchmark.search(Domain.TRUE)
        self.assertTrue(mine.with_user(self.seller).has_access("read"))
        self.assertFalse(mine.with_user(self.seller).has_access("write"))
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        mine.sudo().company_id = other
        self.assertFalse(mine.with_user(self.boss).has_access("read"))


@tagged("post_install", "-at_install")
class TestOverviewOfContacts(CallCase):
    """Shares of the time, by what the customer was on that day."""

    def shares(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        overview = self.env["reactivation.overview"].with_user(user or self.manager)
        found = tiles(overview.get_figures())
        return {code: found[code]["value"] for code in found}

    def do(self, record, user=None):
        """An activity done today."""
        record.activity_schedule(
            "mail.mail_activity_data_call", user_id=(user or self.julie).id
        ).action_done()
        self.env.flush_all()  # the day it was done on

    def test_shares_of_time(self):
        self.log("unreachable")  # inactive: a call without an activity
        self.do(self.the_card)  # inactive
        self.do(self.partner)  # inactive: has an open card
        buyer = self.make_partner("Buyer")
        self.make_order(buyer, 10)
        self.refresh()
        self.do(buyer)  # active
        lead = self.env["crm.lead"].create({"name": "Unknown", "type": "opportunity"})
        self.do(lead)  # new
        self.do(self.make_partner("Supplier"))  # no customer of any kind
        found = self.shares()
        self.assertEqual(found["time_share"], "60 %")
        self.assertEqual(found["acquisition_share"], "20 %")

    def test_a_call_that_does_an_activity_counts_once(self):
        activity = self.the_card.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.julie.id
        )
        self.log("unreachable", activity_id=activity.id)
        overview = self.env["reactivation.overview"].with_user(self.manager)
        self.env.flush_all()
        self.assertEqual(overview._effort(), {"inactive": 1})

    def test_old_contacts_do_not_count(self):
        self.do(self.the_card)
        overview = self.env["reactivation.overview"].with_user(self.manager)
        for days, expected in ((90, {"inactive": 1}), (91, {})):
            with self.at(self.day(days)):
                self.assertEqual(overview._effort(), expected, days)

    def test_the_day_of_a_call_is_the_companys(self):
        """23:30 UTC is half past midnight in Paris."""
        overview = self.env["reactivation.overview"].with_user(self.manager)
        before = TODAY - timedelta(days=91)
        call = self.log("unreachable")
        for hour, expected in ((22, {}), (23, {"inactive": 1})):
            call.sudo().date = datetime(*before.timetuple()[:3], hour, 30)
            self.env.flush_all()
            self.assertEqual(overview._effort(), expected, hour)

    def test_salespeople_see_their_own_time(self):
        self.do(self.the_card, self.marc)
        self.assertEqual(self.shares(self.marc)["time_share"], "100 %")
        self.assertEqual(self.shares(self.julie)["time_share"], "–")
        self.assertEqual(self.shares(self.senior)["time_share"], "100 %")

    def test_calls_and_feedback(self):
        self.log("unreachable")
        self.log("other_solution", channel="visit")
        for __ in range(2):
            self.log("unreachable", channel="visit")
        called = self.make_partner("Called", user_id=self.julie.id)
        self.make_order(called, 400)
        self.refresh()
        self.log("no_need", self.card(called))
        found = self.shares()
        self.assertEqual(found["contact_rate"], "40 %")
        # one of two customers, however often
        self.assertEqual(found["visit_rate"], "50 %")
        categories = self.env["reactivation.overview"].get_figures()["categories"]
        self.assertEqual([row["calls"] for row in categories], ["5"])
        self.assertEqual(found["feedback"], "1")
        self.assertEqual(found["answers"], "0")

    def test_answers_to_campaigns(self):
        """Those of this year and company; the figure opens them."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        campaigns = self.env["reactivation.campaign"].create(
            [
                {"name": "Spring", "company_id": company.id}
                for company in (self.company, self.company, self.company, other)
            ]
        )
        days = (TODAY, self.day(-TODAY.timetuple().tm_yday), False, TODAY)
        partners = [self.partner, *(self.make_partner(user_id=False) for __ in "123")]
        for partner in partners[1:]:
            self.make_order(partner, 400)
        self.refresh()
        mine, *__ = self.env["reactivation.enrollment"].create(
            [
                {
                    "campaign_id": campaign.id,
                    "company_id": campaign.company_id.id,
                    "partner_id": partner.id,
                    "customer_id": self.standing(partner).id,
                    "entered_on": TODAY,
                    "answered_on": day,
                }
                for campaign, day, partner in zip(
                    campaigns, days, partners, strict=True
                )
            ]
        )
        figures = self.env["reactivation.overview"].with_user(self.manager)
        tile = tiles(figures.get_figures())["answers"]
        self.assertEqual(tile["value"], "1")
        action = tile["action"]
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, mine)
        self.assertEqual(self.shares(self.julie)["answers"], "1")
        self.assertEqual(self.shares(self.marc)["answers"], "0")


@tagged("post_install", "-at_install")
class TestOverviewSecurity(SecurityCase):
    def inactive(self, user, company=None):
        overview = self.env["reactivation.overview"].with_user(user)
        if company:
            overview = overview.with_context(allowed_company_ids=company.ids)
        return tiles(overview.get_figures())["inactive"]["value"]

    def test_everybody_sees_the_figures_of_the_own_cards(self):
        self.assertEqual(self.inactive(self.rep), "2")
        self.assertEqual(self.inactive(self.colleague), "2")
        self.assertEqual(self.inactive(self.senior), "3")
        self.assertEqual(self.inactive(self.manager), "3")

    def test_one_company_at_a_time(self):
        both = self.company | self.other
        self.assertEqual(self.inactive(self.polyglot, both), "3")
        self.assertEqual(self.inactive(self.polyglot, self.other | self.company), "1")

    def test_others_see_nothing(self):
        for user in (self.clerk, self.portal, self.public):
            with self.assertRaises(AccessError, msg=user.login):
                self.inactive(user)
