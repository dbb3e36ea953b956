"""What the module adds to the confirmation of an order, in statements."""

from catalogue import at_most, line
from clock import measured, race

RUNS = 3
BATCH = 80


def confirming(world, customers, plain=False):
    """A contender that confirms one new order of each of these customers.

    :param customers: function env -> partners
    """

    def run(watch):
        with world.env(plain=plain) as env:
            product = env["product.product"].create(
                {"name": "Thing", "type": "service"}
            )
            orders = env["sale.order"].create(
                [
                    {
                        "partner_id": partner.id,
                        "order_line": [
                            (0, 0, {"product_id": product.id, "price_unit": 100})
                        ],
                    }
                    for partner in customers(env)
                ]
            )
            env.flush_all()
            env.invalidate_all()
            with watch.on(env.cr):
                orders.action_confirm()
                env.flush_all()

    return run


def chosen(world, condition, count):
    """Partners by the state of their customer row; the same ones in both databases."""
    with world.env() as env:
        env.cr.execute(
            "SELECT customer.partner_id FROM reactivation_customer customer"
            " JOIN res_partner partner ON partner.id = customer.partner_id"
            f" WHERE customer.company_id = 1 AND partner.active AND {condition}"
            " ORDER BY customer.order_count, customer.id LIMIT %s",
            [count],
        )
        ids = [partner_id for (partner_id,) in env.cr.fetchall()]
    return lambda env: env["res.partner"].browse(ids)


def more_statements(world, condition, count=1):
    customers = chosen(world, condition, count)
    own, plain = race(
        confirming(world, customers), confirming(world, customers, True), runs=RUNS
    )
    result = measured(own, without=plain)
    more = result["statements"] - measured(plain)["statements"]
    return {
        "seconds": result["seconds"],
        "without_seconds": result["without_seconds"],
        "more_statements": more,
    }


WITHOUT_CARD = "customer.episode_id IS NULL AND customer.inactivity_level = 'active'"
WITH_CARD = "customer.episode_id IS NOT NULL"


@line("Order confirmed, customer without a card", more_statements=at_most(2))
def order_without_card(world):
    return more_statements(world, WITHOUT_CARD)


@line("Order confirmed, customer with a card", more_statements=at_most(40))
def order_with_card(world):
    return more_statements(world, WITH_CARD)


@line(
    "80 orders confirmed at once, customers without a card", more_statements=at_most(2)
)
def order_batch(world):
    return more_statements(world, WITHOUT_CARD, BATCH)


@line("80 orders confirmed at once, customers with a card", more_statements=at_most(40))
def order_batch_with_cards(world):
    return more_statements(world, WITH_CARD, BATCH)
