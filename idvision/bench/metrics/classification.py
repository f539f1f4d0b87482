"""Types and sides: who was named what. `said` is None where nothing was named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from idvision.bench.metrics.basics import Share, share

UNNAMED = "(none)"
"""What stands in a confusion for a document that was not named."""
TrueAndSaid = tuple[str, str | None]


def accuracy(pairs: Iterable[TrueAndSaid]) -> Share:
    """Return the share that was named right; to name nothing is not right."""
    return share(true == said for true, said in pairs)


def abstention(pairs: Iterable[TrueAndSaid]) -> Share:
    """Return the share for which nothing was named."""
    return share(said is None for _, said in pairs)


def balanced_accuracy(pairs: Sequence[TrueAndSaid]) -> float | None:
    """Return the mean over the true classes of the share named right, None of nothing.

    Source: K. Brodersen et al., "The balanced accuracy and its posterior distribution", ICPR 2010.
    """
    seen = Counter(true for true, _ in pairs)
    right = Counter(true for true, said in pairs if true == said)
    return sum(right[name] / of for name, of in seen.items()) / len(seen) if seen else None


def confusion(pairs: Iterable[TrueAndSaid]) -> Mapping[str, Mapping[str, int]]:
    """Return true name -> answered name -> count, names in order."""
    counts = Counter((true, UNNAMED if said is None else said) for true, said in pairs)
    table: dict[str, dict[str, int]] = {}
    for (true, said), count in sorted(counts.items()):
        table.setdefault(true, {})[said] = count
    return table
