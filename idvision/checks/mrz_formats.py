"""The layouts of machine readable zones, as data (ICAO Doc 9303, eighth edition, parts 4 to 7).

Positions are 0-based and half-open: the standard's "positions 6 to 14" is `5, 14` here.
Every position of every line belongs to exactly one field or check digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase, digits
from typing import Literal

FILLER = "<"

ALPHABETS: dict[str, str] = {
    "alpha": ascii_uppercase + FILLER,
    "digits": digits,
    "digits_or_filler": digits + FILLER,
    "alnum": digits + ascii_uppercase,
    "any": digits + ascii_uppercase + FILLER,
    "sex": "MF" + FILLER,
}
"""Kind of position -> the characters that the standard allows there."""

Span = tuple[int, int, int]
"""Line, start, end."""


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where one value stands and what it is written in (`kind` is a key of ALPHABETS)."""

    name: str
    line: int
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """A check digit: what it vouches for, where it stands, and the spans it is computed over, in order.

    `filler` says when `<` may stand in its place: `when_empty` (nothing to check, part 4, position 43) or
    `when_overlong` (the document number goes on in `optional_data`, parts 5 and 6).
    """

    name: str
    line: int
    position: int
    covers: tuple[Span, ...]
    filler: Literal["never", "when_empty", "when_overlong"] = "never"


@dataclass(frozen=True, slots=True)
class MrzFormat:
    """One layout.

    `prefix` holds what the standard allows in the first positions of the first line. `filler_runs` holds, for
    each line, patterns whose group 1 is the one run of fillers that varies with the length of a value.
    """

    name: str
    line_count: int
    line_length: int
    prefix: tuple[str, ...]
    fields: tuple[FieldSpan, ...]
    check_digits: tuple[CheckDigit, ...]
    filler_runs: tuple[tuple[str, ...], ...]


_TRAILING = (r"(<+)$",)
_BEFORE_CHECK = (r"(<+)[0-9]$",)

# The second line begins alike on everything that has two lines.
_SECOND_LINE = (
    FieldSpan("document_number", 1, 0, 9, "any"),
    FieldSpan("nationality", 1, 10, 13, "alpha"),
    FieldSpan("birth_date", 1, 13, 19, "digits_or_filler"),
    FieldSpan("sex", 1, 20, 21, "sex"),
    FieldSpan("expiry_date", 1, 21, 27, "digits_or_filler"),
)
_SECOND_LINE_DATES = (
    CheckDigit("birth_date", 1, 19, ((1, 13, 19),)),
    CheckDigit("expiry_date", 1, 27, ((1, 21, 27),)),
)
_NUMBER_CHECK = CheckDigit("document_number", 1, 9, ((1, 0, 9),))

TD1 = MrzFormat(
    name="TD1",
    line_count=3,
    line_length=30,
    prefix=("ACI",),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "any"),
        FieldSpan("issuing_country", 0, 2, 5, "alpha"),
        FieldSpan("document_number", 0, 5, 14, "any"),
        FieldSpan("optional_data", 0, 15, 30, "any"),
        FieldSpan("birth_date", 1, 0, 6, "digits_or_filler"),
        FieldSpan("sex", 1, 7, 8, "sex"),
        FieldSpan("expiry_date", 1, 8, 14, "digits_or_filler"),
        FieldSpan("nationality", 1, 15, 18, "alpha"),
        FieldSpan("optional_data_2", 1, 18, 29, "any"),
        FieldSpan("name", 2, 0, 30, "alpha"),
    ),
    check_digits=(
        CheckDigit("document_number", 0, 14, ((0, 5, 14),), filler="when_overlong"),
        CheckDigit("birth_date", 1, 6, ((1, 0, 6),)),
        CheckDigit("expiry_date", 1, 14, ((1, 8, 14),)),
        CheckDigit("composite", 1, 29, ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29))),
    ),
    filler_runs=(_TRAILING, _BEFORE_CHECK, _TRAILING),
)

TD2 = MrzFormat(
    name="TD2",
    line_count=2,
    line_length=36,
    prefix=("ACI",),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "any"),
        FieldSpan("issuing_country", 0, 2, 5, "alpha"),
        FieldSpan("name", 0, 5, 36, "alpha"),
        *_SECOND_LINE,
        FieldSpan("optional_data", 1, 28, 35, "any"),
    ),
    check_digits=(
        CheckDigit("document_number", 1, 9, ((1, 0, 9),), filler="when_overlong"),
        *_SECOND_LINE_DATES,
        CheckDigit("composite", 1, 35, ((1, 0, 10), (1, 13, 20), (1, 21, 35))),
    ),
    filler_runs=(_TRAILING, _BEFORE_CHECK),
)

