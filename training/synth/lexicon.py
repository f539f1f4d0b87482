"""Lists of words, written as running text."""

from __future__ import annotations


def words(*lines: str, separator: str | None = None) -> tuple[str, ...]:
    """Return the words of some lines, cut at white space or at `separator`."""
    return tuple(word for line in lines for word in line.split(separator))
