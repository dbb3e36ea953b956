import json

from odoo.tests import BaseCase, tagged

from .common import TODAY
from .dev_tools import import_dev_tools
from .test_reactivation_objective import ObjectiveCase
from .test_tours import ToursCase

DASHBOARD = "crm_reactivation.spreadsheet_dashboard"
GOAL = "crm_reactivation.goal_definition_reactivated"

#: Waits until nothing is loading, then tells each cell in error and what it misses.
LOOK_AT_CELLS = """
(async () => {
    const loader = odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader;
    const { getters } = loader.getDashboard(%d).model;
    const cells = () => getters.getSheetIds().flatMap(
        (sheet) => Object.values(getters.getEvaluatedCells(sheet))
    );
    const isLoading = () => cells().some((c) => c.value === "Loading...");
    for (let i = 0; isLoading() && i < 200; i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const wrong = cells().filter((c) => c.type === "error").map((c) => c.message);
    const shown = new Set(cells().map((c) => c.formattedValue));
    const missing = %s.filter((text) => !shown.has(text));
    if (isLoading() || wrong.length || missing.length) {
        console.error(`Error cells: ${wrong}. Not shown: ${missing}.`);
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("post_install", "-at_install")
class TestDashboardFile(BaseCase):
    def test_file_is_what_the_script_writes(self):
        script = import_dev_tools().spreadsheet
        self.assertEqual(script.FILE.read_text(), script.text())


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestDashboard(ToursCase):
    """The spreadsheet dashboard: whom it is for, and what its cells show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["reactivation.optional.app"]._make_records()
        cls.dashboard = cls.env.ref(DASHBOARD)

    def test_content_is_the_modules(self):
        script = import_dev_tools().spreadsheet
        self.assertEqual(json.loads(self.dashboard.spreadsheet_data), script.build())
        # of an older version: written anew; a name that people gave stays
        self.dashboard.write({"spreadsheet_data": "{}", "name": "Win-back"})
        self.env["reactivation.optional.app"]._make_records()
        self.assertEqual(json.loads(self.dashboard.spreadsheet_data), script.build())
        self.assertEqual(self.dashboard.name, "Win-back")

    def test_made_once_and_again_when_missing(self):
        make = self.env["reactivation.optional.app"]._make_records
        make()
        self.assertEqual(self.env.ref(DASHBOARD), self.dashboard)
        self.dashboard.unlink()
        self.env.ref("crm_reactivation.ir_cron_optional_apps").method_direct_trigger()
        self.assertTrue(self.env.ref(DASHBOARD).is_published)

    def test_is_for_sales_managers(self):
        dashboards = self.env["spreadsheet.dashboard"]
        found = [("id", "=", self.dashboard.id)]
        manager = self.env["res.users"].search([("login", "=", "tour_manager")])
        self.assertTrue(dashboards.with_user(manager).search(found))
        self.assertFalse(dashboards.with_user(self.seller).search(found))

    def test_no_cell_in_error(self):
        self.look_at_cells(["Tour Garage", "Tour Bakery", "Tour Theirs"])

    def test_no_cell_in_error_without_cards(self):
        self.env["reactivation.episode"].search([]).unlink()
        self.look_at_cells(["Customer"])

    def look_at_cells(self, shown):
        ready = (
            "odoo.__WOWL_DEBUG__?.root.env.services.spreadsheet_dashboard_loader"
            f"?.dashboards[{self.dashboard.id}]?.status === 'Loaded'"
        )
        self.browser_js(
            f"/odoo/dashboards?dashboard_id={self.dashboard.id}",
            LOOK_AT_CELLS % (self.dashboard.id, json.dumps(shown)),
            ready,
            login="tour_manager",
            timeout=90,
        )


@tagged("reactivation_full", "-standard", "post_install", "-at_install")
class TestGoal(ObjectiveCase):
    """Challenges of the gamification app count what objectives count."""

    def goal(self, user, **values):
        self.env["reactivation.optional.app"]._make_records()
        goal = self.env["gamification.goal"].create(
            {
                "definition_id": self.env.ref(GOAL).id,
                "user_id": user.id,
                "target_goal": 2,
                "start_date": TODAY.replace(month=1, day=1),
                "end_date": TODAY.replace(month=12, day=31),
                "state": "inprogress",
                **values,
            }
        )
        goal.update_goal()
        return goal

    def test_customers_won_back(self):
        objective = self.objective(target_count=2, user_id=self.seller.id)
        self.assertEqual(self.goal(self.seller).current, 0)
        self.back()
        self.back()
        self.env.invalidate_all()
        goal = self.goal(self.seller)
        self.assertEqual(goal.current, 2)
        self.assertEqual(goal.current, objective.done_count)
        self.assertEqual(goal.state, "reached")
        self.assertEqual(self.goal(self.boss).current, 0)
        before = TODAY.replace(year=TODAY.year - 1)
        self.assertEqual(
            self.goal(self.seller, start_date=before, end_date=before).current, 0
        )

    def test_a_credit_left_out_does_not_count(self):
        credit = self.back()
        self.assertEqual(self.goal(self.seller).current, 1)
        credit.sudo().write({"correction": "leave_out"})
        self.assertFalse(credit.counted)
        self.assertEqual(self.goal(self.seller).current, 0)

    def test_named_in_each_language(self):
        self.env["reactivation.optional.app"]._make_records()
        goal = self.env.ref(GOAL)
        self.assertEqual(goal.with_context(lang="en_US").name, "Customers reactivated")
        self.assertTrue(goal.with_context(lang="fr_FR").name)