TD3 = MrzFormat(
    name="TD3",
    line_count=2,
    line_length=44,
    prefix=("P",),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "alpha"),
        FieldSpan("issuing_country", 0, 2, 5, "alpha"),
        FieldSpan("name", 0, 5, 44, "alpha"),
        *_SECOND_LINE,
        FieldSpan("personal_number", 1, 28, 42, "any"),
    ),
    check_digits=(
        _NUMBER_CHECK,
        *_SECOND_LINE_DATES,
        CheckDigit("personal_number", 1, 42, ((1, 28, 42),), filler="when_empty"),
        CheckDigit("composite", 1, 43, ((1, 0, 10), (1, 13, 20), (1, 21, 43))),
    ),
    # Two digits close the line, or one after a personal number that is empty and unchecked.
    filler_runs=(_TRAILING, (r"(<+)[0-9]{1,2}$",)),
)

MRVA = MrzFormat(
    name="MRVA",
    line_count=2,
    line_length=44,
    prefix=("V",),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "alpha"),
        FieldSpan("issuing_country", 0, 2, 5, "alpha"),
        FieldSpan("name", 0, 5, 44, "alpha"),
        *_SECOND_LINE,
        FieldSpan("optional_data", 1, 28, 44, "any"),
    ),
    check_digits=(_NUMBER_CHECK, *_SECOND_LINE_DATES),
    filler_runs=(_TRAILING, _TRAILING),
)

MRVB = MrzFormat(
    name="MRVB",
    line_count=2,
    line_length=36,
    prefix=("V",),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "alpha"),
        FieldSpan("issuing_country", 0, 2, 5, "alpha"),
        FieldSpan("name", 0, 5, 36, "alpha"),
        *_SECOND_LINE,
        FieldSpan("optional_data", 1, 28, 36, "any"),
    ),
    check_digits=(_NUMBER_CHECK, *_SECOND_LINE_DATES),
    filler_runs=(_TRAILING, _TRAILING),
)

# The laminated French card issued until 2021 follows no part of Doc 9303: it names neither nationality nor
# expiry, and its composite runs over both lines whole. The number opens with year and month of issue.
FRA_ID = MrzFormat(
    name="FRA_ID",
    line_count=2,
    line_length=36,
    prefix=("I", "D", "F", "R", "A"),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "alpha"),
        FieldSpan("issuing_country", 0, 2, 5, "alpha"),
        FieldSpan("surname", 0, 5, 30, "alpha"),
        FieldSpan("optional_data", 0, 30, 36, "any"),
        FieldSpan("document_number", 1, 0, 12, "alnum"),
        FieldSpan("given_names", 1, 13, 27, "alpha"),
        FieldSpan("birth_date", 1, 27, 33, "digits_or_filler"),
        FieldSpan("sex", 1, 34, 35, "sex"),
    ),
    check_digits=(
        CheckDigit("document_number", 1, 12, ((1, 0, 12),)),
        CheckDigit("birth_date", 1, 33, ((1, 27, 33),)),
        CheckDigit("composite", 1, 35, ((0, 0, 36), (1, 0, 35))),
    ),
    # Line 1: the surname's run, with the office's code after it or with nothing but fillers.
    filler_runs=((r"(<+)[0-9][0-9A-Z]{2}[0-9<]{3}$", r"[A-Z](<+)$"), (r"(<+)[0-9]{7}[MF<][0-9]$",)),
)

# Permits of residents of Hong Kong, Macao and Taiwan to travel to the mainland. What their three lines say is
# not published: it is kept as printed, and nothing of it is checked.
CHN_PERMIT = MrzFormat(
    name="CHN_PERMIT",
    line_count=3,
    line_length=30,
    prefix=("C",),
    fields=(
        FieldSpan("document_code", 0, 0, 2, "any"),
        FieldSpan("optional_data", 0, 2, 30, "any"),
        FieldSpan("optional_data_2", 1, 0, 30, "any"),
        FieldSpan("optional_data_3", 2, 0, 30, "any"),
    ),
    check_digits=(),
    filler_runs=(_TRAILING, _TRAILING, _TRAILING),
)

FORMATS: dict[str, MrzFormat] = {
    "TD1": TD1,
    "TD2": TD2,
    "TD3": TD3,
    "MRVA": MRVA,
    "MRVB": MRVB,
    "FRA_ID": FRA_ID,
    "CHN_PERMIT": CHN_PERMIT,
}
