"""A person's name in Latin letters with their accents: `O'NEILL-MÜLLER, Anna M`.

Input: text as read. Output: the name with single spaces and plain apostrophes and hyphens, in the case
printed.
"""

from __future__ import annotations

import re
import unicodedata

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

LONGEST = 80
_TWINS = str.maketrans({**dict.fromkeys("’‘`´ʻʼ′", "'"), **dict.fromkeys("‐‑–—", "-")})
# L stands for a letter: words with marks between them, a stop behind the last one. A stroke stands in
# `A/L` (son of), an @ before another name of the same person.
_SHAPE = re.compile(r"'?L+(?:(?:\. ?|, ?|'|'? |-| '| ?- ?| ?@ ?|(?<=\bL)/)'?L+)*['.]?")


def compact(text: str) -> str:
    """Return `text` composed (NFC), with single spaces, plain apostrophes and hyphens, half-width."""
    return " ".join(unicodedata.normalize("NFC", halfwidth(text)).translate(_TWINS).split())


def validate(text: str) -> str:
    """Return the name. Raises InvalidValue: bad_length (1 to 80 characters), bad_format."""
    name = compact(text)
    if not 1 <= len(name) <= LONGEST:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch("".join("L" if _is_letter(char) else char for char in name)):
        raise InvalidValue("bad_format")
    return name


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def _is_letter(char: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN ")
