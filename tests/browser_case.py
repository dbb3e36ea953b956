import json

from odoo.tests import HttpCase

#: Clicks one element after the other, each as soon as it is seen, then runs a program
#: in which `found(selector)` waits for an element and `settled()` until nothing moves.
PROGRAM = """(async () => {
    const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const settled = async () => {
        await sleep(400);
        const moving = document
            .getAnimations()
            .filter((each) => each.effect.getTiming().iterations !== Infinity);
        await Promise.allSettled(moving.map((each) => each.finished));
    };
    const found = async (selector) => {
        for (let attempt = 0; attempt < 150; attempt++) {
            const element = [...document.querySelectorAll(selector)].find((each) =>
                each.checkVisibility()
            );
            if (element) return element;
            await sleep(100);
        }
        throw new Error("not found: " + selector);
    };
    for (const selector of %(clicks)s) (await found(selector)).click();
    %(then)s
    console.log("test successful");
})().catch((error) => console.error(error.message));"""


class BrowserCase(HttpCase):
    """A page in a real browser, for what the steps of a tour cannot look at."""

    def run_in_browser(self, url, then, clicks=(), login=None, before=""):
        """Open the page, click through the selectors, then run a program.

        :param then: statements of JavaScript; throw an error to fail
        :param before: a script to run first, such as the one of a file
        """
        program = PROGRAM % {"clicks": json.dumps(list(clicks)), "then": then}
        self.browser_js(
            url,
            f"{before}\n{program}",
            "document.readyState === 'complete'",
            login=login,
        )
