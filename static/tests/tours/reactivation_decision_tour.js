import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:contains(${name})`;

const openPreparation = (name) => [
    { trigger: card(name), run: "click" },
    { trigger: `.o_form_view h1:contains(${name})` },
    { trigger: ".nav-link[name=preparation]", run: "click" },
];

/** A salesperson prepares a customer, decides Go, and finds the call. */
registry.category("web_tour.tours").add("reactivation_prepare", {
    steps: () => [
        ...openPreparation("Tour Garage"),
        { trigger: "[name=history_table] td:contains(Order)" },
        { trigger: "[name=colleagues_table] td:contains(Tour Seller)" },
        { trigger: "[name=painful_text]:contains(Nothing found)" },
        { trigger: "[name=accounts_light]:contains(Nothing overdue)" },
        { trigger: "[name=history_read] input", run: "check" },
        { trigger: "[name=past_checked] input", run: "check" },
        { trigger: "[name=accounts_checked] input", run: "check" },
        { trigger: "[name=colleagues_asked] input", run: "check" },
        { trigger: "[name=stopped_by_us] label:contains(No)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "The server has signed",
            trigger: "[name=colleagues_asked_text]:contains(Tour Seller)",
        },
        { trigger: "button[name=action_go]", run: "click" },
        { trigger: "[name=decision]:contains(Go)" },
        { trigger: "[name=next_step_text]:contains(Call Tour Garage)" },
        { trigger: "[name=decision_ids] td:contains(Go)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: `${card("Tour Garage")} .o_reactivation_go` },
    ],
});

/** No-Go in a dialog; the card leaves the board until its day. */
registry.category("web_tour.tours").add("reactivation_no_go", {
    steps: () => [
        { trigger: card("Tour Bakery"), run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Bakery)" },
        { trigger: "button[name=action_no_go]", run: "click" },
        { trigger: ".modal [name=card_text]:contains(Tour Bakery)" },
        {
            content: "A reason is needed",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        { trigger: ".modal .o_field_invalid[name=reason_id]" },
        {
            trigger: ".modal .o_selection_badge:contains(Wrong moment for them)",
            run: "click",
        },
        { trigger: ".modal [name=note] input", run: "edit After the fair" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=decision]:contains(No-Go)" },
        { trigger: "[name=next_step_text]:contains(Revisit on)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: `.o_kanban_renderer:has(${card("Tour Garage")}):not(:has(${card("Tour Bakery")}))` },
    ],
});

/** What blocks a Go is told to the salesperson … */
registry.category("web_tour.tours").add("reactivation_go_blocked", {
    steps: () => [
        ...openPreparation("Tour Garage"),
        { trigger: "[name=stopped_by_us] label:contains(another reason)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "[name=go_blocked_text]:contains(we stopped selling)" },
        { trigger: "[name=invest_text]:contains(No)" },
        { trigger: "body:not(:has(button[name=action_lift_blocks]))" },
        { trigger: "button[name=action_go]", run: "click" },
        { trigger: ".modal:contains(No Go for Tour Garage yet)" },
        { trigger: ".modal footer button", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

/** … and lifted by the manager, with a reason. */
registry.category("web_tour.tours").add("reactivation_go_lifted", {
    steps: () => [
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
        { trigger: ".nav-link[name=preparation]", run: "click" },
        { trigger: "button[name=action_lift_blocks]", run: "click" },
        { trigger: ".modal [name=stopped_lift_reason] input", run: "edit New owners" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=lifted_text]:contains(New owners)" },
        { trigger: "button[name=action_go]", run: "click" },
        { trigger: "[name=decision]:contains(Go)" },
    ],
});
