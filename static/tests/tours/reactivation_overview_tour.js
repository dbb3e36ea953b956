import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_overview", {
    steps: () => [
        {
            content: "Figures of the own customers",
            trigger: ".o_reactivation_tile[name=inactive]:contains(at stake a year)",
        },
        { trigger: ".o_reactivation_funnel:contains(Contacted)" },
        { trigger: ".o_reactivation_months canvas" },
        {
            content: "A figure opens its records",
            trigger: ".o_reactivation_tile[name=inactive]",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Tour Garage)" },
        { trigger: ".breadcrumb-item a:contains(Reactivation)", run: "click" },
        {
            content: "And a category its open cards",
            trigger: ".o_reactivation_categories tbody tr:first button",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row" },
    ],
});

registry.category("web_tour.tours").add("reactivation_report", {
    steps: () => [
        { trigger: ".o_pivot thead:contains(Reactivation Rate)" },
        { trigger: ".o_pivot thead:contains(Customers Won Back)" },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_renderer canvas" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row:contains(Tour Garage) td[name=partner_id]", run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_time", {
    steps: () => [
        {
            content: "A week of the own time, with what was planned",
            trigger: ".o_data_row:contains(Tour Seller) td[name=planned]",
        },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot thead:contains(Logged)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_first_steps", {
    steps: () => [
        {
            content: "What is done is ticked",
            trigger: ".o_reactivation_first_steps button[name=figures]:has([title=Done])",
        },
        {
            content: "A line opens the screen where one does it",
            trigger: ".o_reactivation_first_steps button[name=policy]:has([title='To do'])",
            run: "click",
        },
        { trigger: ".o_reactivation_preview button:contains(Preview)", run: "click" },
        { trigger: ".o_reactivation_preview td:contains(Inactive)" },
        { trigger: ".breadcrumb-item a:contains(Reactivation)", run: "click" },
        {
            trigger: ".o_reactivation_first_steps button[name=policy]:has([title=Done])",
        },
        {
            trigger: ".o_reactivation_first_steps button[name=sharing]",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Tour Nobody)" },
        { trigger: ".breadcrumb-item a:contains(Reactivation)", run: "click" },
        {
            trigger: ".o_reactivation_first_steps button[name=objective]",
            run: "click",
        },
        {
            content: "The advice of an empty list is read, not its markup",
            trigger: ".o_view_nocontent p.o_view_nocontent_smiling_face:contains(No objective yet)",
        },
        { trigger: ".breadcrumb-item a:contains(Reactivation)", run: "click" },
        { trigger: ".o_reactivation_first_steps_close", run: "click" },
        {
            trigger:
                ".o_reactivation_overview:not(:has(.o_reactivation_first_steps)) .o_reactivation_tile",
        },
    ],
});
