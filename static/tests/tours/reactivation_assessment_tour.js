import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:contains(${name})`;
const level = (question, number) =>
    `.o_reactivation_question:eq(${question}) .o_reactivation_level:eq(${number})`;

/** One tap per question, on the level with that number. */
const taps = (questions, number) =>
    [...Array(questions).keys()].map((question) => ({
        trigger: level(question, number),
        run: "click",
    }));

let started, clicks;
const count = () => clicks++;

/** From the open grid on, count clicks and seconds. */
const start = {
    content: "From here on, time is running",
    trigger: ".modal .o_reactivation_question:count(15)",
    run() {
        [started, clicks] = [Date.now(), 0];
        document.addEventListener("click", count, true);
    },
};

/** A click per answer and one to save, in less than a minute. */
const stop = {
    content: "Fifteen answers are sixteen clicks, in less than a minute",
    trigger: "body:not(:has(.modal))",
    run() {
        document.removeEventListener("click", count, true);
        const seconds = (Date.now() - started) / 1000;
        if (clicks !== 16 || seconds >= 60) {
            throw new Error(`${clicks} clicks in ${seconds} seconds`);
        }
    },
};

const open = [
    { trigger: card("Tour Garage"), run: "click" },
    { trigger: ".o_form_view h1:contains(Tour Garage)" },
    { trigger: "button.btn-primary[name=action_assess]", run: "click" },
    { trigger: ".modal [name=answered_text]:contains(0 of 15 answered)" },
    { trigger: ".modal [name=score_text]:contains(No score yet)" },
];

registry.category("web_tour.tours").add("reactivation_assess", {
    steps: () => [
        ...open,
        start,
        ...taps(15, 0),
        { trigger: ".modal [name=answered_text]:contains(15 of 15 answered)" },
        { trigger: ".modal [name=score_text]:contains(of 100)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        stop,
        { trigger: ".nav-link[name=column]", run: "click" },
        { trigger: "[name=resistance_text]:contains(15 of 15 answered)" },
        { trigger: "[name=breakdown_table] tr:contains(Openness to change)" },
        { trigger: "button[name=action_assess]:contains(New assessment)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_assess_half", {
    steps: () => [
        ...open,
        { content: "A tap", trigger: level(0, 3), run: "click" },
        {
            trigger: `${level(0, 3)}[aria-checked=true]`,
            run: "press ArrowLeft",
        },
        { content: "Another level by the keyboard", trigger: level(0, 2), run: "press Enter" },
        { trigger: ".modal [name=answered_text]:contains(1 of 15 answered, 1 without evidence)" },
        { content: "The evidence", trigger: ".o_reactivation_pen:first", run: "click" },
        {
            trigger: ".o_reactivation_question:first input",
            run: "edit Their own words && press Tab",
        },
        {
            trigger:
                ".modal [name=answered_text]:contains(1 of 15 answered):not(:contains(evidence))",
        },
        { content: "A tap too many is taken back", trigger: level(1, 1), run: "click" },
        { trigger: ".modal [name=answered_text]:contains(2 of 15 answered)" },
        { trigger: level(1, 1), run: "click" },
        { trigger: ".modal [name=answered_text]:contains(1 of 15 answered)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "Go on with what was left half-done",
            trigger: "button[name=action_assess]:contains(Go on assessing)",
            run: "click",
        },
        { trigger: `.modal ${level(0, 2)}[aria-checked=true]` },
        { trigger: level(1, 0), run: "click" },
        { trigger: ".modal [name=answered_text]:contains(2 of 15 answered)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".nav-link[name=column]", run: "click" },
        { trigger: "[name=resistance_text]:contains(2 of 15 answered)" },
    ],
});

registry.category("web_tour.tours").add("reactivation_assess_phone", {
    steps: () => [
        { trigger: card("Tour Garage"), run: "click" },
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
        {
            trigger: "button[name=action_assess], .o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        start,
        ...taps(15, 3),
        { trigger: ".modal [name=answered_text]:contains(15 of 15 answered)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        stop,
        { trigger: ".o_form_view h1:contains(Tour Garage)" },
    ],
});

const column = (name) => `.o_kanban_group:has(.o_column_title:contains("${name}"))`;

registry.category("web_tour.tours").add("reactivation_move", {
    steps: () => [
        { trigger: card("Tour Garage"), run: `drag_and_drop(${column("6-18 months")})` },
        { trigger: ".modal .modal-title:contains(Why 6-18 months?)" },
        { trigger: ".modal .o_reactivation_reason:count(4)" },
        { content: "Not now", trigger: ".modal .o_reactivation_later", run: "click" },
        {
            content: "The card remembers that nobody said why",
            trigger: `${column("6-18 months")} ${card("Tour Garage")} .o_reactivation_reason_missing`,
        },
        {
            content: "Back by one click",
            trigger: card("Tour Garage"),
            run: `drag_and_drop(${column("0-6 months")})`,
        },
        { trigger: ".modal .modal-title:contains(Why 0-6 months?)" },
        { trigger: ".modal .o_reactivation_undo", run: "click" },
        { trigger: `${column("6-18 months")} ${card("Tour Garage")}` },
        {
            content: "A reason with one tap",
            trigger: card("Tour Garage"),
            run: `drag_and_drop(${column("0-6 months")})`,
        },
        {
            trigger: ".modal .o_reactivation_reason:contains(I talked to them)",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        {
            trigger: `${column("0-6 months")} ${card("Tour Garage")}:not(:has(.o_reactivation_reason_missing))`,
        },
        {
            content: "A reason in own words",
            trigger: card("Tour Bakery"),
            run: `drag_and_drop(${column("6-18 months")})`,
        },
        { trigger: ".modal .o_reactivation_move input", run: "edit New owner" },
        { trigger: ".modal .o_reactivation_move button[type=submit]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            trigger: `${column("6-18 months")} ${card("Tour Bakery")}:not(:has(.o_reactivation_reason_missing))`,
        },
    ],
});
