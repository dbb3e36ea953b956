"""The pictures of the guide and the store page: which screens, as whom, how large."""

import json
from dataclasses import dataclass

DESKTOP = "1440x900"
PHONE = "390x844"
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
BOARD = "/odoo/reactivation-board"
#: A card whose customer has a rhythm: the second column's.
RHYTHM = f".o_kanban_group:nth-of-type(2) {CARD}"
#: Clicks one after the other, each as soon as its element is there; the last one waits.
PRESS = """(async () => {
    const found = async (selector) => {
        for (let attempt = 0; attempt < 200; attempt++) {
            const element = [...document.querySelectorAll(selector)].find(
                (each) => each.offsetParent || each.closest(".modal")
            );
            if (element) return element;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error("not found: " + selector);
    };
    const selectors = %s;
    const last = selectors.pop();
    for (const selector of selectors) (await found(selector)).click();
    (await found(last)).scrollIntoView({ block: "nearest" });
})()"""


@dataclass
class Shot:
    """One picture: where, as whom, how large; `js` runs before it is taken."""

    name: str
    url: str
    login: str = "admin"
    size: str = DESKTOP
    lang: str = ""
    wait: str = ""  # a CSS selector
    js: str = ""


def press(*selectors):
    """JavaScript that clicks all but the last, and waits for the last."""
    return PRESS % json.dumps(selectors)


def on_both(name, url, wait, js="", js_phone=""):
    """A screen of salespeople, on a computer and on a phone."""
    return [
        Shot(name, url, "camille", wait=wait, js=js),
        Shot(f"{name}-phone", url, "camille", PHONE, wait=wait, js=js_phone or js),
    ]


OPENED = ".o_form_view .nav-link"
ASSESS = press(
    RHYTHM,
    ".o_form_view button[name=action_assess]",
    ".modal .o_reactivation_level",
)
NO_NEED = (
    "button[name=action_log_call]",
    ".modal .o_reactivation_outcome[data-effect=no_need]",
    ".modal .alert",
)
LOG_CALL = press(RHYTHM, *NO_NEED)
# on a phone the buttons of a card are behind the three dots
LOG_CALL_PHONE = press(RHYTHM, ".o_statusbar_buttons .dropdown-toggle", *NO_NEED)
POLICY = press(
    ".o_data_row td[name=name]",
    ".o_reactivation_preview button",
    ".o_reactivation_preview table",
)

SHOTS = [
    *on_both("board", BOARD, CARD),
    *on_both("card", BOARD, CARD, press(RHYTHM, OPENED)),
    *on_both("assessment", BOARD, CARD, ASSESS),
    *on_both("call", BOARD, CARD, LOG_CALL, LOG_CALL_PHONE),
    Shot(
        "preparation",
        BOARD,
        "camille",
        wait=CARD,
        js=press(
            RHYTHM, ".o_form_view .nav-link[name=preparation]", "[name=history_read]"
        ),
    ),
    Shot("customers", "/odoo/reactivation-customers", "manager", wait=".o_data_row"),
    # before the preview of a policy is looked at, the list of first steps is not done
    Shot(
        "first-steps",
        "/odoo/reactivation-overview",
        "manager",
        wait=".o_reactivation_first_steps",
    ),
    Shot(
        "policy",
        "/odoo/reactivation-policies",
        "manager",
        wait=".o_data_row",
        js=POLICY,
    ),
    Shot(
        "overview",
        "/odoo/reactivation-overview",
        "manager",
        wait=".o_reactivation_tile",
    ),
    Shot("objectives", "/odoo/reactivation-objectives", "manager", wait=CARD),
    Shot(
        "campaign",
        "/odoo/reactivation-campaigns",
        "manager",
        wait=CARD,
        js=press(CARD, OPENED),
    ),
    Shot("analysis", "/odoo/reactivation-analysis", "manager", wait=".o_pivot"),
    Shot("not-pursued", "/odoo/reactivation-not-pursued", "manager", wait=CARD),
]
