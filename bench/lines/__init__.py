from . import refresh, cards
