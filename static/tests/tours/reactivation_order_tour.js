import { registry } from "@web/core/registry";

const column = (name) => `.o_kanban_group:has(.o_column_title:contains("${name}"))`;
const card = (customer) => `.o_kanban_record:contains("${customer}")`;
const first = (customer) =>
    `${column("To assess")} .o_kanban_record:eq(0):contains("${customer}")`;
const choose = (label) => [
    { trigger: ".o_reactivation_order", run: "click" },
    { trigger: `.o-dropdown-item:contains(${label})`, run: "click" },
    { trigger: `.o_reactivation_order:contains(${label})` },
];

registry.category("web_tour.tours").add("reactivation_order", {
    steps: () => [
        { trigger: ".o_reactivation_order:contains(Priority)" },
        { trigger: first("Tour Ranked") },
        ...choose("Silent the longest"),
        { trigger: first("Tour Older") },
        ...choose("Highest turnover"),
        { trigger: first("Tour Richer") },
        {
            content: "The order stays when the filters change",
            trigger: ".o_searchview_facet:contains(Not snoozed) .o_facet_remove",
            run: "click",
        },
        { trigger: "body:not(:has(.o_searchview_facet:contains(Not snoozed)))" },
        { trigger: first("Tour Richer") },
        {
            content: "And when a card was opened in between",
            trigger: card("Tour Older"),
            run: "click",
        },
        { trigger: ".o_form_view h1:contains(Tour Older)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_reactivation_order:contains(Highest turnover)" },
        { trigger: first("Tour Richer") },
        ...choose("Priority"),
        { trigger: first("Tour Ranked") },
    ],
});

registry.category("web_tour.tours").add("reactivation_badge", {
    steps: () => [
        {
            content: "What is provisional says so",
            trigger: `${card("Tour Bakery")} .o_reactivation_provisional`,
            run: "click",
        },
        { trigger: ".o_reactivation_popover:contains(From buying pace and order value)" },
        { trigger: ".o_reactivation_popover:contains(Ordered every)", run: "press Escape" },
        { trigger: "body:not(:has(.o_reactivation_popover))" },
        {
            content: "By the keyboard",
            trigger: `${card("Tour Garage")} .o_reactivation_resistance[aria-expanded=false]`,
            run() {
                this.anchor.focus();
                this.anchor.click();
            },
        },
        { trigger: ".o_reactivation_popover:contains(1 of 15 answered, 1 without evidence)" },
        { trigger: ".o_reactivation_dimension:contains(Supplier dependency):contains(of 100)" },
        {
            content: "What was not answered is unknown",
            trigger: ".o_reactivation_dimension:contains(Openness):contains(not known)",
        },
        {
            trigger: `${card("Tour Garage")} .o_reactivation_resistance[aria-expanded=true]`,
        },
        {
            content: "The card was not opened",
            trigger: ".o_reactivation_board",
        },
        {
            content: "Flags in words, and what is planned",
            trigger: `${card("Tour Garage")} .o_reactivation_signal:contains(Social media)`,
        },
        { trigger: `${card("Tour Garage")} .o_reactivation_next:contains(Call Ms Roy)` },
    ],
});

registry.category("web_tour.tours").add("reactivation_move_warning", {
    steps: () => [
        {
            content: "Into the column of those who are left alone",
            trigger: card("Tour Garage"),
            run: `drag_and_drop(${column("Over 18 months")})`,
        },
        { trigger: ".modal :contains(planned for Tour Garage: Call Ms Roy)" },
        { content: "Better not", trigger: ".modal-footer button:contains(Cancel)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${column("To assess")} ${card("Tour Garage")}` },
        {
            content: "After all",
            trigger: card("Tour Garage"),
            run: `drag_and_drop(${column("Over 18 months")})`,
        },
        { trigger: ".modal-footer button:contains(Move the card)", run: "click" },
        { trigger: ".modal .modal-title:contains(Why Over 18 months?)" },
        { trigger: ".modal .o_reactivation_undo", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${column("To assess")} ${card("Tour Garage")}`, run: "click" },
        {
            content: "The same from the card itself",
            trigger: ".o_statusbar_status button:contains(Over 18 months)",
            run: "click",
        },
        { trigger: ".modal :contains(planned for Tour Garage: Call Ms Roy)" },
        { trigger: ".modal-footer button:contains(Cancel)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "It stayed where it was",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(To assess)",
        },
        { trigger: ".o_statusbar_status button:contains(Over 18 months)", run: "click" },
        { trigger: ".modal-footer button:contains(Move the card)", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Over 18 months)" },
        { trigger: ".alert:contains(Why is this card in another column)" },
        {
            content: "A column without such a rule is no question",
            trigger: ".o_statusbar_status button:contains(6-18 months)",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(6-18 months)" },
        { trigger: ".o_form_saved" },
    ],
});

registry.category("web_tour.tours").add("reactivation_pin", {
    steps: () => [
        { trigger: card("Tour Garage"), run: "click" },
        { trigger: "button[name=action_toggle_pinned] .fa-star-o", run: "click" },
        { trigger: ".modal [name=pinned] input", run: "check" },
        { trigger: ".modal [name=pin_reason] input", run: "edit They asked for a visit" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_view button[name=action_toggle_pinned] .fa-star:not(.fa-star-o)" },
        { trigger: ".nav-link[name=knowledge]", run: "click" },
        { trigger: "[name=rank_text]:contains(Pinned by Tour Manager)" },
        { trigger: "button[name=action_toggle_pinned] .fa-star", run: "click" },
        { trigger: "button[name=action_toggle_pinned] .fa-star-o" },
    ],
});

registry.category("web_tour.tours").add("reactivation_relapse", {
    steps: () => [
        {
            content: "The card says that they came back before",
            trigger: `${card("Tour Relapse")} .o_reactivation_relapse:contains(silent again)`,
            run: "click",
        },
        { trigger: ".o_form_view h1:contains(Tour Relapse)" },
        {
            content: "What was done then",
            trigger: ".alert button[name=action_open_relapse_of]",
            run: "click",
        },
        { trigger: ".alert-success:contains(Reactivated on):contains(Inactive again since)" },
        { trigger: ".alert-success [name=followup_on]" },
    ],
});
