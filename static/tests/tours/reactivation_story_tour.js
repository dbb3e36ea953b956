import { registry } from "@web/core/registry";

const card = ".o_kanban_record:contains(Tour Story)";
const column = '.o_kanban_group:has(.o_column_title:contains("0-6 months"))';
const check = (name) => ({ trigger: `[name=${name}] input`, run: "check" });

/** From the card that a night has opened to the credit, as a salesperson works. */
registry.category("web_tour.tours").add("reactivation_story", {
    steps: () => [
        {
            content: "Detected: the card says what comes next",
            trigger: `${card} .o_reactivation_next:contains(Assess)`,
        },
        { trigger: `${card} .o_reactivation_next a`, run: "click" },
        { trigger: ".modal .o_reactivation_question:count(15)" },
        ...[...Array(15).keys()].map((question) => ({
            trigger: `.modal .o_reactivation_question:eq(${question}) .o_reactivation_level:eq(0)`,
            run: "click",
        })),
        { trigger: ".modal [name=answered_text]:contains(15 of 15 answered)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "Assessed: it is in its column, and wants to be prepared",
            trigger: `${column} ${card} .o_reactivation_next:contains(Prepare)`,
        },
        { trigger: `${card} .o_reactivation_next a`, run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Story)" },
        { trigger: ".nav-link[name=preparation]", run: "click" },
        check("history_read"),
        check("past_checked"),
        check("accounts_checked"),
        check("colleagues_asked"),
        { trigger: "[name=stopped_by_us] label:contains(No)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "Prepared: the decision comes next",
            trigger: "[name=next_step_text]:contains(Decide)",
        },
        { trigger: "[name=invest_text]:contains(Yes)" },
        { trigger: ".o_form_statusbar button.btn-primary[name=action_go]", run: "click" },
        { trigger: "[name=decision]:contains(Go)" },
        {
            content: "Go has planned the call",
            trigger: ".o-mail-Activity .o_reactivation_log_activity",
            run: "click",
        },
        {
            trigger: ".modal .o_reactivation_outcome[data-effect=need_now]",
            run: "click",
        },
        { trigger: ".modal button[name=action_quote]", run: "click" },
        { trigger: ".o_sale_order [name=partner_id] input:value(Tour Story)" },
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
            trigger: ".breadcrumb-item a:contains(Tour Story), .o_back_button a",
            run: "click",
        },
        { trigger: ".alert:contains(Reactivated on):contains(Follow-up planned)" },
        {
            content: "Credited: the card leads to its credit",
            trigger: "button[name=action_open_credit]:contains(1.00)",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(Counts)" },
        { trigger: "[name=user_id]:contains(Tour Seller)" },
        {
            content: "It is in the list of those who came back",
            trigger: ".o_main_navbar button:contains(Reactivation)",
            run: "click",
        },
        { trigger: ".dropdown-item:contains(Customers won back)", run: "click" },
        { trigger: ".o_data_row:contains(Tour Story):contains(Counts)" },
    ],
});
