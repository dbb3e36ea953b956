"""The refresh: first, quiet, with 1 % of the customers changed; against other ways."""

from catalogue import at_least, at_most, line
from clock import measured, race
from floor import runner as floor
from world import empty_figures

#: Customers of the sample from which the ORM loop is extrapolated.
SAMPLE = 1000


def companies_of(env):
    return env["res.company"].search([])


def first_figures_of(world):
    def run(watch):
        with world.env() as env:
            empty_figures(env)
            with watch.on(env.cr):
                for company in companies_of(env):
                    night = env["reactivation.run"]._current(company)
                    while night.stage == "figures":
                        night._step()

    return run


def night_of(world, prepare=lambda env: None):
    def run(watch):
        with world.env() as env:
            prepare(env)
            with watch.on(env.cr):
                env["reactivation.customer"]._refresh()

    return run


@line("First refresh: figures of all customers inserted", times_floor=at_most(5))
def first_figures(world):
    own, bare = race(first_figures_of(world), floor(world))
    return measured(own, floor=bare)


@line(
    "Nightly refresh, nothing changed",
    times_floor=at_most(2),
    rows=at_most(0),
)
def quiet_night(world):
    own, bare = race(night_of(world), floor(world))
    return measured(own, floor=bare)


@line("Nightly refresh, 1 % of the customers ordered", times_floor=at_most(2.3))
def busy_night(world):
    def order(env):
        order_again(env, world.customers // 100)

    own, bare = race(night_of(world, order), floor(world))
    return measured(own, floor=bare)


@line(
    "Quiet night against an ORM loop, one search per customer",
    times_faster=at_least(300),
)
def orm_loop(world):
    def loop(watch):
        with world.env() as env:
            customers = env["res.partner"].search(
                [("is_company", "=", True)], limit=SAMPLE
            )
            with watch.on(env.cr):
                for customer in customers:
                    orders = env["sale.order"].search(
                        [
                            ("partner_id.commercial_partner_id", "=", customer.id),
                            ("state", "=", "sale"),
                        ]
                    )
                    days = orders.mapped("date_order")
                    min(days, default=None), max(days, default=None)
                    len(orders), sum(orders.mapped("amount_untaxed"))

    own, others = race(night_of(world), loop)
    scale = world.customers / SAMPLE
    result = measured(own, loop=others)
    return {
        "seconds": result["seconds"],
        "loop_seconds": result["loop_seconds"] * scale,
        "times_faster": scale / result["times_loop"],
    }


@line("Quiet night against the ORM's own grouping of orders")
def orm_read_group(world):
    def group(watch):
        with world.env() as env, watch.on(env.cr):
            env["sale.order"]._read_group(
                [("state", "=", "sale")],
                ["company_id", "partner_id"],
                ["date_order:min", "date_order:max", "__count", "amount_untaxed:sum"],
            )

    own, others = race(night_of(world), group)
    return measured(own, read_group=others)


def order_again(env, count):
    """Repeat the last order of so many customers, today."""
    env.cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'sale_order'::regclass"
        " AND attnum > 0 AND NOT attisdropped"
        " AND attname NOT IN ('id', 'name', 'date_order', 'access_token')"
    )
    columns = ", ".join(f'"{name}"' for (name,) in env.cr.fetchall())
    env.cr.execute(
        f"""
        INSERT INTO sale_order (name, date_order, {columns})
        SELECT 'AGAIN' || id, now() AT TIME ZONE 'UTC', {columns}
          FROM sale_order
         WHERE id IN (
               SELECT MAX(sale.id) FROM sale_order sale
                 JOIN res_partner contact ON contact.id = sale.partner_id
                WHERE sale.state = 'sale'
                GROUP BY contact.commercial_partner_id
                ORDER BY hashint4(contact.commercial_partner_id) LIMIT %s)
        """,
        [count],
    )
