# ruff: noqa: F821 (the shell gives `env`)
# What a company does before it changes its mind: a bit of everything that people make.
# Runs in Odoo's shell, which gives `env`; by public methods, with the rights of people.
from datetime import timedelta

from odoo import Command, fields

now = fields.Datetime.now()
company = env.company
today = company._reactivation_today()
boss = env.ref("base.user_admin")
seller = env["res.users"].create(
    {
        "name": "Sam Seller",
        "login": "sam",
        "email": "sam@example.com",
        "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)],
    }
)
product = env["product.product"].create({"name": "Part", "type": "service"})


def ordered(partner, days):
    """An order of so many days ago."""
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "user_id": seller.id,
            "order_line": [
                Command.create({"product_id": product.id, "price_unit": 100})
            ],
        }
    )
    order.action_confirm()
    order.date_order = now - timedelta(days=days)
    return order


def reason(kind):
    return env["reactivation.reason"].search([("kind", "=", kind)], limit=1)


# ----------------------------------------------------------------------
# CUSTOMERS, BY WHAT BECOMES OF THEM
# ----------------------------------------------------------------------

partners = {
    name: env["res.partner"].create(
        {
            "name": f"Customer {name}",
            "is_company": True,
            "email": f"{name}@example.com",
            "phone": "+33 1 40 00 00 00",
            "user_id": seller.id,
        }
    )
    for name in (
        *("assessed", "planned", "moved", "noted", "known", "called"),
        *("courted", "written", "refused", "back", "left", "old"),
    )
}
for name, partner in partners.items():
    for days in (800, 700, 600):
        ordered(partner, days + 700 * (name == "old"))
env["reactivation.purchase"].create(
    {
        "partner_id": partners["known"].id,
        "date": today - timedelta(days=2000),
        "amount": 50,
        "reference": "A1",
    }
)
env["reactivation.customer"]._refresh()
cards = {
    name: env["reactivation.episode"].search([("partner_id", "=", partner.id)])
    for name, partner in partners.items()
}
assert all(len(card) == 1 for card in cards.values()), "not each has one card"
mine = {name: card.with_user(seller) for name, card in cards.items()}

# ----------------------------------------------------------------------
# ON CARDS
# ----------------------------------------------------------------------

grid = env["reactivation.criterion"].search([("active", "=", True)])
mine["assessed"].env["reactivation.assessment"].create(
    {
        "episode_id": cards["assessed"].id,
        "answer_ids": [
            Command.create(
                {"criterion_id": criterion.id, "level_id": criterion.level_ids[0].id}
            )
            for criterion in grid
        ],
    }
)
mine["planned"].activity_schedule("mail.mail_activity_data_todo", summary="Write")
mine["moved"].category_id = env.ref("crm_reactivation.category_0_6")
mine["noted"].message_post(body="Talked to them")
env["reactivation.profile"].create(
    {
        "partner_id": partners["known"].id,
        "company_id": company.id,
        "routines": "Mondays",
        "incumbent_ids": [Command.create({"name": "Dupont SA", "share": 70})],
    }
)
env["reactivation.observation"].with_user(seller).create(
    {"partner_id": partners["known"].id, "kind": "social", "note": "Liked a post"}
)
mine["called"].env["reactivation.call"].create(
    {
        "episode_id": cards["called"].id,
        "outcome_id": env.ref("crm_reactivation.outcome_unreachable").id,
        "inactivity_reason_id": reason("inactivity").id,
        "note": "Rang twice",
    }
)
assert cards["called"].activity_ids, "no next call was planned"
for name in ("courted", "written"):
    mine[name].action_go()
    assert cards[name].decision == "go", "no Go"
mine["refused"].write(
    {
        "decision": "no_go",
        "decision_reason_id": reason("no_go").id,
        "decision_note": "Next spring",
    }
)

# ----------------------------------------------------------------------
# BY THE MANAGER
# ----------------------------------------------------------------------

shared = env["ir.filters"].create(
    {
        "name": "Three orders",
        "model_id": "reactivation.customer",
        "domain": "[('order_count', '>=', 3)]",
        "user_ids": False,
    }
)
objective = (
    env["reactivation.objective"]
    .with_user(boss)
    .create({"user_id": seller.id, "target_count": 4, "filter_id": shared.id})
)
objective.action_agree()
assert objective.agreed_on and objective.milestone_ids, "nothing was agreed on"
campaign = (
    env["reactivation.campaign"]
    .with_user(boss)
    .create(
        {
            "name": "Spring",
            "filter_id": shared.id,
            "step_ids": [
                Command.create(
                    {
                        "name": channel,
                        "sequence": sequence,
                        "delay_count": 0,
                        "channel_id": env.ref(f"crm_reactivation.channel_{channel}").id,
                        "subject": "News for {customer}",
                        "body": "<p>Dear {contact}</p>",
                    }
                )
                for sequence, channel in enumerate(("call", "email"))
            ],
        }
    )
)
campaign.action_launch()
env["reactivation.campaign"]._cron_run()
touches = env["reactivation.touch"].search([("campaign_id", "=", campaign.id)])
assert set(touches.channel_id.mapped("carrier")) == {"activity", "email"}, touches
assert touches.activity_id and touches.mailing_id, "the steps were not taken"
renunciation = (
    env["reactivation.renunciation"]
    .with_user(boss)
    .create(
        {
            "partner_id": partners["left"].id,
            "reason_id": reason("do_not_pursue").id,
            "note": "Three reminders for each invoice",
        }
    )
)
renunciation.action_decide()
assert cards["left"].state == "not_pursued", "still pursued"
test = env["reactivation.self.test"].with_user(boss).create({})
for answer in test.answer_ids:
    answer.choice_id = answer.question_id.choice_ids[:1]
test.action_submit()
assert test.state == "done", "the self-test was not submitted"
env["reactivation.benchmark"].with_user(boss).create(
    {"figure": "contact_rate", "value": 60, "note": "Own target"}
)
company.reactivation_retention_decides = True
old = cards["old"].customer_id.with_user(boss)
action = old.action_decide_retention()
asking = env[action["res_model"]].with_user(boss).with_context(**action["context"])
asking.create({"decision": "ask"}).action_apply()
asked = env["reactivation.consent"].search([("customer_id", "=", old.id)])
asked._record_answer("yes")
assert asked.answered_on, "nobody was asked"

# ----------------------------------------------------------------------
# ONE COMES BACK
# ----------------------------------------------------------------------

ordered(partners["back"], 0)
credit = env["reactivation.credit"].search([("episode_id", "=", cards["back"].id)])
assert cards["back"].state == "reactivated" and credit.user_id == seller, "no credit"
env["reactivation.customer"]._refresh()
env.cr.commit()
