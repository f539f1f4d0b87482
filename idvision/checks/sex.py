"""Sex as documents print it, in one language or two (`女/F`, `LAKI-LAKI`), to M, F or X (ICAO Doc 9303)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

CHINESE = ("男", "女")
INDONESIAN = ("LAKI-LAKI", "PEREMPUAN")
MALAY = ("LELAKI", "PEREMPUAN")
VIETNAMESE = ("Nam", "Nữ")

CODES = {
    **{"男": "M", "女": "F", "M": "M", "F": "F", "X": "X", "<": "X"},
    **{"LAKILAKI": "M", "LELAKI": "M", "PEREMPUAN": "F"},
    # Recognisers lose the accent; without it the word means nothing else here.
    **{"NAM": "M", "NỮ": "F", "NU": "F"},
    **{"MALE": "M", "FEMALE": "F"},
}


def compact(text: str) -> str:
    """Return `text` without spaces, slashes, hyphens and full-width forms, in capitals."""
    return re.sub(r"[\s/-]", "", halfwidth(text)).upper()


def validate(text: str) -> str:
    """Return M, F or X.

    Raises InvalidValue: bad_format for anything else, inconsistent when two prints disagree.
    """
    return coded(compact(text), CODES)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def coded(plain: str, codes: Mapping[str, str]) -> str:
    """Return the code that one or two words stand for.

    Raises InvalidValue: bad_format for other words, inconsistent for two that differ.
    """
    word = "|".join(re.escape(known) for known in codes)
    match = re.fullmatch(f"({word})({word})?", plain)
    if match is None:
        raise InvalidValue("bad_format")
    found = {codes[name] for name in match.groups() if name}
    if len(found) > 1:
        raise InvalidValue("inconsistent")
    return found.pop()
