import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_objective", {
    steps: () => [
        {
            content: "A new objective in one sentence",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_reactivation_sentence .o_field_widget[name=target_count] input",
            run: "edit 5",
        },
        {
            trigger: ".o_reactivation_sentence .o_field_widget[name=user_id] input",
            run: "edit Tour Seller",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour Seller)",
            run: "click",
        },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "Milestones are proposed",
            trigger: ".o_field_widget[name=milestone_ids] .o_data_row",
        },
        { trigger: "button[name=action_agree]", run: "click" },
        {
            content: "Agreed on: the sentence is fixed",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Agreed)",
        },
        { trigger: "h2:contains(Reactivate 5 inactive customers):contains(Tour Seller)" },
        { trigger: ".o-mail-Message:contains(Agreed by Tour Manager)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_objective_line", {
    steps: () => [
        {
            content: "One's own objective above the columns",
            trigger: ".o_reactivation_objectives a:contains(0 of 5)",
        },
        {
            content: "A card names it",
            trigger: ".o_kanban_record:contains(Tour Garage)",
            run: "click",
        },
        { trigger: ".o_field_widget[name=objective_text]:contains(0 of 5)" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "The line opens the objective",
            trigger: ".o_reactivation_objectives a",
            run: "click",
        },
        { trigger: ".o_form_view h2:contains(Reactivate 5 inactive customers)" },
        {
            content: "... to read",
            trigger: ".o_form_view:not(:has(button[name=action_renegotiate]))",
        },
    ],
});

registry.category("web_tour.tours").add("reactivation_settings", {
    steps: () => [
        {
            content: "This year's objectives are listed, and opened to be changed",
            trigger:
                ".o_field_widget[name=reactivation_objective_ids] .o_data_row:contains(Tour Seller) .o_data_cell",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=target_count] input",
            run: "edit 7",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "None is chosen among others: an objective is made",
            trigger:
                ".o_field_widget[name=reactivation_objective_ids]:not(:has(.o_field_x2many_list_row_add))",
        },
        { trigger: "button:contains(New objective)", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=target_count] input",
            run: "edit 12",
        },
        { trigger: ".modal .o_field_widget[name=user_id] input", run: "edit Tour Colleague" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Tour Colleague)", run: "click" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "The new one is in the list at once",
            trigger:
                ".o_field_widget[name=reactivation_objective_ids] .o_data_row:contains(Tour Colleague)",
        },
        {
            trigger: ".o_field_widget[name=reactivation_credit_days] input",
            run: "edit 45",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_button_save:not(:visible)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_credit_correction", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Tour Garage) .o_data_cell[name=partner_id]",
            run: "click",
        },
        { trigger: "button:contains(Correct)", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=correction] select, .modal .o_field_widget[name=correction] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Does not count), .modal option:contains(Does not count)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit He called us by mistake",
        },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_statusbar_status:contains(Left out by a manager)" },
        { trigger: ".o-mail-Message:contains(He called us by mistake)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_launch_meeting", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Tour Seller)", run: "click" },
        { trigger: "button[name=action_launch_meeting]", run: "click" },
        { trigger: ".modal [name=user_ids]:contains(Tour Seller)" },
        { trigger: ".modal button[name=action_book]", run: "click" },
        { trigger: ".o_form_view [name=partner_ids]:contains(Tour Seller)" },
        { trigger: ".o_form_view [name=partner_ids]:contains(Tour Manager)" },
    ],
});
