"""Faults of a picture that were reported, against those that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Pictures with a fault that was reported, without one that was, and with one that was not."""

    found: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the reports that are right, None without a report."""
        return _ratio(self.found, self.found + self.false)

    @property
    def recall(self) -> float | None:
        """Share of the faults that were reported, None without a fault."""
        return _ratio(self.found, self.found + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both (C. van Rijsbergen, Information Retrieval, 1979, chapter 7)."""
        return _ratio(2 * self.found, 2 * self.found + self.false + self.missed)


def counts(defect: str, pictures: Iterable[tuple[Collection[str], Collection[str]]]) -> Counts:
    """Count one fault over pictures, each given as its true faults and those reported."""
    flags = [(defect in true, defect in said) for true, said in pictures]
    return Counts(
        found=sum(true and said for true, said in flags),
        false=sum(said and not true for true, said in flags),
        missed=sum(true and not said for true, said in flags),
    )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
