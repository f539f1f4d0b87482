"""What the text of a two-dimensional code says, whatever its grammar: values by shared name, and problems.

A grammar is a function from the code's text to a `Payload`, or to None where the text is not of that grammar.
It never raises: a part that is missing or broken is left out and named as `code:field`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from idvision.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class CodedValue:
    """One value of a code: canonical, and as the code writes it. `problems` are rules that it breaks."""

    name: str
    value: str
    raw: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payload:
    """The values of a code in the order of its grammar.

    `problems` are `bad_structure`, and `code:field` for every value that is left out: `missing:surname`, or
    the problem that its check found.
    """

    values: tuple[CodedValue, ...]
    problems: tuple[str, ...] = ()


Grammar = Callable[[str], Payload | None]
ReadValue = Callable[[], CodedValue | None]
"""Reads one value: None where the code does not state it. Raises InvalidValue where it breaks a rule."""


def collect(
    readers: Iterable[tuple[str, ReadValue]], required: Iterable[str], problems: tuple[str, ...] = ()
) -> Payload:
    """Run the readers of all fields; what none of them gave of `required` is named as missing."""
    values: list[CodedValue] = []
    broken: list[str] = []
    for name, read in readers:
        try:
            value = read()
        except InvalidValue as error:
            broken.append(f"{error.problem}:{name}")
            continue
        if value is not None:
            values.append(value)
    stated = {value.name for value in values} | {problem.partition(":")[2] for problem in broken}
    missing = (f"missing:{name}" for name in required if name not in stated)
    return Payload(tuple(values), (*problems, *broken, *missing))
