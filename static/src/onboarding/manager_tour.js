import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Where a sales manager finds figures, cards to share out and objectives. */
registry.category("web_tour.tours").add("reactivation_manager", {
    url: "/odoo/reactivation-overview",
    steps: () => [
        {
            trigger: ".o_reactivation_tile[name=inactive]",
            content: markup(
                _t("Every figure opens what it counts: here the <b>inactive customers</b>.")
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            content: _t("Select cards, then share them out among your salespeople."),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_reactivation.menu_root']",
            content: _t("Everything about winning back is in this menu."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_reactivation.menu_objectives']",
            content: markup(
                _t("<b>Objectives</b>: how many customers to win back, by when, by whom.")
            ),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: ".o_control_panel .o-kanban-button-new",
            content: _t("One sentence makes an objective."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_reactivation_sentence .o_field_widget[name=target_count] input",
            content: markup(
                _t("Fill it in, save, talk it over, and press <b>Agree</b>.")
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
    ],
});
