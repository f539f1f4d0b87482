"""What calls cost, by the price that a vendor publishes; in the currency of that price."""

from __future__ import annotations

from idvision.bench.providers.protocol import Price


def cost_per_1000(price: Price | None) -> float | None:
    """Return what 1,000 calls cost, None without a price."""
    return None if price is None else price.per_1000


def spent_and_right(price: Price, right: int) -> tuple[float, float]:
    """Return what one call adds: the cost of 1,000 calls, and how many documents came out right.

    The sums over many calls, one divided by the other, say what is paid until 1,000 documents are right.
    """
    return price.per_1000, float(right)
