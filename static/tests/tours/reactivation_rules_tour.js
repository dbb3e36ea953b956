import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_policy_preview", {
    steps: () => [
        { trigger: ".o_data_row:contains(Personal rhythm) .o_data_cell", run: "click" },
        {
            content: "Nothing is saved yet: another method is tried",
            trigger: "[name=method] .o_radio_item:contains(Fixed delay) input",
            run: "click",
        },
        {
            trigger: "[name=inactive_after] input",
            run: "edit 36 && press Tab",
        },
        { trigger: ".o_reactivation_preview button:contains(Preview)", run: "click" },
        {
            content: "Who was inactive is active then",
            trigger: ".o_reactivation_preview tr:contains(Active) td:eq(2):not(:contains(0))",
        },
        { trigger: ".o_reactivation_preview :contains(customers change level)" },
        {
            content: "The policy itself was not saved",
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        { trigger: "[name=method] .o_radio_item:contains(Personal rhythm) input:checked" },
    ],
});

registry.category("web_tour.tours").add("reactivation_why", {
    steps: () => [
        { trigger: ".o_data_row:contains(Tour Bakery) .o_data_cell", run: "click" },
        { trigger: ".nav-link[name=why].active" },
        {
            content: "Purchases over time",
            trigger: ".o_reactivation_timeline[aria-label*='20 days'] canvas",
            run: "canvasNotEmpty",
        },
        { trigger: "[name=why_table] tr:contains(E-mail opened):contains(never mailed)" },
        { trigger: "[name=why_table] tfoot:contains(Inactivity points)" },
        {
            content: "Snooze the customer, with a reason",
            trigger: "button[name=action_open_profile]",
            run: "click",
        },
        {
            trigger: ".modal [name=snoozed_until] input, .modal [name=snoozed_until] button",
            run: "click",
        },
        {
            trigger: ".modal [name=snoozed_until] input",
            run: "edit 12/31/2030 && press Tab",
        },
        { trigger: ".modal [name=snooze_reason] input", run: "edit Works until summer" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=snoozed_until]:contains(2030)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_contact_tab", {
    steps: () => [
        {
            content: "The level is on the contact, the explanation is not read yet",
            trigger: ".o_form_view:not(:has(.o_reactivation_timeline)) .nav-link[name=reactivation]",
            run: "click",
        },
        {
            trigger: ".o_reactivation_timeline[aria-label*='20 days'] canvas",
            run: "canvasNotEmpty",
        },
        { trigger: ".o_reactivation_standing [name=reactivation_why_table] tfoot:contains(Inactivity points)" },
    ],
});
