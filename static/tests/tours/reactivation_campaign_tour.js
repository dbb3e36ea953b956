import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_campaign_launch", {
    steps: () => [
        {
            content: "A ready-made campaign",
            trigger: ".o_searchview_facet:contains(In use) .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(Secure and prove) a:contains(Use this campaign)",
            run: "click",
        },
        { trigger: ".o_form_view [name=state] .o_arrow_button_current:contains(Draft)" },
        { trigger: ".o_data_row:contains(Proof):contains(after 2 weeks)" },
        { trigger: ".nav-link[name=audience]", run: "click" },
        {
            content: "Everybody whose column is not chosen",
            trigger: "[name=category_ids] .o_tag .o_delete",
            run: "click",
        },
        {
            content: "The count follows before anything is saved",
            trigger: "[name=ready_count]:contains(2)",
        },
        { trigger: "[name=left_out_table] td:contains(No Go yet)" },
        { trigger: "button[name=action_preview]", run: "click" },
        { trigger: ".modal [name=messages]:contains(Proof)" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal)) button[name=action_open_launch]", run: "click" },
        { trigger: ".modal:contains(customers will be enrolled now)" },
        { trigger: ".modal button[name=action_launch]", run: "click" },
        { trigger: ".o_form_view [name=state] .o_arrow_button_current:contains(Running)" },
        { trigger: "button[name=action_open_enrollments]", run: "click" },
        {
            content: "Customers by their next step",
            trigger: ".o_kanban_group:contains(how do they do it) .o_kanban_record:contains(Tour Garage)",
        },
    ],
});

registry.category("web_tour.tours").add("reactivation_campaign_card", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Tour Garage)", run: "click" },
        { trigger: ".nav-link[name=campaigns]", run: "click" },
        { trigger: "[name=proposed_campaign_id]:contains(Tour campaign)" },
        { trigger: "button[name=action_add_to_proposed]", run: "click" },
        { trigger: "[name=campaign_text]:contains(Tour campaign)" },
        { trigger: "button[name=action_leave_campaign]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: "button[name=action_add_to_proposed]" },
    ],
});

registry.category("web_tour.tours").add("reactivation_campaign_answers", {
    steps: () => [
        { trigger: "button[name=action_open_answers]:contains(1)", run: "click" },
        {
            content: "Answers by reason",
            trigger: ".o_group_header:contains(Disappointed)",
        },
        { trigger: ".o_data_row:contains(Tour Garage):contains(Faster delivery)" },
    ],
});
