from . import refresh, cards, orders, screens, memory  # in this order
