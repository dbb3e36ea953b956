from . import (
    refresh,
    cards,
    orders,
    screens,
    overview,
    campaigns,
    memory,
)  # in this order
