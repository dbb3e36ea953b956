import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:contains(${name})`;
const fit = (question) => `.modal [name=answer_ids] tr.o_data_row:contains(${question})`;

registry.category("web_tour.tours").add("reactivation_not_pursued_propose", {
    steps: () => [
        { trigger: card("Tour Garage"), run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
        { trigger: ".nav-link[name=preparation]", run: "click" },
        { trigger: "button[name=action_propose_not_to_pursue]", run: "click" },
        { trigger: ".modal h1:contains(Tour Garage), .modal h1 input:value(Tour Garage)" },
        { trigger: ".modal [name=reason_id] input", run: "edit Does not pay" },
        { trigger: ".dropdown-item:contains(Does not pay)", run: "click" },
        {
            content: "The knock-out question",
            trigger: `${fit("Do they pay")} td[name=fits]`,
            run: "click",
        },
        {
            trigger: `${fit("Do they pay")} .o_selection_badge:contains(No)`,
            run: "click",
        },
        {
            trigger: ".modal [name=economic_short] .o_selection_badge:contains(Low)",
            run: "click",
        },
        { trigger: ".modal .alert:contains(Do they pay)" },
        { trigger: ".modal [name=note] textarea", run: "edit Three reminders" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=pursuit]:contains(not to pursue)" },
        {
            content: "Once proposed is enough",
            trigger: ".o_form_view:not(:has(button[name=action_propose_not_to_pursue]))",
        },
    ],
});

const column = (name) => `.o_kanban_group:has(.o_column_title:contains(${name}))`;

registry.category("web_tour.tours").add("reactivation_not_pursued_decide", {
    steps: () => [
        {
            trigger: `${column("Proposed")} ${card("Tour Garage")}`,
            run: "click",
        },
        { trigger: ".o_form_view .alert:contains(Do they pay)" },
        { trigger: "button[name=action_decide]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Not pursued)" },
        { trigger: "[name=decided_by]:contains(Tour Manager)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: `${column("Not pursued")} ${card("Tour Garage")}`, run: "click" },
        { trigger: "button[name=action_open_end]:contains(Pursue again)", run: "click" },
        { trigger: ".modal [name=reason] input", run: "edit New owner, paid up" },
        { trigger: ".modal button[name=action_apply]:contains(Pursue again)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=end_reason]:contains(New owner)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_not_pursued_order", {
    steps: () => [
        { trigger: ".o_form_view .alert:contains(Not pursued since)" },
        { trigger: "button[name=action_confirm]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Sales Order)" },
    ],
});
