"""Faults of a picture that were reported, against those that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from idvision.bench.metrics.counts import Counts


def defect_counts(defect: str, pictures: Iterable[tuple[Collection[str], Collection[str]]]) -> Counts:
    """Count one fault over pictures, each given as its true faults and those reported."""
    flags = [(defect in true, defect in said) for true, said in pictures]
    return Counts(
        found=sum(true and said for true, said in flags),
        false=sum(said and not true for true, said in flags),
        missed=sum(true and not said for true, said in flags),
    )
