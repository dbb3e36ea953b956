import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_customers", {
    steps: () => [
        { trigger: ".o_data_row:contains(Tour Garage):contains(13 months)" },
        { trigger: ".o_data_row:contains(Tour Garage) .badge:contains(Inactive)" },
        {
            content: "Who still buys is not in the list of inactive customers",
            trigger: ".o_list_renderer:not(:contains(Tour Regular))",
        },
        {
            content: "Durations in words are sorted by the days",
            trigger: "th[data-name=silence_text]",
            run: "click",
        },
        { trigger: "th[data-name=silence_text].table-active" },
        { trigger: ".o_searchview_facet .o_facet_remove", run: "click" },
        { trigger: ".o_data_row:contains(Tour Regular)" },
        {
            content: "Buyers by shortest silence first, or by longest",
            trigger: "th[data-name=silence_text]",
            run: "click",
        },
        { trigger: ".o_data_row:contains(Tour Garage) .o_data_cell:first", run: "click" },
        { trigger: ".o_form_view [name=why_text]:contains(Inactive since)" },
        { trigger: "button[name=action_open_card]", run: "click" },
        { trigger: ".o_form_view .o_statusbar_status:contains(To assess)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_partner", {
    steps: () => [
        {
            trigger: ".oe_stat_button[name=action_open_reactivation]:contains(Inactive)",
        },
        { trigger: ".oe_stat_button[name=action_open_reactivation]:contains(13 months)" },
        { trigger: ".nav-link[name=reactivation]", run: "click" },
        { trigger: "[name=reactivation_why_text]:contains(Inactive since)" },
        { trigger: "[name=activation_category_id]:contains(To assess)" },
        { trigger: "[name=reactivation_episode_ids] .o_data_row:contains(Open)" },
        {
            trigger: ".tab-pane.active button[name=action_open_reactivation]",
            run: "click",
        },
        { trigger: ".o_form_view .o_statusbar_status:contains(To assess)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_policy", {
    steps: () => [
        { trigger: ".o_data_row:contains(Personal rhythm)" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: "[name=name] input", run: "edit Tour policy" },
        {
            content: "Only the parameters of the chosen method are shown",
            trigger: ".o_form_view:has([name=single_order_days]):not(:has([name=inactive_after]))",
        },
        { trigger: "[name=min_order_count] input", run: "edit 3" },
        { trigger: ".o_radio_item:contains(Fixed delay) input", run: "click" },
        {
            trigger: ".o_form_view:has([name=inactive_after]):not(:has([name=single_order_days]))",
        },
        { trigger: "[name=method_explained]:contains(the same time after the last order)" },
        { trigger: "[name=inactive_after] input", run: "edit 6" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_data_row:contains(Tour policy):contains(6 months without an order)" },
    ],
});
