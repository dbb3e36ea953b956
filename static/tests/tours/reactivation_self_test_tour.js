import { registry } from "@web/core/registry";

const choice = (question, number) =>
    `.modal .o_reactivation_question:eq(${question}) .o_reactivation_level:eq(${number})`;

/** One tap per question, on the answer with that number. */
const taps = (questions, number) =>
    questions.map((question) => ({ trigger: choice(question, number), run: "click" }));

const range = (from, to) => [...Array(to - from).keys()].map((number) => from + number);

registry.category("web_tour.tours").add("reactivation_self_test", {
    steps: () => [
        { trigger: ".o_view_nocontent:contains(How well does your team)" },
        { trigger: "button[name=action_take]", run: "click" },
        { trigger: ".modal .o_reactivation_question:count(15)" },
        { trigger: ".modal [name=answered_text]:contains(0 of 15 answered)" },
        {
            content: "What Odoo knows stands beside the answers",
            trigger: ".modal .o_reactivation_question:contains(inactive customers.)",
        },
        ...taps(range(0, 14), 0),
        { trigger: ".modal [name=answered_text]:contains(14 of 15 answered)" },
        {
            content: "A forgotten question is named",
            trigger: ".modal button[name=action_submit]",
            run: "click",
        },
        {
            trigger: ".o_notification, .modal:contains(1 of 15 questions)",
        },
        {
            trigger: ".modal:contains(number 15) .modal-footer button:contains(Close)",
            run: "click",
        },
        { trigger: ".modal .o_reactivation_question:count(15)" },
        { content: "Later", trigger: ".modal button:contains(Finish later)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "button[name=action_take]", run: "click" },
        { trigger: ".modal [name=answered_text]:contains(14 of 15 answered)" },
        { trigger: `${choice(13, 0)}[aria-checked=true]` },
        ...taps([14], 0),
        { trigger: ".modal [name=answered_text]:contains(15 of 15 answered)" },
        { trigger: ".modal button[name=action_submit]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=points_text]:contains(43 of 75 points)" },
        { trigger: "[name=band]:contains(Convinced)" },
        { trigger: "[name=reading]:contains(What is missing is time)" },
        { trigger: ".o_reactivation_trend li:contains(43)" },
        { trigger: ".o_reactivation_points:contains(5 of 5)" },
        { trigger: ".o_reactivation_level:disabled" },
        { trigger: "button[name=action_trend]", run: "click" },
        { trigger: ".o_graph_view canvas" },
    ],
});

registry.category("web_tour.tours").add("reactivation_self_test_phone", {
    steps: () => [
        { trigger: "button[name=action_take]", run: "click" },
        { trigger: ".modal .o_reactivation_question:count(15)" },
        ...taps(range(0, 15), 1),
        { trigger: ".modal [name=answered_text]:contains(15 of 15 answered)" },
        { trigger: ".modal button[name=action_submit]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "[name=points_text]:contains(of 75 points)" },
    ],
});
