import json

from odoo.tests import tagged
from odoo.tools import file_open

from .browser_case import BrowserCase
from .test_tours import ToursCase

#: Odoo's own parts of the pages: their colours are not ours.
ODOOS = ", ".join(
    (
        ".o_main_navbar",
        ".o_control_panel",
        ".o-mail-Form-chatter",
        ".o_statusbar_status",
        ".o_notification_manager",
        ".o_loading_indicator",
        ".o_kanban_counter",
        "label > sup",  # the question mark of a help text
        ".o_field_badge .badge",
        ".o_setting_right_pane > .text-muted",
    )
)
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
#: Measures what is seen; page after page of a notebook when there is one.
MEASURE = """
    await found(%(shows)s);
    const low = new Set();
    let count = 0;
    const measure = async () => {
        await settled();
        const top = document.querySelector(".modal-content") || document.body;
        const result = window.reactivationContrast(top, %(ignored)s);
        result.found.forEach((line) => low.add(line));
        count += result.count;
    };
    await measure();
    const pages = document.querySelectorAll(".o_notebook .nav-link:not(.active)");
    for (const page of document.querySelector(".modal") ? [] : pages) {
        page.click();
        await measure();
    }
    document.querySelector(".modal .btn-close")?.click();
    await settled();
    if (count < %(least)s) throw new Error("only " + count + " texts on the page");
    if (low.size) throw new Error("hard to read:\\n" + [...low].join("\\n"));
"""


