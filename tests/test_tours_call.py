from odoo.tests import tagged
from odoo.tools import mute_logger

from .browser_case import BrowserCase
from .test_tours import ToursCase

#: The page is closed while the dialog is open: untouched, then with an outcome.
CLOSED = """
    const asks = () => {
        const closing = new Event("beforeunload", { cancelable: true });
        window.dispatchEvent(closing);
        return closing.defaultPrevented;
    };
    const choice = await found(".modal .o_reactivation_outcome[data-effect=need_now]");
    if (asks()) throw new Error("asks although nothing was filled in");
    choice.click();
    await found(".modal .alert");
    if (!asks()) throw new Error("what was filled in is lost without a question");
    await settled();
    (await found(".modal footer [special=cancel]")).click();
    await found(".o_form_view:not(.modal *)");
    await settled();
"""


@tagged("post_install", "-at_install")
class TestCallTours(BrowserCase, ToursCase):
    """From Go to the order that brings the customer back, in a real browser."""

    def log_need(self):
        return (
            self.env["reactivation.call"]
            .with_user(self.seller)
            .create(
                {
                    "episode_id": self._card(self.garage).id,
                    "outcome_id": self.env.ref("crm_reactivation.outcome_need_now").id,
                }
            )
        )

    def test_from_go_to_the_comeback_order(self):
        card = self._card(self.garage)
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_call_need", login="tour_seller"
        )
        self.env.invalidate_all()
        self.assertEqual(card.state, "reactivated")
        self.assertEqual(card.order_id.reactivation_episode_id, card)
        call = card.call_ids
        self.assertEqual(call.user_id, self.seller)
        self.assertEqual(call.note, "Two pallets")
        self.assertEqual(card.order_id.opportunity_id, call.lead_id)
        self.assertEqual(call.activity_id.feedback, "Call: Needs it now. Two pallets")
        self.assertFalse(card.activity_ids.filtered("automated") & call.activity_id)

    def test_another_solution_needs_its_answers(self):
        card = self._card(self.bakery)
        self.start_tour(
            "/odoo/reactivation-board",
            "reactivation_call_other_solution",
            login="tour_seller",
        )
        self.env.invalidate_all()
        self.assertEqual(len(card.call_ids), 1)
        self.assertEqual(card.profile_id.incumbent_ids.name, "Dupont SA")

    def test_closing_the_page_logs_nothing(self):
        card = self._card(self.garage)
        self.run_in_browser(
            f"/odoo/reactivation-board/{card.id}",
            CLOSED,
            ["button[name=action_log_call]"],
            "tour_seller",
        )
        self.env.invalidate_all()
        self.assertFalse(card.call_ids)

    def test_statistics(self):
        self.log_need()
        self.start_tour(
            "/odoo/reactivation-calls",
            "reactivation_call_statistics",
            login="tour_manager",
        )

    def test_scripts(self):
        with mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/reactivation-scripts",
                "reactivation_script",
                login="tour_manager",
            )
        text = self.env["reactivation.script"].search([], order="id desc", limit=1).text
        self.assertEqual(text, "Hello {contact}")


@tagged("post_install", "-at_install")
class TestCallOnThePhone(ToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_log_a_call(self):
        self.start_tour(
            "/odoo/reactivation-board", "reactivation_call_phone", login="tour_seller"
        )
        self.assertTrue(self._card(self.garage).snoozed_until)
