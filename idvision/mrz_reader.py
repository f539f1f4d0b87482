"""Read the machine readable zone of an upright card: text lines -> checked zone.

Rows that look like a zone are cut out over the zone's whole width and read again with its 37 characters.
A zone has a known number of characters in every line, and a known set at every place, so a row that does not
come out right at once is decoded by the likeliest path of exactly that shape (`ctc.path_of_length`): lost
fillers come back, an O among digits reads 0. What was read without these rules stays in `raw_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from idvision import ctc
from idvision.checks.mrz import MrzData, charset, guess_format, parse_mrz, repair_fillers
from idvision.checks.mrz_formats import ALPHABETS, FORMATS, MrzFormat
from idvision.errors import InvalidValue
from idvision.geometry import as_quad, quad_points
from idvision.mrz_rows import MrzRow, find_rows
from idvision.mrz_states import listed_state
from idvision.rectify import crop_line
from idvision.types import Field, FloatArray, Image, Mrz, QuadArray, ReadLine

ALPHABET = ALPHABETS["any"]
LENGTH_TOLERANCE = 4
LOOK_ALIKES = {
    **{"O": "0", "I": "1", "Z": "2", "B": "8", "S": "5"},
    **{"0": "O", "1": "I", "2": "Z", "8": "B", "5": "S"},
}
DIGITS_AS_LETTERS = str.maketrans("01258", "OIZSB")
NAME_FIELDS = ("name", "surname", "given_names")
STATE_FIELDS = ("issuing_country", "nationality")
# The line of names carries no check digit, so each of its characters must be clear.
CLEAR_CHARACTER = 0.5
# Letters that a blurred filler is taken for; beside a filler they must be surer than others.
FILLER_TWINS = "CEKS"
CLEAR_TWIN = 0.9
# A document code that is surer than this is not taken for another one.
CLEAR_CODE = 0.9
CHECKSUM_FAILED = "checksum_failed"
DOUBTFUL_NAME = "doubtful_name"
KEPT_AFTER_PROBLEM = 0.3
NEVER_SURE = 2.0
LEGIBLE_CONFIDENCE = 0.02
LEGIBLE_CHECKS = 2

Probabilities = Callable[[Image, str], FloatArray]


@dataclass(frozen=True, slots=True)
class RowReading:
    """One line in the exact shape of its format, and the probabilities of its characters."""

    text: str
    probabilities: tuple[float, ...]


def read_mrz(
    card_image: Image,
    lines: Sequence[ReadLine],
    networks: Sequence[Probabilities],
    today: date,
    sure: float = NEVER_SURE,
) -> Mrz | None:
    """Return the zone of a card, or None where no rows have a zone's shape or they are other print.

    Args:
        card_image: upright card `(H, W, 3)` uint8 BGR.
        lines: its text lines, quads in pixels of `card_image`.
        networks: each gives `(T, 1 + len(alphabet))` CTC probabilities of a line crop; of each row the one is
            believed that is surer of it.
        today: decides the century of dates.
        sure: a row is given to no further network once all its characters are that likely.
    """
    rows = find_rows(lines)
    if len(rows) < 2:
        return None
    crops = [crop_line(card_image, row.quad) for row in rows]
    first = [ctc.shared_out(networks[0](crop, ALPHABET)) for crop in crops]
    format_name = _format_of(rows, first)
    if format_name is None:
        return None
    readings = []
    for index, crop in enumerate(crops):
        found = [_decode(first[index], format_name, index)]
        for network in networks[1:]:
            if _weakest(found[-1].probabilities) < sure:
                found.append(_decode(ctc.shared_out(network(crop, ALPHABET)), format_name, index))
        readings.append(max(found, key=_sureness))
    try:
        data = parse_mrz([reading.text for reading in readings], today)
    except InvalidValue:
        return None
    zone = zone_of(data, rows, readings)
    return zone if is_legible(zone) else None


def is_legible(zone: Mrz) -> bool:
    """Tell whether rows with the shape of a zone read as one; other print can be forced into its grammar."""
    held = sum(passed for _, passed in zone.checks)
    return zone.confidence >= LEGIBLE_CONFIDENCE or held >= LEGIBLE_CHECKS


def _format_of(rows: Sequence[MrzRow], probs: Sequence[FloatArray]) -> str | None:
    """Return the format by document code and shape; with an unknown code, the likeliest of that shape."""
    texts = [_text_of(ctc.best_path(row)) for row in probs]
    known = guess_format(texts) or guess_format([row.text for row in rows])
    if known is not None:
        return known
    shaped = [
        name
        for name, spec in FORMATS.items()
        if spec.line_count == len(rows)
        and spec.check_digits
        and min(abs(len(text) - spec.line_length) for text in texts) <= LENGTH_TOLERANCE
        and not _begins_another(rows[0].text, ctc.best_path(probs[0]), spec)
    ]
    return max(shaped, key=lambda name: np.mean(_decode(probs[0], name, 0).probabilities), default=None)


def _begins_another(first: str, second: ctc.Path, spec: MrzFormat) -> bool:
    """Tell whether a zone begins with the code of other formats: a half covered passport is no visa.

    `first` is the first row as it was read among the card's lines, `second` as the zone's network reads it.
    """
    others = {letter for other in FORMATS.values() for letter in other.prefix[0]} - set(spec.prefix[0])
    if second.classes and second.probabilities[0] >= CLEAR_CODE:
        return _text_of(second)[0] in others
    return first[:1] in others and first[1:2] == "<"


def _decode(probs: FloatArray, format_name: str, line: int) -> RowReading:
    """Return the greedy reading if it has the format's shape, else the likeliest reading that has."""
    allowed = charset(format_name, line)
    greedy = ctc.best_path(probs)
    free_text = _text_of(greedy)
    path: ctc.Path | None = greedy
    if len(free_text) != len(allowed) or any(c not in a for c, a in zip(free_text, allowed, strict=True)):
        path = ctc.path_of_length(probs, _allowed_classes(allowed))
    if path is None:
        return RowReading(repair_fillers(free_text, format_name, line), greedy.probabilities)
    text, spec = _text_of(path), FORMATS[format_name]
    for field in spec.fields:
        if field.name == "name" and field.line == line:
            # Only the names: an issuer of one letter, as in `P<D<<`, has two fillers behind it as well.
            text = text[: field.start] + _close_name(text[field.start :])
    return _with_listed_states(
        RowReading(text, _support(probs, path, text, allowed)), probs, path, spec, line
    )


