# ruff: noqa: F821 (the shell gives `env`)
# After the uninstallation: every screen that is left can be shown, and work goes on.
from odoo import Command

SHOWN = {"activity", "calendar", "form", "graph", "kanban", "list", "pivot", "search"}
MODELS = (
    *("res.partner", "res.users", "res.company", "res.config.settings"),
    *("sale.order", "crm.lead", "crm.team", "mailing.mailing", "digest.digest"),
    *("mail.activity", "ir.filters", "utm.campaign"),
)
boss = env.ref("base.user_admin")
broken = []


def tried(what, function, *arguments):
    """Run it, keep what went wrong and go on."""
    try:
        with env.cr.savepoint():
            function(*arguments)
            env.flush_all()
    except Exception as error:
        broken.append(f"{what}: {type(error).__name__} {error}")


for view in env["ir.ui.view"].search([]):
    tried(f"view {view.display_name} ({view.id})", view._check_xml)
for name in MODELS:
    model = env[name].with_user(boss)
    own = env["ir.ui.view"].search([("model", "=", name)])
    kinds = [(False, kind) for kind in sorted(SHOWN & set(own.mapped("type")))]
    tried(f"views of {name}", model.get_views, kinds, {"toolbar": True})
    tried(f"records of {name}", model.search([], limit=80).read)
tried("menus", env["ir.ui.menu"].with_user(boss).load_menus, False)
tried("settings", env["res.config.settings"].with_user(boss).create({}).execute)


def buy():
    """A new customer orders."""
    partner = env["res.partner"].create({"name": "Afterwards", "is_company": True})
    product = env["product.product"].search([("name", "=", "Part")], limit=1)
    line = Command.create({"product_id": product.id, "price_unit": 10})
    order = env["sale.order"].create({"partner_id": partner.id, "order_line": [line]})
    order.action_confirm()
    assert order.state == "sale", order.state


def merge():
    """Two contacts who had cards become one."""
    found = env["res.partner"].search([("name", "like", "Customer %")], order="id")
    kept, gone = found[:2]
    orders = env["sale.order"].search([("partner_id", "in", (kept | gone).ids)])
    wizard = env["base.partner.merge.automatic.wizard"].create({})
    wizard._merge((kept | gone).ids, kept)
    assert not gone.exists() and orders.partner_id == kept, orders.partner_id


def delete():
    """A salesperson and a customer who had cards go."""
    env["res.users"].search([("login", "=", "sam")]).unlink()
    env["res.partner"].create({"name": "Soon gone"}).unlink()


tried("an order", buy)
tried("a merge", merge)
tried("a deletion", delete)
assert not broken, "\n".join(["after the uninstallation:", *broken])
print("all goes on without it")
