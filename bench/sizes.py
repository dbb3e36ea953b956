"""How large the made-up company is: customers (commercial partners), by size."""

SIZES = {"s": 20_000, "m": 200_000, "l": 1_000_000}