def _with_listed_states(
    reading: RowReading, probs: FloatArray, path: ctc.Path, spec: MrzFormat, line: int
) -> RowReading:
    """Return the row with states as they are listed, where the network read or nearly read such a code.

    Which of the listed codes it is can be surer than each of its letters.
    """
    text, support = reading.text, list(reading.probabilities)
    for field in spec.fields:
        if field.name in STATE_FIELDS and field.line == line:
            place = slice(field.start, field.end)
            steps = [int(step) for step in path.steps[place]]
            near = np.stack([probs[max(0, step - 1) : step + 2].max(axis=0) for step in steps])
            code, share = listed_state(text[place], near)
            floor = share if code == text[place] else 0.0
            text = text[: field.start] + code + text[field.end :]
            support[place] = [max(value, floor) for value in support[place]]
    return RowReading(text, tuple(support))


def _sureness(reading: RowReading) -> float:
    """Return the mean logarithm of the characters' probabilities."""
    return (
        float(np.mean(np.log(np.maximum(reading.probabilities, 1e-3)))) if reading.probabilities else -np.inf
    )


def _text_of(path: ctc.Path) -> str:
    return "".join(ALPHABET[index - 1] for index in path.classes)


def _close_name(text: str) -> str:
    """Fill a line of names up behind its last name.

    By the standard nothing but fillers can follow the second `<<`, and no name ends in one letter four
    times over: that is how blurred fillers are read.
    """
    end = re.match("[^<]+(?:<[^<]+)*<<[^<]+(?:<[^<]+)*(?=<<)", text)
    if end is None:
        end = re.match(f".*?(?=([{FILLER_TWINS}])\\1{{3}}[{FILLER_TWINS}<]*$)", text)
    return text if end is None else end.group().ljust(len(text), "<")


def _is_clear(text: str, probabilities: Sequence[float]) -> bool:
    """Tell whether each character of a line of names is sure, fillers told apart from their look-alikes."""
    for place, (character, probability) in enumerate(zip(text, probabilities, strict=True)):
        beside_filler = "<" in text[max(0, place - 1) : place + 2]
        twin = character in FILLER_TWINS and beside_filler
        if probability < (CLEAR_TWIN if twin else CLEAR_CHARACTER):
            return False
    return re.search("([A-HJ-Z])\\1\\1", text) is None


