"""Fuse the machine readable zones of one document: its readings in several frames -> one checked zone.

Every place has its character by the standard, so nothing is lined up. Where a check digit vouches for places
they are elected one by one, and a frame whose check fails has no vote if that of another holds. What no digit
vouches for is elected as a whole: half a name of one frame and half of another are no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from idvision.checks.mrz import parse_mrz
from idvision.checks.mrz_formats import FORMATS, CheckDigit, MrzFormat, Span
from idvision.errors import InvalidValue
from idvision.fuse_vote import Ballot, elect
from idvision.geometry import as_quad
from idvision.mrz_reader import RowReading, zone_of
from idvision.mrz_rows import MrzRow
from idvision.types import Mrz, Quad

COMPOSITE = "composite"
_NO_QUAD: Quad = ((0.0, 0.0),) * 4


def fuse_mrz(zones: Sequence[Mrz], today: date) -> Mrz | None:
    """Return the zone that several readings support, None without any; `zones` stand best first.

    Zones of another format than most have no vote. A fused zone in which fewer check digits hold than in that
    of a frame is not taken: then the frame's stands. `today` decides the century of dates.
    """
    if not zones:
        return None
    formats = Counter(zone.format for zone in zones)
    alike = [zone for zone in zones if zone.format == max(formats, key=lambda name: (formats[name], name))]
    best = max(alike, key=lambda zone: (held(zone), zone.confidence, zone.lines))
    fused = _elected_zone(alike, today) if len(alike) > 1 else best
    return best if fused is None or held(fused) < held(best) else fused


def held(zone: Mrz) -> int:
    """Return how many check digits hold; the names have none."""
    return sum(passed for name, passed in zone.checks if name != "name")


def units(spec: MrzFormat) -> Iterator[Span]:
    """Yield what is elected at once: single places that a check digit vouches for, other values whole."""
    for field in spec.fields:
        span = (field.line, field.start, field.end)
        if vouching(span, spec):
            yield from ((field.line, place, place + 1) for place in range(field.start, field.end))
        else:
            yield span
    yield from ((check.line, check.position, check.position + 1) for check in spec.check_digits)


def vouching(span: Span, spec: MrzFormat) -> tuple[CheckDigit, ...]:
    """Return the check digits that vouch for a span, or stand in it: its own, else the composite."""
    line, start, end = span
    found = [
        check
        for check in spec.check_digits
        if any(line == own and first <= start and end <= last for own, first, last in _places(check))
    ]
    own = tuple(check for check in found if check.name != COMPOSITE)
    return own or tuple(found)


def _places(check: CheckDigit) -> tuple[Span, ...]:
    return (*check.covers, (check.line, check.position, check.position + 1))


def _elected_zone(zones: Sequence[Mrz], today: date) -> Mrz | None:
    """Return the zone elected unit by unit, None if it is none."""
    spec = FORMATS[zones[0].format]
    texts = [[""] * spec.line_length for _ in range(spec.line_count)]
    probabilities = [[0.0] * spec.line_length for _ in range(spec.line_count)]
    for line, start, end in units(spec):
        elected = elect(_ballots(zones, (line, start, end), spec))
        texts[line][start:end] = elected.text
        probabilities[line][start:end] = elected.probabilities
    readings = [
        RowReading("".join(text), tuple(values)) for text, values in zip(texts, probabilities, strict=True)
    ]
    try:
        data = parse_mrz([reading.text for reading in readings], today)
    except InvalidValue:
        return None
    return _placed(zone_of(data, _rows(zones, readings), readings), zones)


def _ballots(zones: Sequence[Mrz], span: Span, spec: MrzFormat) -> list[Ballot]:
    """Return the votes on a unit: of the zones whose check digits hold there, or of all if none do."""
    checks = {check.name for check in vouching(span, spec)}
    standing = [zone for zone in zones if all(passed for name, passed in zone.checks if name in checks)]
    line, start, end = span
    return [
        Ballot(zone.lines[line][start:end], line_probabilities(zone, line)[start:end])
        for zone in standing or zones
    ]


def line_probabilities(zone: Mrz, line: int) -> tuple[float, ...]:
    """Return how sure each character of a line is; all alike where that is not known."""
    length = len(zone.lines[line])
    known = line < len(zone.probabilities) and len(zone.probabilities[line]) == length
    return zone.probabilities[line] if known else (zone.confidence,) * length


def _rows(zones: Sequence[Mrz], readings: Sequence[RowReading]) -> list[MrzRow]:
    """Return the rows as first read in a frame that read the elected line, where the best frame has them."""
    quads = _quads(zones)
    rows = []
    for index, reading in enumerate(readings):
        source = next((zone for zone in zones if zone.lines[index] == reading.text), zones[0])
        rows.append(MrzRow(source.raw_lines[index], as_quad(quads[index] if quads else _NO_QUAD)))
    return rows


def _quads(zones: Sequence[Mrz]) -> tuple[Quad, ...]:
    return next((zone.quads for zone in zones if zone.quads), ())


def _placed(zone: Mrz, zones: Sequence[Mrz]) -> Mrz:
    """Return the zone without places if no frame knows where it stands."""
    if _quads(zones):
        return zone
    return replace(zone, quads=(), fields=tuple(replace(field, quad=None) for field in zone.fields))
