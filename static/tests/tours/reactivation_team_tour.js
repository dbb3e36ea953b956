import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_skill", {
    steps: () => [
        {
            content: "Everybody of the sales teams is there",
            trigger: ".o_data_row:contains(Tour Colleague) td[name=level]:contains(Unknown)",
            run: "click",
        },
        { trigger: ".o_selected_row [name=level] input", run: "click" },
        { trigger: ".o-dropdown-item:contains(Trained)", run: "click" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".o_data_row:not(.o_selected_row) td[name=level]:contains(Trained)" },
        { trigger: "[data-menu-xmlid='crm_reactivation.menu_root']", run: "click" },
        { trigger: "[data-menu-xmlid='crm_reactivation.menu_board']", run: "click" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Tour Nobody)" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: "button[name=action_share_out]", run: "click" },
        { trigger: ".modal [name=method] input[data-value=count]", run: "click" },
        { trigger: ".modal [name=skill_rule] input", run: "click" },
        { trigger: ".o-dropdown-item:contains(Trained ones only)", run: "click" },
        { trigger: ".modal tr:contains(Tour Colleague) small:contains(Trained)" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_form_view .o_data_row:contains(Tour Nobody):contains(Tour Colleague)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_own_skill", {
    steps: () => [
        { trigger: ".o_data_row:contains(Tour Seller) td[name=level]:contains(To train)" },
        { trigger: ".o_list_view:not(:has(.o_list_button_add))" },
        { trigger: ".o_list_view:not(:contains(Tour Colleague))" },
    ],
});

registry.category("web_tour.tours").add("reactivation_joint_visits", {
    steps: () => [
        { trigger: ".o_pivot tbody:contains(Tour Manager)" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row:contains(Tour Garage):contains(Tour Seller)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_benchmark", {
    steps: () => [
        { trigger: ".o_nocontent_help:contains(None is shipped)" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_selected_row [name=figure] input", run: "click" },
        { trigger: ".o-dropdown-item:contains(Reached)", run: "click" },
        { trigger: ".o_selected_row [name=value] input", run: "edit 40" },
        { trigger: ".o_selected_row [name=note] input", run: "edit Own target" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".o_data_row:not(.o_selected_row):contains(Own target)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_benchmark_shown", {
    steps: () => [
        { trigger: ".o_reactivation_overview :contains(Benchmark 40 %)" },
    ],
});
