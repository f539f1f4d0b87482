"""Three-letter codes of states, organisations and persons' status (ICAO Doc 9303 part 3, section 5).

That is ISO 3166-1 alpha-3 with ICAO's additions, listed in `country_code.dat`. Germany writes `D`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

_WRITTEN_OTHERWISE = {"D": "DEU"}


def compact(text: str) -> str:
    """Return `text` in capitals without spaces and closing fillers, and `D` as `DEU`."""
    code = no_spaces(halfwidth(text)).upper().rstrip("<")
    return _WRITTEN_OTHERWISE.get(code, code)


def validate(text: str) -> str:
    """Return the three letters. Raises InvalidValue("not_in_lexicon")."""
    code = compact(text)
    if code not in known_codes():
        raise InvalidValue("not_in_lexicon")
    return code


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


@cache
def known_codes() -> frozenset[str]:
    """Return every listed code of three letters."""
    table = files("idvision.checks").joinpath("country_code.dat").read_text(encoding="ascii")
    rows = (line.partition("#")[0] for line in table.splitlines())
    return frozenset(code for row in rows for code in row.split())
