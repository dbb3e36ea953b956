# ruff: noqa: F821 (the shell gives `env`)
# Some months of work in the demo company, for pictures: assessments, decisions, calls,
# comebacks, an objective, a campaign. Always the same; runs in Odoo's shell on a copy.
from datetime import timedelta
from itertools import cycle

from odoo import Command

ref = env.ref
company = ref("base.main_company")
today = company._reactivation_today()
# the pictures are of the months before, not of the minute they are taken in
env = env(context={**env.context, "tracking_disable": True, "lang": "en_US"})
users = {user.login: user for user in env["res.users"].search([("share", "=", False)])}
boss = users["manager"]
Card = env["reactivation.episode"]
grid = env["reactivation.criterion"].search([("active", "=", True)])


def cards_of(login, limit):
    """The first open cards of a salesperson, as that person works on them."""
    domain = [("user_id", "=", users[login].id), ("state", "=", "open")]
    found = Card.search(domain, limit=limit, order="rank, at_stake_amount DESC, id")
    return found.with_user(users[login])


def assess(card, answers):
    """Answer all questions: which level, in turn."""
    levels = cycle(answers)
    card.env["reactivation.assessment"].create(
        {
            "episode_id": card.id,
            "answer_ids": [
                Command.create(
                    {
                        "criterion_id": criterion.id,
                        "level_id": criterion.level_ids[
                            next(levels) % len(criterion.level_ids)
                        ].id,
                    }
                )
                for criterion in grid
            ],
        }
    )


def call(card, outcome, **values):
    """Log a call or a visit."""
    card.env["reactivation.call"].create(
        {
            "episode_id": card.id,
            "outcome_id": ref(f"crm_reactivation.outcome_{outcome}").id,
            "duration": 0.25,
            **values,
        }
    )


outcomes = cycle(["unreachable", "call_back", "no_need", "unreachable"])
for login in ("camille", "hugo", "ines", "mathis", "lotte"):
    cards = cards_of(login, 26)
    for number, card in enumerate(cards):
        if number % 3:
            assess(card, [(0, 1, 0), (1, 2, 0, 1), (2, 1, 3), (0, 0, 1)][number % 4])
        if number % 3 == 2:
            card.action_go()
    for number, card in enumerate(cards[8:20]):
        channel = "visit" if number % 4 == 3 else "call"
        call(card, next(outcomes), channel=channel)
    for number, card in enumerate(cards[20 : 20 + len(login) - 2]):
        source = env["sale.order"].search([("partner_id", "=", card.partner_id.id)])[:1]
        order = source.copy({"user_id": users[login].id})
        order.action_confirm()
        back = today - timedelta(days=14 + 37 * number + 11 * len(login))
        credit = env["reactivation.credit"].search([("episode_id", "=", card.id)])
        credit.sudo().date = back
        card.sudo().write({"opened_on": back - timedelta(days=48), "closed_on": back})

env["reactivation.objective"].with_user(boss).create(
    {"owner_type": "company", "target_count": 40}
).action_agree()
for login, target in (("camille", 8), ("hugo", 6), ("ines", 8)):
    env["reactivation.objective"].with_user(boss).create(
        {"user_id": users[login].id, "target_count": target}
    ).action_agree()
env["reactivation.benchmark"].with_user(boss).create(
    {"figure": "contact_rate", "value": 60, "note": "Own target"}
)
scenario = ref("crm_reactivation.scenario_keep_in_touch").with_user(boss)
action = scenario.action_use_scenario()
campaign = env["reactivation.campaign"].with_user(boss).browse(action["res_id"])
campaign.action_launch()
reasons = env["reactivation.reason"].search([("kind", "=", "do_not_pursue")])
for number, card in enumerate(cards_of("oliver", 5)):
    env["reactivation.renunciation"].with_user(boss).create(
        {
            "partner_id": card.partner_id.id,
            "reason_id": reasons[number % len(reasons)].id,
            "note": "Three reminders, long calls about each delivery.",
        }
    )
nobodys = Card.search([("user_id", "=", False), ("state", "=", "open")])
env["reactivation.sharing"].with_user(boss)._share_out(
    company,
    "count",
    [
        (card.id, None, users["camille"].id, None, card.team_id.id or None)
        for card in nobodys[:20]
    ],
)
env["res.users"].search([]).tour_enabled = False
env.cr.commit()
print("the story is told")
