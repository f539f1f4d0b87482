"""The machine readable line on the front of a Chinese card permit: `CSC123456782<3001018<9001017<6`.

Permits of mainland residents to travel to Hong Kong, Macao (`CS`) and Taiwan (`CD`) print one line of 30
characters that is none of the layouts of ICAO Doc 9303: two letters of the kind, the number (9), the days of
expiry and of birth (YYMMDD), each closed by its check digit (Doc 9303 part 3), with fillers between. How the
last digit follows from the others is not published: it is kept and not checked.

Input: text as read. Output: the 30 characters.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import mrz_line
from idvision.checks.mrz_check import check_digit
from idvision.errors import InvalidValue

LENGTH = 30
NUMBER, EXPIRY, BIRTH = slice(2, 11), slice(13, 19), slice(21, 27)
_SHAPE = re.compile(r"C[A-Z][A-Z0-9]{9}[0-9]<[0-9]{7}<[0-9]{7}<[0-9]")


def compact(text: str) -> str:
    """Return `text` in the alphabet of machine readable zones."""
    return mrz_line(text)


def validate(text: str) -> str:
    """Return the line. Raises InvalidValue: bad_length, bad_format, checksum_failed."""
    line = compact(text)
    if len(line) != LENGTH:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(line):
        raise InvalidValue("bad_format")
    if any(check_digit(line[part]) != line[part.stop] for part in (NUMBER, EXPIRY, BIRTH)):
        raise InvalidValue("checksum_failed")
    return line


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
