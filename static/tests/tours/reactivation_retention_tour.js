import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_retention", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Tour Long Gone)" },
        { trigger: ".o_data_row:contains(Tour Long Gone) [name=retention_advice]:contains(Archive)" },
        {
            trigger: ".o_data_row:contains(Tour Long Gone) .o_list_record_selector input",
            run: "click",
        },
        { trigger: "button[name=action_decide_retention]", run: "click" },
        { trigger: ".modal [name=preview]:contains(contacts archived)" },
        {
            trigger: ".modal [name=decision] input[data-value=anonymise]",
            run: "click",
        },
        { trigger: ".modal [name=preview]:contains(keep name, address and VAT number)" },
        { trigger: ".modal [name=approved] input", run: "click" },
        { trigger: ".modal button.btn-danger[name=action_apply]", run: "click" },
        { trigger: ".o_notification:contains(noted in the log)" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
