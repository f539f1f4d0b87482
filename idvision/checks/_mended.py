"""What the rules that put a value right return, and when a character counts as unsure."""

from __future__ import annotations

from dataclasses import dataclass

UNSURE = 0.9
"""A character surer than this is replaced only where something else confirms that."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text put right; `certain` if a name behind, or a closed list of words, confirms what was replaced."""

    text: str
    certain: bool
