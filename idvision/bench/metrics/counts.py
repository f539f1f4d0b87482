"""Precision, recall and F1 of things that are there and things that were reported."""

from __future__ import annotations

from dataclasses import dataclass

Parts = tuple[int, int]
"""Numerator and denominator: sums of both over many pictures give the measure of all."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Things that were found, reports of what is not there, and things that were missed.

    Source of the measures: C. van Rijsbergen, Information Retrieval, 2nd ed. (1979), chapter 7.
    """

    found: int
    false: int
    missed: int

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.found + other.found, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> Parts:
        """Share of the reports that are right."""
        return self.found, self.found + self.false

    @property
    def recall(self) -> Parts:
        """Share of the things that were found."""
        return self.found, self.found + self.missed

    @property
    def f1(self) -> Parts:
        """Harmonic mean of precision and recall."""
        return 2 * self.found, 2 * self.found + self.false + self.missed
