"""Machine readable zones (ICAO Doc 9303 parts 3 to 7, and the older French card): lines -> checked values.

The file to open first: `mrz_formats` declares the layouts, `mrz_lines` picks and repairs lines,
`mrz_check` computes check digits, `mrz_values` reads single values. Lines go in as read; nothing is
corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from idvision.checks import mrz_values
from idvision.checks.mrz_check import check_digit, document_number, run_checks
from idvision.checks.mrz_formats import ALPHABETS, FORMATS, MrzFormat
from idvision.checks.mrz_lines import charset, guess_format, repair_fillers
from idvision.errors import InvalidValue

__all__ = ["MrzData", "charset", "check_digit", "guess_format", "parse_mrz", "repair_fillers"]


@dataclass(frozen=True, slots=True)
class MrzData:
    """What a machine readable zone says.

    `checks` holds name and outcome of each check digit of the format. `values` holds name and canonical value
    of each field that is not empty, in the format's order: `document_code`, `issuing_country`, `surname`,
    `given_names`, `document_number`, `nationality`, `birth_date`, `sex`, `expiry_date`, `optional_data`,
    `optional_data_2` (TD1), `personal_number` (TD3). `problems` are written `code:field`, with the codes
    unknown_country, bad_name, bad_sex, invalid_date, incomplete_date; failed digits stand in `checks`.
    """

    format: str
    lines: tuple[str, ...]
    checks: tuple[tuple[str, bool], ...]
    values: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def parse_mrz(lines: Sequence[str], today: date | None = None) -> MrzData:
    """Parse the lines of one zone, top first, each of the exact length its format asks for.

    `today` decides the century of dates; None takes the system's. Birth dates never lie after it.
    Raises InvalidValue: bad_format (no known layout, or a character outside of A to Z, 0 to 9, `<`),
    bad_length (a layout, but not its length: see `repair_fillers`).
    """
    format_name = guess_format(lines)
    if format_name is None or not set("".join(lines)) <= set(ALPHABETS["any"]):
        raise InvalidValue("bad_format")
    spec = FORMATS[format_name]
    if any(len(line) != spec.line_length for line in lines):
        raise InvalidValue("bad_length")
    readings = _read_fields(spec, lines, today or date.today())
    return MrzData(
        format=format_name,
        lines=tuple(lines),
        checks=run_checks(spec, lines),
        values=tuple((name, value) for name, value, _ in readings if value),
        problems=tuple(f"{problem}:{name}" for name, _, problems in readings for problem in problems),
    )


_NamedReading = tuple[str, str, tuple[str, ...]]


def _read_fields(spec: MrzFormat, lines: Sequence[str], today: date) -> list[_NamedReading]:
    """Return name, value and problems of every field, in the order of the format."""
    texts = {field.name: lines[field.line][field.start : field.end] for field in spec.fields}
    if "document_number" in texts:
        number = document_number(spec, lines)
        texts["document_number"] = number.text
        if "optional_data" in texts:
            texts["optional_data"] = number.optional_data
    readings: list[_NamedReading] = []
    for name, text in texts.items():
        if name == "name":
            surname, given_names, problems = mrz_values.read_names(text)
            readings += [("surname", surname, problems), ("given_names", given_names, ())]
        else:
            readings.append((name, *_read_field(name, text, today)))
    return readings


def _read_field(name: str, text: str, today: date) -> mrz_values.Reading:
    """Return value and problems of one field that gives one value."""
    match name:
        case "issuing_country" | "nationality":
            return mrz_values.read_country(text)
        case "birth_date":
            return mrz_values.read_birth_date(text, today)
        case "expiry_date":
            return mrz_values.read_expiry_date(text, today)
        case "sex":
            return mrz_values.read_sex(text)
        case "surname" | "given_names":
            return mrz_values.read_name_list(text)
        case _:
            return mrz_values.read_text(text), ()