def _support(probs: FloatArray, path: ctc.Path, text: str, allowed: Sequence[str]) -> tuple[float, ...]:
    """Return each character's probability, its look-alike's included where only the one may stand.

    OCR-B's O and 0 differ so little that networks mix them up; the place says which one it is.
    """
    support = []
    for character, step, characters in zip(text, path.steps, allowed, strict=True):
        twin = LOOK_ALIKES.get(character, character)
        alike = character if twin in characters else character + twin
        near = probs[max(0, int(step) - 1) : int(step) + 2]
        support.append(min(1.0, sum(float(near[:, ALPHABET.index(c) + 1].max()) for c in set(alike))))
    return tuple(support)


def _allowed_classes(allowed: Sequence[str]) -> NDArray[np.bool_]:
    rows = [[False, *(character in characters for character in ALPHABET)] for characters in allowed]
    return np.array(rows, bool)


def zone_of(data: MrzData, rows: Sequence[MrzRow], readings: Sequence[RowReading]) -> Mrz:
    """Return the zone that parsed as `data`: how sure its lines are, and whether its names are clear."""
    spec = FORMATS[data.format]
    # Without the issuer before them: its last letter may begin the surname too, as in `USAAALTO`.
    names = [
        (readings[field.line], slice(field.start, field.end))
        for field in spec.fields
        if field.name in NAME_FIELDS
    ]
    clear = all(_is_clear(reading.text[span], reading.probabilities[span]) for reading, span in names)
    clear = clear and not any(
        _is_disputed(rows[field.line].text, readings[field.line].text)
        for field in spec.fields
        if field.name in NAME_FIELDS and field.kind == "alpha"
    )
    well_formed = not any(problem.startswith("bad_name") for problem in data.problems)
    checks = (*data.checks, *((("name", clear and well_formed),) if names else ()))
    judged = replace(data, checks=checks)
    return Mrz(
        format=data.format,
        lines=data.lines,
        raw_lines=tuple(row.text for row in rows),
        checks=checks,
        fields=tuple(_field(name, value, judged, rows, readings) for name, value in data.values),
        confidence=min(_weakest(reading.probabilities) for reading in readings),
        problems=(*data.problems, *(() if clear else (DOUBTFUL_NAME,))),
        quads=tuple(quad_points(row.quad) for row in rows),
        probabilities=tuple(reading.probabilities for reading in readings),
    )


def _field(
    name: str, value: str, data: MrzData, rows: Sequence[MrzRow], readings: Sequence[RowReading]
) -> Field:
    """Return one value: where it stands, how sure its weakest character is, what is wrong with it."""
    spec = FORMATS[data.format]
    spans = {field.name: (field.line, field.start, field.end) for field in spec.fields}
    line, start, end = spans.get(name, spans.get("name", (0, 0, 0)))
    failed = {check for check, passed in data.checks if not passed}
    problems = [p.split(":")[0] for p in data.problems if p.endswith(f":{name}")]
    if name in failed:
        problems.append(CHECKSUM_FAILED)
    if "name" in failed and name in NAME_FIELDS:
        problems.append(DOUBTFUL_NAME)
    probabilities = readings[line].probabilities[start:end]
    weakest = _weakest(probabilities)
    return Field(
        name=name,
        value=value,
        raw=readings[line].text[start:end],
        confidence=weakest * (KEPT_AFTER_PROBLEM if problems else 1.0),
        quad=quad_points(_part(rows[line].quad, start / spec.line_length, end / spec.line_length)),
        problems=tuple(dict.fromkeys(problems)),
        probabilities=probabilities,
    )


def _is_disputed(first: str, text: str) -> bool:
    """Tell whether a line has letters that its first reading, of another crop and alphabet, has not."""
    seen = re.sub("[^A-Z]", "", first.translate(DIGITS_AS_LETTERS))
    return re.sub("[^A-Z]", "", text.translate(DIGITS_AS_LETTERS)) not in seen


def _weakest(probabilities: Sequence[float]) -> float:
    return min(probabilities, default=0.0)


def _part(quad: QuadArray, start: float, end: float) -> QuadArray:
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    return as_quad(
        [quad[0] + top * start, quad[0] + top * end, quad[3] + bottom * end, quad[3] + bottom * start]
    )
