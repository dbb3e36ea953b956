"""The demo company: an invented B2B supplier, its salespeople, teams and products.

Deterministic (fixed seed in demo_names). Every user's password is the login.
"""

from dataclasses import dataclass, field

COMPANY = {
    "name": "Comptoir Vaubrun",
    "street": "18 quai des Entrepreneurs",
    "zip": "69007",
    "city": "Lyon",
    "email": "contact@vaubrun.example.com",
    "phone": "+33 4 65 71 20 00",
    "website": "https://vaubrun.example.com",
}
COUNTRY = "FR"
TIME_ZONE = "Europe/Paris"
MANAGER = ("manager", "Claire Fontaine")
# login: (name, team, territory); a territory is a list of countries or zones of the
# French numbering plan (demo_names.FRENCH_ZONES).
SALESPEOPLE = {
    "camille": ("Camille Rougier", "France", ("FR2",)),
    "hugo": ("Hugo Maréchal", "France", ("FR1", "FR3")),
    "ines": ("Inès Delmont", "France", ("FR4",)),
    "mathis": ("Mathis Lagarde", "France", ("FR5",)),
    "lotte": ("Lotte Claes", "International", ("BE", "CH")),
    "oliver": ("Oliver Whitmore", "International", ("GB",)),
}
# Name, price in company currency. Each order's line names one of them.
PRODUCTS = (
    ("Nitrile gloves, box of 100", 8.9),
    ("Centre-feed paper rolls, pack of 6", 21.5),
    ("Degreaser, 5 l", 17.8),
    ("Stretch film, 6 rolls", 34.0),
    ("Shipping boxes, bundle of 25", 28.4),
    ("Hand soap refills, pack of 12", 39.6),
    ("Till rolls, box of 50", 24.9),
    ("Shelf labels, pack of 1000", 15.2),
    ("First-aid kit", 46.0),
    ("Safety shoes", 62.5),
    ("LED tubes, box of 10", 58.0),
    ("Storage rack, 5 shelves", 119.0),
)
TAGS = ("Key account", "Seasonal", "Framework contract", "Web shop", "Trade fair")


@dataclass
class DemoCompany:
    """What the loaders need: ids of the records of the demo company."""

    company_id: int
    user_by_territory: dict = field(default_factory=dict)
    team_by_user: dict = field(default_factory=dict)
    product_ids: list = field(default_factory=list)
    tag_ids: dict = field(default_factory=dict)

    @property
    def user_ids(self):
        return list(self.team_by_user)

    def user_for(self, town, zone):
        """The salesperson in charge of a town; `zone` is its French zone or None."""
        return self.user_by_territory[f"FR{zone}" if zone else town.country]


def set_up_company(env, currency):
    """Name the company, make salespeople, teams, products and tags."""
    demo = DemoCompany(env.company.id)
    _name_company(env, currency)
    _create_salespeople(env, demo)
    demo.product_ids = _create_products(env)
    tags = env["res.partner.category"].create(
        [{"name": name, "color": number} for number, name in enumerate(TAGS, 1)]
    )
    demo.tag_ids = dict(zip(TAGS, tags.ids, strict=True))
    return demo


def find_currency(env, code):
    """The currency with this ISO code, archived or not; empty when there is none."""
    currencies = env["res.currency"].with_context(active_test=False)
    return currencies.search([("name", "=", code.upper())], limit=1)


def _name_company(env, currency):
    """Turn the database's own company into the demo company."""
    country = env["res.country"].search([("code", "=", COUNTRY)])
    env.company.write({**COMPANY, "country_id": country.id, "currency_id": currency.id})
    env.company.partner_id.tz = TIME_ZONE
    admin = env.ref("base.user_admin")
    if not admin.tz:
        admin.tz = TIME_ZONE


def _create_salespeople(env, demo):
    """Create the manager, the salespeople (own documents only) and two teams."""
    login, name = MANAGER
    manager = _create_user(env, login, name, "sales_team.group_sale_manager")
    users = {
        login: _create_user(env, login, name, "sales_team.group_sale_salesman")
        for login, (name, __, __) in SALESPEOPLE.items()
    }
    for team_name in dict.fromkeys(team for __, team, __ in SALESPEOPLE.values()):
        members = [users[k] for k, v in SALESPEOPLE.items() if v[1] == team_name]
        team = env["crm.team"].create(
            {
                "name": team_name,
                "user_id": manager.id,
                "company_id": env.company.id,
                "member_ids": [(6, 0, [user.id for user in members])],
            }
        )
        demo.team_by_user.update((user.id, team.id) for user in members)
    for login, (__, __, territories) in SALESPEOPLE.items():
        for territory in territories:
            demo.user_by_territory[territory] = users[login].id


def _create_user(env, login, name, group):
    """A user of the demo company whose password is the login."""
    return env["res.users"].create(
        {
            "login": login,
            "password": login,
            "name": name,
            "email": f"{login}@vaubrun.example.com",
            "tz": TIME_ZONE,
            "notification_type": "inbox",
            "group_ids": [(4, env.ref("base.group_user").id), (4, env.ref(group).id)],
        }
    )


def _create_products(env):
    """Untaxed goods, invoiced on ordered quantities."""
    products = env["product.product"].create(
        [
            {
                "name": name,
                "type": "consu",
                "list_price": price,
                "invoice_policy": "order",
                "taxes_id": [(5,)],
                "supplier_taxes_id": [(5,)],
            }
            for name, price in PRODUCTS
        ]
    )
    return products.ids
