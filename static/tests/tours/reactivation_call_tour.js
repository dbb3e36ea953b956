import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:contains(${name})`;
const outcome = (effect) => `.modal .o_reactivation_outcome[data-effect=${effect}]`;
const answer = (name, text) => ({
    trigger: `.modal [name=${name}] input, .modal [name=${name}] textarea`,
    run: `edit ${text}`,
});

registry.category("web_tour.tours").add("reactivation_call_need", {
    steps: () => [
        { trigger: card("Tour Garage"), run: "click" },
        {
            content: "Go plans a call",
            trigger: ".o_form_statusbar button[name=action_go]",
            run: "click",
        },
        {
            content: "The planned call carries the words that open it",
            trigger: ".o-mail-Activity:contains(Do you still use)",
        },
        {
            content: "It is logged from the activity",
            trigger: ".o-mail-Activity .o_reactivation_log_activity",
            run: "click",
        },
        { trigger: ".modal .o_reactivation_say:contains(Do you still use Tour part)" },
        { trigger: ".modal .o_reactivation_avoid:contains(one of our best customers)" },
        { trigger: outcome("need_now"), run: "click" },
        {
            content: "What saving does is said before",
            trigger: ".modal .alert:contains(The planned activity is done. An opportunity)",
        },
        answer("note", "Two pallets"),
        { trigger: ".modal button[name=action_quote]", run: "click" },
        {
            content: "One click further: the quotation, linked to the card",
            trigger: ".o_sale_order [name=partner_id] input:value(Tour Garage)",
        },
        { trigger: 'a:contains("Add a product")', run: "click" },
        { trigger: ".o_selected_row [name=product_template_id] input", run: "edit Tour part" },
        { trigger: "ul.ui-autocomplete a:contains(Tour part)", run: "click" },
        { trigger: ".o_selected_row [name=price_subtotal]:contains(1)" },
        { trigger: "a[name=order_lines]", run: "click" },
        { trigger: ".o_sale_order .o_data_row:contains(Tour part)" },
        { trigger: "button[name=action_confirm]:not(.d-none)", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Sales Order)" },
        {
            content: "Back on the card",
            trigger: ".breadcrumb-item a:contains(Tour Garage), .o_back_button a",
            run: "click",
        },
        { trigger: ".alert:contains(Reactivated on)" },
        { trigger: "[name=outcome_id]:contains(Needs it now)" },
        {
            content: "Nobody calls about a closed card",
            trigger: ".o_form_statusbar:not(:has(button[name=action_log_call]))",
        },
    ],
});

registry.category("web_tour.tours").add("reactivation_call_other_solution", {
    steps: () => [
        { trigger: card("Tour Bakery"), run: "hover && click .o_kanban_record:contains(Tour Bakery) .o_dropdown_kanban .btn" },
        { trigger: ".dropdown-item:contains(Log a call)", run: "click" },
        { trigger: outcome("other_solution"), run: "click" },
        answer("solution_name", "Dupont SA"),
        {
            content: "Three answers are missing",
            trigger: ".modal footer button:contains(/^Save$/)",
            run: "click",
        },
        { trigger: ".modal .o_field_invalid[name=change_reason]" },
        { trigger: ".modal .o_field_invalid[name=better]" },
        { trigger: ".modal .o_field_invalid[name=missing_id]" },
        answer("change_reason", "Delivered within a day"),
        answer("better", "They order on a phone"),
        { trigger: ".modal .alert:contains(Dupont SA is noted as a supplier)" },
        {
            trigger: ".modal [name=missing_id] :contains(/^Advice and service$/)",
            run: "click",
        },
        { trigger: ".modal footer button:contains(/^Save$/)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "The next step is a trial order",
            trigger: `${card("Tour Bakery")} .o_reactivation_next:contains(Offer a trial order)`,
        },
        { trigger: `${card("Tour Bakery")} .o_reactivation_next a`, run: "click" },
        { trigger: ".o_sale_order .badge:contains(Trial order)" },
        { trigger: ".o_sale_order [name=partner_id] input:value(Tour Bakery)" },
        { trigger: ".o_form_button_cancel", run: "click" },
        { trigger: card("Tour Bakery") },
    ],
});

registry.category("web_tour.tours").add("reactivation_call_phone", {
    steps: () => [
        { trigger: card("Tour Garage"), run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
        { trigger: ".o_statusbar_buttons .dropdown-toggle", run: "click" },
        { trigger: "button[name=action_log_call]", run: "click" },
        { trigger: outcome("no_need"), run: "click" },
        { trigger: ".modal .alert:contains(The card is put aside until)" },
        { trigger: ".modal footer button:contains(/^Save$/)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=outcome_id]:contains(No current need)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_call_statistics", {
    steps: () => [
        { trigger: ".o_pivot th:contains(Needs it now)" },
        { trigger: ".o_pivot th:contains(Contact Rate)" },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_renderer canvas" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_cell:contains(Tour Garage)", run: "click" },
        { trigger: ".o_form_view [name=outcome_id]:contains(Needs it now)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_script", {
    steps: () => [
        { trigger: ".o_group_header:contains(Call opening)", run: "click" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: "[name=text] textarea", run: "edit Hello {name}" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "What cannot be filled is refused, with what can",
            trigger: ".modal:contains(“{name}” is no placeholder. Choose from: {customer})",
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        { trigger: "[name=text] textarea", run: "edit Hello {contact}" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
