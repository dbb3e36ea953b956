import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** What a salesperson does of a morning: open a card, assess, prepare, log the call. */
registry.category("web_tour.tours").add("reactivation_salesperson", {
    url: "/odoo/reactivation-board",
    steps: () => [
        {
            trigger: ".o_kanban_group .o_kanban_record:not(.o_kanban_ghost)",
            content: markup(
                _t(
                    "Each card is a customer who <b>stopped ordering</b>, the most valuable first. Open one."
                )
            ),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: ".o_form_view .nav-link[name=why]",
            content: _t("Why this customer is here, rule by rule."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_assess]",
            content: markup(
                _t("<b>Assess</b>: short questions on what you see at the customer's.")
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".modal .o_reactivation_question .o_reactivation_level",
            content: _t("One tap a question. Leave out what you do not know."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            content: _t("Save any time and go on later."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view .nav-link[name=preparation]",
            content: _t("What happened, what hurt, who knows them: before you call."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_log_call]",
            content: markup(
                _t("After the call, <b>log it</b>: each outcome says what happens next.")
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".modal .btn-close",
            content: _t("That is all. Close it until you have talked to them."),
            tooltipPosition: "left",
            run: "click",
        },
    ],
});
