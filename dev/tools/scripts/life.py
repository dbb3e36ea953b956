# ruff: noqa: F821 (the shell gives `env`)
# What a company does before it changes its mind: orders, cards, assessments, a filter.
# Runs in Odoo's shell, which gives `env`.
from datetime import timedelta

from odoo import Command, fields

now = fields.Datetime.now()
product = env["product.product"].create({"name": "Part", "type": "service"})
partners = env["res.partner"].create(
    [{"name": f"Customer {number}", "is_company": True} for number in range(5)]
)
for partner in partners:
    for days in (800, 700, 600):
        order = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create({"product_id": product.id, "price_unit": 100})
                ],
            }
        )
        order.action_confirm()
        order.date_order = now - timedelta(days=days)
env["reactivation.customer"]._refresh()
cards = env["reactivation.episode"].search([("partner_id", "in", partners.ids)])
assert len(cards) == 5, f"{len(cards)} cards instead of 5"
grid = env["reactivation.criterion"].search([("active", "=", True)])
env["reactivation.assessment"].create(
    {
        "episode_id": cards[0].id,
        "answer_ids": [
            Command.create(
                {"criterion_id": criterion.id, "level_id": criterion.level_ids[0].id}
            )
            for criterion in grid
        ],
    }
)
cards[1].activity_schedule("mail.mail_activity_data_todo", summary="Call")
cards[2].decided_category_id = env.ref("crm_reactivation.category_0_6")
cards[3].message_post(body="Talked to them")
env["reactivation.profile"].create(
    {"partner_id": partners[4].id, "company_id": env.company.id, "routines": "Mondays"}
)
env.cr.commit()
