"""Hold printed values against the machine readable zone: fields, zone, all print -> fields.

The zone is the better source where both say the same: its check digits prove it. A printed value that surely
says something else is evidence of forgery and is named. On a genuine document what looks so is mostly a value
that was taken for another one, or a character misread, so a value speaks against the zone only if it is sure,
if it differs by more than a misreading, and if what the zone says is printed nowhere else on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from idvision.checks import latin_birth_date, latin_date
from idvision.errors import InvalidValue
from idvision.labels import fold
from idvision.types import Field, Mrz, ReadLine
from idvision.validate import INCONSISTENT, KEPT_AFTER_DISAGREEMENT

SURE = 0.9
"""From this confidence on a printed value speaks against the zone."""
LETTERS_PER_MISREADING = 4
NAMES = frozenset({"surname", "given_names"})
DATES = frozenset({"birth_date", "expiry_date"})
ISSUERS_OWN = frozenset({"personal_number"})
"""Fields of which the zone repeats what the issuer likes, so that no difference means anything."""
BETWEEN = frozenset({"issue_date", "valid_from"})
"""Dates that the zone does not have, but which lie between two that it has."""
VISAS = frozenset({"MRVA", "MRVB"})
FILLERS = "<<"
NAME_LINE = {"TD1": 2}
"""Which line of a zone ends with the names, 0 for all other formats."""
_FEWEST_LETTERS = 3
_EXPANDED = str.maketrans(
    {
        **{
            "Ä": "AE",
            "Ö": "OE",
            "Ü": "UE",
            "Å": "AA",
            "Ø": "OE",
            "Æ": "AE",
            "Œ": "OE",
            "Ñ": "NXX",
            "Ĳ": "IJ",
        },
        **{"Þ": "TH", "Ð": "D", "ẞ": "SS", "Ő": "OE", "Ű": "UE"},
    }
)
"""Letters that the zone may spell with two (ICAO Doc 9303 part 3, section 6)."""
ALIKE = ("0oq", "1il", "2z", "5s", "8b")
"""Figures, and the letters that recognisers take for them."""
_TWINS = str.maketrans({letter: group[0] for group in ALIKE for letter in group[1:]})
_NAMED = r"[^\W\d_][^\W_]{2,9}\.?"
DATE = re.compile(
    r"\d{4} ?[-./ ] ?\d\d? ?[-./ ] ?\d\d?"
    rf"|\d\d? ?[-./ ]? ?(?:\d\d|{_NAMED}(?: ?/ ?{_NAMED})?) ?[-./, ]? ?(?:\d{{4}}|\d\d)"
)


def hold_against_zone(
    fields: Sequence[Field], mrz: Mrz | None, lines: Sequence[ReadLine] = ()
) -> tuple[Field, ...]:
    """Return the printed fields that agree with the zone, or that it does not have, or that contradict it.

    A printed value that differs for any other reason is left out: the zone has it. `lines` are all print of
    the card.
    """
    if mrz is None:
        return tuple(fields)
    zone = {field.name: field for field in mrz.fields if field.value}
    texts = [line.reading.text for line in lines if FILLERS not in line.reading.text]
    held = (_held(field, zone, texts, cut_off=names_are_cut_off(mrz)) for field in fields)
    return tuple(field for field in held if field is not None and not _is_of_passport(field, mrz))


def _is_of_passport(field: Field, mrz: Mrz) -> bool:
    """Tell whether a number differs from a visa's zone, where some issuers write the passport's number."""
    return mrz.format in VISAS and field.name == "document_number" and INCONSISTENT in field.problems


def _held(field: Field, zone: dict[str, Field], texts: Sequence[str], *, cut_off: bool) -> Field | None:
    if field.name in BETWEEN:
        return field if _is_in_order(field.value, zone) else None
    other = zone.get(field.name)
    if other is None or field.name in ISSUERS_OWN:
        return field
    if field.name in NAMES and agrees(field.value, other.value, cut_off=cut_off):
        return None if field.problems else field
    if field.name not in NAMES and _twinned(field.value) == _twinned(other.value):
        both = 1 - (1 - field.confidence) * (1 - other.confidence)
        return replace(field, value=other.value, confidence=both, problems=())
    if not _speaks_against(field, other, texts):
        return None
    lowered = field.confidence * KEPT_AFTER_DISAGREEMENT
    return replace(field, problems=(*field.problems, INCONSISTENT), confidence=lowered)


def _speaks_against(field: Field, other: Field, texts: Sequence[str]) -> bool:
    """Tell whether a printed value is surely another one than the zone's, which is printed nowhere."""
    if field.confidence < SURE or field.problems or other.problems or _is_printed(other, texts):
        return False
    # A value that is a part of the zone's lost its other characters to the cut of its line.
    if _twinned(field.value) in _twinned(other.value):
        return False
    return field.name not in NAMES or not _is_misread(field.value, other.value)


