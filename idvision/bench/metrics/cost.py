"""What calls cost, by the price that a vendor publishes; in the currency of that price."""

from __future__ import annotations

from idvision.bench.providers.protocol import Price


def cost_per_1000(price: Price | None) -> float | None:
    """Return what 1,000 calls cost, None without a price."""
    return None if price is None else price.per_1000


def cost_per_1000_right(price: Price | None, calls: int, right: int) -> float | None:
    """Return what is paid until 1,000 documents are right, if `calls` brought `right` of them.

    None without a price or where none was right.
    """
    if price is None or not right:
        return None
    return price.per_1000 * calls / right
