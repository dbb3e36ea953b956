import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_share_out", {
    steps: () => [
        { trigger: ".o_cp_switch_buttons .o_list, button.o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Tour Nobody)" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: "button[name=action_share_out]", run: "click" },
        { trigger: ".modal [name=preview] table" },
        { trigger: ".modal [name=method] input[data-value=value]", run: "click" },
        { trigger: ".modal p:contains(least at stake)" },
        { trigger: ".modal [name=method] input[data-value=count]", run: "click" },
        { trigger: ".modal p:contains(fewest cards)" },
        { trigger: ".modal [name=preview]:contains(that nobody had)" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_form_view h1:contains(cards shared out)" },
        { trigger: ".o_data_row:contains(Tour Nobody)" },
        { trigger: "button[name=action_undo]", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: "[name=undone_by]:contains(Tour Manager)" },
        { trigger: ".o_data_row:contains(Given back)" },
    ],
});
