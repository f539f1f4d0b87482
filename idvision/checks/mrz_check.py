"""Check digits of machine readable zones (ICAO Doc 9303 part 3), overlong document numbers (parts 5, 6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase, digits

from idvision.checks.mrz_formats import FILLER, CheckDigit, MrzFormat, Span

_WEIGHTS = (7, 3, 1)
_VALUES = {character: value for value, character in enumerate(digits + ascii_uppercase)} | {FILLER: 0}
# The rest of a long number, its check digit, then a filler or the end of the field.
_CONTINUATION = re.compile(r"([0-9A-Z]+)([0-9])(?:<|$)")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number as a whole, the check digit printed for it, and the optional data it leaves."""

    text: str
    digit: str
    optional_data: str


def check_digit(text: str) -> str:
    """Return the check digit of `text`: weights 7, 3, 1 in turn, A to Z count 10 to 35, modulo 10.

    Raises KeyError for a character outside of A to Z, 0 to 9 and `<`.
    """
    weighted = (_VALUES[character] * _WEIGHTS[index % 3] for index, character in enumerate(text))
    return str(sum(weighted) % 10)


def document_number(spec: MrzFormat, lines: Sequence[str]) -> DocumentNumber:
    """Return the document number of `lines`, put together when it is overlong.

    TD1 and TD2 mark a number of more than nine characters by `<` in the place of its check digit; the rest
    and the check digit open the optional data. All characters keep their fillers.
    """
    spans = {field.name: (field.line, field.start, field.end) for field in spec.fields}
    check = next(check for check in spec.check_digits if check.name == "document_number")
    head = read_spans(lines, (spans["document_number"],))
    digit = lines[check.line][check.position]
    optional = read_spans(lines, (spans["optional_data"],)) if "optional_data" in spans else ""
    match = _CONTINUATION.match(optional)
    overlong = check.filler == "when_overlong" and digit == FILLER and not head.endswith(FILLER)
    if not overlong or match is None:
        return DocumentNumber(head, digit, optional)
    return DocumentNumber(head + match[1], match[2], optional[match.end() :])


def run_checks(spec: MrzFormat, lines: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return name and outcome of every check digit of the format, in the format's order.

    A `<` where a digit belongs counts as failed, also for issuers who leave check digits out: the standard
    makes them mandatory, and a value that nothing vouches for must not look checked. The exceptions are the
    standard's own: an empty personal number on TD3, and an overlong number on TD1 and TD2.
    """
    return tuple((check.name, _passes(check, spec, lines)) for check in spec.check_digits)


def read_spans(lines: Sequence[str], spans: Sequence[Span]) -> str:
    """Return the characters of the spans, one after the other."""
    return "".join(lines[line][start:end] for line, start, end in spans)


def _passes(check: CheckDigit, spec: MrzFormat, lines: Sequence[str]) -> bool:
    if check.filler == "when_overlong":
        number = document_number(spec, lines)
        return number.digit == check_digit(number.text)
    covered = read_spans(lines, check.covers)
    printed = lines[check.line][check.position]
    if check.filler == "when_empty" and printed == FILLER:
        return not covered.strip(FILLER)
    return printed == check_digit(covered)