def agrees(printed: str, in_zone: str, *, cut_off: bool = False) -> bool:
    """Tell whether a printed name is what the zone says, which has no accents and may be `cut_off`."""
    zone = fold(in_zone).text
    spellings = _spellings(printed)
    return zone in spellings or (cut_off and any(text.startswith(zone) for text in spellings))


def is_of_name(printed: str, mrz: Mrz) -> bool:
    """Tell whether a line shows a name of the zone, if in one character of four misread."""
    names = (field.value for field in mrz.fields if field.name in NAMES and field.value)
    return any(_is_in(name, printed) or _is_misread(printed, name) for name in names)


def is_of_zone(printed: str, mrz: Mrz) -> bool:
    """Tell whether a line shows a name, a number, a state or a day that the zone holds."""
    texts = [field.value for field in mrz.fields if len(field.value) >= _FEWEST_LETTERS]
    return is_of_name(printed, mrz) or any(_twinned(text) in _twinned(printed) for text in texts)


def names_are_cut_off(mrz: Mrz) -> bool:
    """Tell whether the zone's names fill all the room that they have, so that some may be missing."""
    return not mrz.lines[NAME_LINE.get(mrz.format, 0)].endswith("<")


def _is_in_order(day: str, zone: dict[str, Field]) -> bool:
    """Tell whether a day lies between birth and expiry; one that does not was taken for another date."""
    born, expires = (zone[name].value if name in zone else "" for name in ("birth_date", "expiry_date"))
    return (not born or born <= day) and (not expires or day < expires)


def _spellings(printed: str) -> frozenset[str]:
    """Return how a zone may spell a text, folded: accents left out, or letters written as two."""
    return frozenset({fold(printed).text, fold(printed.upper().translate(_EXPANDED)).text})


def _twinned(text: str) -> str:
    return fold(text).text.translate(_TWINS)


def _is_in(in_zone: str, printed: str) -> bool:
    zone = fold(in_zone).text
    return len(zone) >= _FEWEST_LETTERS and any(zone in text for text in _spellings(printed))


def _is_printed(other: Field, texts: Sequence[str]) -> bool:
    """Tell whether what the zone says stands anywhere in the print."""
    if other.name in DATES:
        return any(other.value == day for text in texts for day, _ in dates_in(text, other.name))
    if other.name in NAMES:
        return any(_is_in(other.value, text) for text in texts)
    return any(_twinned(other.value) in _twinned(text) for text in texts)


def dates_in(text: str, name: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the dates in a text and where they stand; those of birth are past ones."""
    rule = latin_birth_date if name == "birth_date" else latin_date
    for match in DATE.finditer(text):
        try:
            yield rule.validate(match[0]), match.span()
        except InvalidValue:
            continue


def _is_misread(printed: str, in_zone: str) -> bool:
    """Tell whether a name differs from the zone's by some characters only."""
    # Opened where print differs from a zone; most documents need none.
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    zone = fold(in_zone).text
    tolerated = max(1, len(zone) // LETTERS_PER_MISREADING)
    return any(Levenshtein.distance(text, zone) <= tolerated for text in _spellings(printed))
