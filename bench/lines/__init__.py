from . import refresh, cards, orders, screens, campaigns, memory  # in this order
