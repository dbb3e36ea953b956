import { registry } from "@web/core/registry";

const column = (name) => `.o_kanban_group:has(.o_column_title:contains("${name}"))`;
const card = (customer) => `.o_kanban_record:contains("${customer}")`;

registry.category("web_tour.tours").add("reactivation_board", {
    steps: () => [
        {
            content: "All four columns are there, empty ones too",
            trigger: ".o_reactivation_board .o_kanban_group:not(.o_column_folded):count(4)",
        },
        { trigger: `${column("Over 18 months")} .o_reactivation_count:contains("(0)")` },
        {
            content: "A card says who, how much and how long, in words",
            trigger: `${column("To assess")} ${card("Tour Garage")}:contains("a year at stake")`,
        },
        { trigger: `${card("Tour Garage")}:contains("Silent for 13 months")` },
        { trigger: `${card("Tour Garage")} .badge:contains("Inactive")` },
        {
            content: "A column out of past orders is marked as such",
            trigger: `${column("0-6 months")} ${card("Tour Bakery")} .o_reactivation_provisional`,
        },
        {
            content: "Columns have no button to create or edit them",
            trigger: ".o_kanban_renderer:not(:has(.o_column_quick_create, .o_kanban_quick_add))",
        },
        {
            content: "Move the card",
            trigger: card("Tour Garage"),
            run: `drag_and_drop(${column("6-18 months")})`,
        },
        { trigger: ".modal .o_reactivation_later", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "It says that it differs from the score",
            trigger: `${column("6-18 months")} ${card("Tour Garage")} .o_reactivation_differs`,
        },
        { trigger: `${column("6-18 months")} .o_reactivation_count:contains("(1)")` },
        {
            content: "The bakery follows the score again",
            trigger: card("Tour Bakery"),
            run: `drag_and_drop(${column("Over 18 months")})`,
        },
        { trigger: ".modal .o_reactivation_later", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            trigger: `${column("Over 18 months")} ${card("Tour Bakery")} a:contains("Follow the score")`,
            run: "click",
        },
        {
            trigger: `${column("0-6 months")} ${card("Tour Bakery")}:not(:has(.o_reactivation_differs))`,
        },
    ],
});

registry.category("web_tour.tours").add("reactivation_board_refused", {
    steps: () => [
        {
            content: "Look at cards of nobody, too",
            trigger: ".o_facet_value:contains(My cards)",
        },
        {
            trigger: ".o_searchview_facet:contains(My cards) .o_facet_remove",
            run: "click",
        },
        {
            content: "Move a card that is not mine",
            trigger: `${column("To assess")} ${card("Tour Nobody")}`,
            run: `drag_and_drop(${column("6-18 months")})`,
        },
        {
            content: "A sentence says why not and what to do",
            trigger: ".modal:contains(The card of Tour Nobody has no salesperson yet)",
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "The card is back",
            trigger: `${column("To assess")} ${card("Tour Nobody")}`,
        },
        { trigger: `${column("6-18 months")} .o_reactivation_count:contains("(0)")` },
    ],
});

registry.category("web_tour.tours").add("reactivation_board_empty", {
    steps: () => [
        { trigger: ".o_view_nocontent:contains(No inactive customers for you)" },
        { trigger: ".o_reactivation_figures:contains(Figures of)" },
        {
            content: "Only managers refresh all figures",
            trigger: ".o_nocontent_help:not(:has(.o_reactivation_refresh))",
        },
        { trigger: ".o_reactivation_show_all", run: "click" },
        { content: "Cards of nobody", trigger: card("Tour Nobody") },
        { content: "The helper is gone", trigger: "body:not(:has(.o_view_nocontent))" },
        { content: "All columns again", trigger: ".o_kanban_group:count(4)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_board_manager", {
    steps: () => [
        {
            content: "The board of who has no cards shows everybody's",
            trigger: card("Tour Garage"),
        },
        { trigger: card("Tour Theirs") },
        {
            content: "The menu of the CRM is there",
            trigger: ".o_menu_sections:contains(Reactivation), .o_menu_brand:contains(CRM)",
        },
        { trigger: ".o_searchview_input", run: "edit nobody has this name" },
        { trigger: ".o_searchview_input", run: "press Enter" },
        { trigger: ".o_view_nocontent .o_reactivation_policies" },
        { trigger: ".o_view_nocontent .o_reactivation_refresh", run: "click" },
        { trigger: ".o_notification:contains(The figures are being refreshed)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_card", {
    steps: () => [
        { trigger: card("Tour Bakery"), run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Bakery)" },
        { trigger: ".o_form_view [name=why_text]:contains(Inactive since)" },
        {
            content: "Buttons behind the title",
            trigger: ".o-form-buttonbox:contains(Orders), .o_cp_action_menus",
        },
        { trigger: ".nav-link[name=column]", run: "click" },
        {
            content: "Each fact with the points that it gave",
            trigger: "[name=provisional_table] tr:contains(Ordered every):contains(−25)",
        },
        { trigger: ".nav-link[name=playbook]", run: "click" },
        { trigger: "[name=category_playbook]:contains(trial order)" },
        {
            content: "Move the card by its status bar",
            trigger: ".o_statusbar_status button:contains(6-18 months)",
            run: "click",
        },
        { trigger: ".alert:contains(By the score it would be in)" },
        { trigger: "button[name=action_follow_score]", run: "click" },
        { trigger: ".o_form_view:not(:has(.alert:contains(By the score)))" },
        { trigger: "button[name=action_new_quotation]", run: "click" },
        { trigger: ".o_form_view [name=partner_id] input:value(Tour Bakery)" },
        {
            content: "Leave without a quotation",
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        { trigger: ".o_form_view h1:contains(Tour Bakery)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_card_phone", {
    steps: () => [
        { trigger: card("Tour Garage"), run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
        { trigger: ".o_statusbar_status .dropdown-toggle", run: "click" },
        { trigger: ".dropdown-item:contains(0-6 months)", run: "click" },
        { trigger: ".o_statusbar_status:contains(0-6 months)" },
        { trigger: ".alert:contains(By the score it would be in)" },
        { content: "It is saved at once", trigger: ".o_form_saved" },
    ],
});

registry.category("web_tour.tours").add("reactivation_card_columns", {
    steps: () => [
        { trigger: ".o_form_view .o-mail-Form-chatter.o-aside" },
        {
            content: "Beside the chatter, too, every column is seen, not only the card's own",
            trigger: ".o_statusbar_status:has(.o_arrow_button_current:contains(0-6 months))",
            run() {
                const columns = [
                    ...document.querySelectorAll(".o_statusbar_status [role=radio]"),
                ].filter((column) => column.checkVisibility());
                if (columns.length !== 4) {
                    throw new Error(`${columns.length} columns are seen`);
                }
            },
        },
    ],
});
