"""A value of a drawn document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A value: what a perfect reading returns, and what the document shows."""

    canonical: str
    text: str
