from odoo.fields import Domain
from odoo.tests import tagged

from .test_tours import ToursCase

#: Press a button, then wait for the first hint of the tour that it starts.
PRESS = """
    const found = async (selector, text) => {
        for (let attempt = 0; attempt < 100; attempt++) {
            const elements = [...document.querySelectorAll(selector)];
            const element = elements.find((each) => each.textContent.includes(text));
            if (element) return element;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error("not found: " + selector + " " + text);
    };
    (async () => {
        for (const [selector, text] of %s) {
            (await found(selector, text)).click();
        }
        await found(".o_tour_pointer", "");
        console.log("test successful");
    })();
"""


@tagged("post_install", "-at_install")
class TestOnboardingTours(ToursCase):
    """The tours for newcomers lead to their end, change nothing that counts, and can
    be started from the screens."""

    def lead(self, name, login):
        tour = self.env.ref(f"crm_reactivation.tour_{name}")
        self.assertTrue(tour.rainbow_man_message)
        self.start_tour(tour.url, tour.name, login=login)

    def test_salesperson(self):
        card = self._card(self.bakery)
        before = (card.category_id, card.decision, card.user_id)
        self.lead("salesperson", "tour_seller")
        self.assertEqual((card.category_id, card.decision, card.user_id), before)
        self.assertFalse(self.env["reactivation.call"].search(Domain.TRUE))

    def test_manager(self):
        objectives = self.env["reactivation.objective"].search(Domain.TRUE)
        self.lead("manager", "tour_manager")
        self.assertEqual(
            self.env["reactivation.objective"].search(Domain.TRUE), objectives
        )

    def test_started_from_the_board(self):
        self.browser_js(
            "/odoo/reactivation-board",
            PRESS
            % """[
                [".o_cp_action_menus button:has(.fa-cog)", ""],
                [".o-dropdown-item", "Show me around"],
            ]""",
            ready="!!document.querySelector('.o_kanban_group .o_kanban_record')",
            login="tour_seller",
        )

    def test_started_from_the_overview(self):
        self.browser_js(
            "/odoo/reactivation-overview",
            PRESS % """[[".o_reactivation_first_steps button", "Show me around"]]""",
            ready="!!document.querySelector('.o_reactivation_tile')",
            login="tour_manager",
        )
