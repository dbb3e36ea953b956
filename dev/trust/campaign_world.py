# ruff: noqa: F821 (the shell gives `env`)
# Silent customers and a campaign that is about to be launched, whose e-mails go to the
# mail server SINK_PORT of this machine.  Runs in Odoo's shell, which gives `env`.
import os
from datetime import timedelta

from odoo import Command, fields

CUSTOMERS = 60  # several batches of e-mails
COME_BACK = {3, 17, 30, 44}  # before and after the e-mails

env = env(context={**env.context, "tracking_disable": True})
company = env.ref("base.main_company")
company.email = "house@example.com"
company.reactivation_campaign_needs_go = False
env["ir.mail_server"].search([]).active = False
env["ir.mail_server"].create(
    {
        "name": "Sink",
        "smtp_host": "127.0.0.1",
        "smtp_port": int(os.environ["SINK_PORT"]),
        "smtp_encryption": "none",
    }
)
env["ir.config_parameter"].set_param("mail.batch_size", "10")
seller = env["res.users"].create(
    {
        "name": "Seller",
        "login": "crash_seller",
        "email": "seller@example.com",
        "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)],
    }
)
product = env["product.product"].create({"name": "Part", "type": "service"})
partners = env["res.partner"].create(
    [
        {
            "name": f"Customer {number:02}",
            "is_company": True,
            "email": f"customer{number:02}@example.com",
            "phone": "+33 1 40 00 00 00",
            "user_id": seller.id,
        }
        for number in range(CUSTOMERS)
    ]
)


def order(partner, amount):
    line = {"product_id": product.id, "price_unit": amount, "tax_ids": False}
    return env["sale.order"].create(
        {"partner_id": partner.id, "order_line": [Command.create(line)]}
    )


now = fields.Datetime.now()
for partner in partners:
    past = order(partner, 100)
    past.action_confirm()
    past.date_order = now - timedelta(days=400)
env["reactivation.customer"]._refresh()
for number, partner in enumerate(partners):
    if number in COME_BACK:
        order(partner, 250).client_order_ref = "comes back"


def step(channel, **values):
    channel = env.ref(f"crm_reactivation.channel_{channel}")
    return Command.create({"channel_id": channel.id, **values})


env["reactivation.campaign"].create(
    {
        "name": "Crash",
        "user_id": seller.id,
        "domain": str([("partner_id", "in", partners.ids)]),
        "step_ids": [
            step("call", name="Call", sequence=1),
            step("email", name="News", sequence=2, body="<p>Dear {contact}</p>"),
            step("letter", name="Letter", sequence=3, body="<p>Dear {contact}</p>"),
            step("email", name="Later", sequence=4, body="<p>Hi</p>", delay_count=3),
        ],
    }
)
env.cr.commit()
