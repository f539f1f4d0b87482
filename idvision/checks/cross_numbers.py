"""Rules between a person's number and the birth date or sex printed beside it.

Each takes the canonical values by field name and returns the names of the fields that disagree: empty when
they agree, and when a value is missing or failed its own check (that is reported there).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from idvision.checks._dates import parse_iso

CrossCheck = Callable[[Mapping[str, str]], tuple[str, ...]]


class Checked(Protocol):
    """A module that knows one kind of number."""

    def is_valid(self, text: str) -> bool:
        """Return whether the text is such a number."""
        ...


class HoldsBirth(Checked, Protocol):
    """A kind of number that holds the day of birth, or part of it."""

    def born_on(self, number: str, birth: date) -> bool:
        """Return whether a valid number can be that of a person born on that day."""
        ...


class HoldsSex(Checked, Protocol):
    """A kind of number that holds the sex."""

    def get_sex(self, number: str) -> str:
        """Return M or F of a valid number, nothing where it hides it."""
        ...


def birth_date_in(kind: HoldsBirth) -> CrossCheck:
    """Return the rule that `birth_date` is the one in `id_number`."""

    def check(values: Mapping[str, str]) -> tuple[str, ...]:
        number, birth = values.get("id_number", ""), parse_iso(values.get("birth_date", ""))
        if birth is None or not kind.is_valid(number) or kind.born_on(number, birth):
            return ()
        return ("birth_date", "id_number")

    return check


def sex_in(kind: HoldsSex) -> CrossCheck:
    """Return the rule that `sex` is the one in `id_number`."""

    def check(values: Mapping[str, str]) -> tuple[str, ...]:
        number, sex = values.get("id_number", ""), values.get("sex", "")
        if sex not in {"M", "F"} or not kind.is_valid(number) or kind.get_sex(number) in {sex, ""}:
            return ()
        return ("id_number", "sex")

    return check
