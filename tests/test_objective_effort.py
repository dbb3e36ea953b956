from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .call_case import CallCase
from .common import TODAY
from .test_reactivation_objective import ObjectiveCase


class EffortCase(CallCase):
    """A salesperson with an objective over the days around today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reactivation_hour_cost = 40

    def objective(self, user, **values):
        return self.env["reactivation.objective"].create(
            {
                "user_id": user.id,
                "target_count": 20,
                "date_start": TODAY - timedelta(days=10),
                "date_end": TODAY + timedelta(days=10),
                **values,
            }
        )

    def effort(self, objective):
        self.env.flush_all()
        self.env.invalidate_all()
        return objective.hours, objective.cost


@tagged("post_install", "-at_install")
class TestObjectiveEffort(EffortCase):
    def test_hours_and_cost_as_in_the_analysis(self):
        objective = self.objective(self.julie)
        company = self.objective(self.julie, owner_type="company", user_id=False)
        self.assertEqual(self.effort(objective), (0, 0))
        self.log("unreachable", duration=0.25)
        self.log("other_solution", duration=0.5)
        self.assertEqual(self.effort(objective), (0.75, 30))
        self.assertEqual(self.effort(company), (0.75, 30))
        [told] = self.env["reactivation.report"]._read_group(
            [("user_id", "=", self.julie.id)], aggregates=["hours:sum", "cost:sum"]
        )
        self.assertEqual(self.effort(objective), told)
        self.the_card.sudo().user_id = self.env.ref("base.user_admin")
        self.assertEqual(self.effort(objective), (0, 0), "of cards of somebody else")
        self.assertEqual(self.effort(company), (0.75, 30))

    def test_frozen_with_the_result(self):
        objective = self.objective(self.julie)
        self.log("unreachable", duration=0.5)
        self.assertEqual(self.effort(objective), (0.5, 20))
        with self.at(objective.date_end + timedelta(days=1)):
            self.env["reactivation.objective"]._close_finished(self.company)
        self.company.reactivation_hour_cost = 100
        self.log("unreachable", duration=2)
        self.assertEqual(self.effort(objective), (0.5, 20))
        under_way = self.objective(self.julie, target_count=5)
        self.assertEqual(self.effort(under_way), (2.5, 250))
        self.assertEqual(set((objective | under_way).mapped("hours")), {0.5, 2.5})

    def test_frozen_figures_are_not_written_by_hand(self):
        objective = self.objective(self.julie)
        boss = self.make_user("effort_boss", "sales_team.group_sale_manager")
        for name in ("result_hours", "result_cost", "result_margin"):
            with self.refused(AccessError, "not by hand"):
                objective.with_user(boss).write({name: 1})

    def test_days_are_the_companys(self):
        self.company.partner_id.tz = "Europe/Brussels"
        objective = self.objective(self.julie)
        call = self.log("unreachable", duration=1)
        eve = datetime(*objective.date_start.timetuple()[:3]) - timedelta(days=1)
        for moment, hours in (
            # the hour before midnight UTC is the first day in Brussels
            (eve.replace(hour=23, minute=30), 1),
            (eve.replace(hour=21, minute=30), 0),
        ):
            call.sudo().date = moment
            self.assertEqual(self.effort(objective)[0], hours, moment)
            self.env["reactivation.call"].invalidate_model()

    def test_of_several_in_as_many_statements(self):
        some = self.objective(self.julie)
        more = some | self.objective(self.julie, target_count=5)
        more |= self.objective(self.julie, target_count=6)
        self.log("unreachable", duration=0.5)
        self.env.flush_all()
        for objectives in (some, more):
            self.env.invalidate_all()
            objectives.mapped("done_count")
            objectives.company_id.mapped("partner_id.tz")
            with self.assertQueryCount(3):
                self.assertEqual(set(objectives.mapped("hours")), {0.5})

    def test_a_new_form(self):
        fresh = self.env["reactivation.objective"].new({"target_count": 3})
        self.assertEqual((fresh.hours, fresh.cost, fresh.margin), (0, 0, 0))


@tagged("post_install", "-at_install")
class TestJointVisits(CallCase):
    def test_counted_by_who_came_along_and_month(self):
        boss = self.make_user("joint_boss", "sales_team.group_sale_manager")
        self.log("unreachable")
        for moment in ("2027-02-10 10:00:00", "2027-03-01 10:00:00"):
            call = self.log("unreachable", accompanied_by_ids=boss.ids)
            call.sudo().date = moment
        action = self.env.ref("crm_reactivation.reactivation_call_action_joint")
        calls = self.env["reactivation.call"].with_user(boss)
        rows = calls._read_group(
            safe_eval(action.domain), ["accompanied_by_ids", "date:month"], ["__count"]
        )
        self.assertEqual([row[0] for row in rows], [boss, boss])
        self.assertEqual([row[2] for row in rows], [1, 1])


@tagged("post_install", "-at_install")
class TestCostPerCustomer(ObjectiveCase):
    def test_beside_the_cost_of_a_new_one(self):
        self.company.reactivation_hour_cost = 40
        settings = self.env["reactivation.settings"].with_user(self.boss)
        settings.create({"reactivation_acquisition_cost": 500})
        self.assertEqual(self.company.reactivation_acquisition_cost, 500)
        objective = self.objective()
        partner, card = self.silent_with_card()
        card.user_id = self.seller
        self.env["reactivation.call"].with_user(self.seller).create(
            {
                "episode_id": card.id,
                "outcome_id": self.env.ref("crm_reactivation.outcome_unreachable").id,
                "duration": 3,
            }
        )
        self.confirm(partner)
        self.back()
        self.assertEqual(self.won(objective)[0], 2)
        self.assertEqual(objective.cost, 120)
        self.assertEqual(objective.customer_cost, 60)
        self.assertEqual(objective.acquisition_cost, 500)

    def test_nobody_won_back(self):
        objective = self.objective()
        self.assertEqual(objective.customer_cost, 0)

    def test_setting_is_not_negative(self):
        with (
            mute_logger("odoo.sql_db"),
            self.refused(CheckViolation, "acquisition_cost_positive"),
        ):
            self.company.reactivation_acquisition_cost = -1


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestObjectiveMargin(ObjectiveCase):
    """With margins installed: of the orders in the windows of the credits."""

    def test_margin(self):
        objective = self.objective()
        self.product.standard_price = 30
        credit = self.back(100)
        self.assertTrue(objective.has_margin)
        self.won(objective)
        order = credit.order_id
        self.assertEqual(objective.margin, order.margin)
        self.assertEqual(objective.margin, 70)
        # another order within the window counts, one before the comeback does not
        other = self.confirm(credit.partner_id, 50)
        self.won(objective)
        self.assertEqual(objective.margin, 70 + other.margin)
        credit.sudo().write({"correction": "leave_out"})
        self.won(objective)
        self.assertEqual(objective.margin, 0)

    def test_frozen_with_the_result(self):
        objective = self.objective()
        self.product.standard_price = 30
        credit = self.back(100)
        objective.action_close()
        credit.sudo().write({"correction": "leave_out"})
        self.won(objective)
        self.assertEqual(objective.margin, 70)