@tagged("post_install", "-at_install")
class TestContrast(BrowserCase, ToursCase):
    """Texts on our screens are dark enough for their background (WCAG 2.1, AA)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("crm_reactivation/static/tests/contrast.js") as file:
            cls.program = file.read()

    def measure(self, url, shows, *clicks, login="tour_seller", least=20):
        """Open the page, click through the selectors and look at every text."""
        then = MEASURE % {
            "shows": json.dumps(shows),
            "ignored": json.dumps(ODOOS),
            "least": least,
        }
        self.run_in_browser(url, then, clicks, login, before=self.program)

    def card_url(self, partner):
        return f"/odoo/reactivation-board/{self._card(partner).id}"

    def test_the_program_measures(self):
        """Against ratios of the WCAG's own formula, computed elsewhere."""
        white = "#fff; background: #fff"
        samples = {
            "color: #767676; background: #fff": True,  # 4.54
            "color: #777; background: #fff": False,  # 4.48
            "color: #949494; background: #fff; font-size: 24px": True,  # 3.03
            "color: #969696; background: #fff; font-size: 24px": False,  # 2.96
            "color: #949494; background: #fff; font: bold 19px serif": True,
            "color: #949494; background: #fff; font: bold 18px serif": False,
            "color: rgba(0, 0, 0, .54); background: #fff": True,  # 4.6, mixed
            "color: rgba(0, 0, 0, .53); background: #fff": False,  # 4.48
            "color: #000; opacity: .53": False,
            f"color: {white}": False,
        }
        page = "".join(f"<div><p style='{style}'>words</p></div>" for style in samples)
        then = (
            f"document.body.innerHTML = {json.dumps(page)};"
            "const legible = [...document.querySelectorAll('div')].map("
            "    (each) => !window.reactivationContrast(each).found.length);"
            f"if (String(legible) !== String({json.dumps(list(samples.values()))})) {{"
            "    throw new Error(String(legible)); }"
        )
        self.run_in_browser("/web/login", then, before=self.program)

    def test_board(self):
        self.env["reactivation.episode"].search(
            []
        ).decided_category_id = self.months_6_18
        self.measure("/odoo/reactivation-board", CARD, login="tour_manager")

    def test_card(self):
        self.measure(self.card_url(self.bakery), ".o_form_view h1")

    def test_closed_card(self):
        card = self._card(self.bakery)
        self.bakery.sale_order_ids[:1].copy().action_confirm()
        self.assertEqual(card.state, "reactivated")
        self.measure(
            f"/odoo/reactivation-board/{card.id}", ".o_form_view .alert-success"
        )

    def test_call(self):
        self.measure(
            self.card_url(self.bakery),
            ".modal .alert",
            "button[name=action_log_call]",
            ".modal .o_reactivation_outcome[data-effect=other_solution]",
        )

    def test_assessment(self):
        self.measure(
            self.card_url(self.bakery),
            ".modal .o_reactivation_level.btn-primary",
            "button[name=action_assess]",
            ".modal .o_reactivation_level",
            ".modal .o_reactivation_pen",
        )

    def test_customers(self):
        self.measure(
            "/odoo/reactivation-customers", ".o_data_row", login="tour_manager"
        )

    def test_overview(self):
        self.measure(
            "/odoo/reactivation-overview",
            ".o_reactivation_tile",
            login="tour_manager",
        )

    def test_settings(self):
        self.measure(
            "/odoo/reactivation-settings",
            ".o_form_view .o_setting_box",
            login="tour_manager",
        )

    def test_policy(self):
        policy = self.env.ref("crm_reactivation.policy_default")
        self.measure(
            f"/odoo/reactivation-policies/{policy.id}",
            ".o_form_view h1",
            login="tour_manager",
        )

    def test_campaign(self):
        scenario = self.env.ref("crm_reactivation.scenario_secure_and_prove")
        campaign = scenario.copy(
            {
                "state": "draft",
                "company_id": self.env.company.id,
                "scenario_id": scenario.id,
            }
        )
        self.measure(
            f"/odoo/reactivation-campaigns/{campaign.id}",
            ".o_form_view .o_data_row, .o_form_view .o_kanban_record",
            login="tour_manager",
        )

    def test_objectives(self):
        self.env["reactivation.objective"].create(
            {"user_id": self.seller.id, "target_count": 2}
        ).action_agree()
        self.measure(
            "/odoo/reactivation-objectives", CARD, login="tour_manager", least=5
        )

    def test_self_test(self):
        self.measure(
            "/odoo/reactivation-self-test",
            ".modal .o_reactivation_level.btn-primary",
            "button[name=action_take]",
            ".modal .o_reactivation_level",
            login="tour_manager",
        )

    def test_answer_page(self):
        card = self._card(self.garage)
        card.write({"decision": "go", "decided_category_id": self.months_6_18.id})
        self.garage.phone = "+33 1 40 00 00 00"
        call = self.env.ref("crm_reactivation.channel_call")
        campaign = self.env["reactivation.campaign"].create(
            {
                "name": "Asks",
                "step_ids": [
                    (0, 0, {"name": "Ask", "channel_id": call.id, "kind": "feedback"})
                ],
            }
        )
        campaign.action_launch()
        asked = campaign.enrollment_ids[:1]
        self.measure(
            f"/reactivation/answer/{asked.id}/{asked._token()}",
            ".o_reactivation_answer",
            login=None,
            least=5,
        )

    def test_consent_page(self):
        self.env.company.reactivation_retention_decides = True
        gone = self._make_customer("Tour Long Gone", self.seller, (1300,))
        gone.email = "gone@example.com"
        customers = self.env["reactivation.customer"]
        customers._refresh(companies=self.env.company)
        rows = customers.search([("partner_id", "=", gone.id)]).with_user(self.manager)
        action = rows.action_decide_retention()
        dialog = self.env[action["res_model"]].with_user(self.manager)
        dialog = dialog.with_context(**action["context"]).create({"decision": "ask"})
        dialog.flush_recordset()
        dialog.action_apply()
        asked = self.env["reactivation.consent"].search([], limit=1)
        self.measure(
            f"/reactivation/consent/{asked.id}/{asked._token()}",
            ".o_reactivation_consent",
            login=None,
            least=5,
        )


@tagged("post_install", "-at_install")
class TestKeyboard(BrowserCase, ToursCase):
    def test_the_menu_of_a_card_is_shown_to_the_keyboard(self):
        """Odoo shows it under the mouse; what is not shown cannot be reached."""
        program = f"""
            const card = await found({json.dumps(CARD)});
            const shown = () => card.querySelector(".o_dropdown_kanban button")
                .checkVisibility({{ visibilityProperty: true }});
            if (shown()) throw new Error("shown without a reason");
            card.focus();
            if (!shown()) throw new Error("not shown to the keyboard");
        """
        self.run_in_browser("/odoo/reactivation-board", program, login="tour_seller")
