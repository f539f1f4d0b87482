"""A machine readable zone among plain lines of text, so that engines which only read text are scored on it.

What is done for them is little and the same for all: spaces go, look-alikes of the filler become one, lines
of a zone's length that follow one another are tried as a zone, and the runs of fillers get the length that
the format asks for. No letter or digit is taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from idvision.bench.answer import AnsweredCard
from idvision.checks.mrz import MrzData, guess_format, parse_mrz, repair_fillers
from idvision.checks.mrz_formats import FILLER
from idvision.errors import InvalidValue

_FILLERS = str.maketrans(dict.fromkeys("«‹＜〈《≪", FILLER))
_ROW = re.compile("[A-Z0-9<]{22,52}")


def zone_card(lines: Sequence[str], today: date) -> AnsweredCard | None:
    """Return the zone among the lines (reading order), None where there is none.

    Of several readings the one with most check digits right counts, of equal ones that further down.
    """
    found = max(_zones(lines, today), key=_rank, default=None)
    return None if found is None else AnsweredCard(mrz=found[1].lines, mrz_valid=holds(found[1]))


def holds(zone: MrzData) -> bool:
    """Tell whether every check digit is right; a format without any holds nothing."""
    return bool(zone.checks) and all(passed for _, passed in zone.checks)


def _rank(found: tuple[int, MrzData]) -> tuple[float, int]:
    place, zone = found
    share = sum(passed for _, passed in zone.checks) / max(1, len(zone.checks))
    return share, place


def _zones(lines: Sequence[str], today: date) -> Iterator[tuple[int, MrzData]]:
    rows = [_compact(line) for line in lines]
    for count in (2, 3):
        for first in range(len(rows) - count + 1):
            block = rows[first : first + count]
            if all(_ROW.fullmatch(row) for row in block) and FILLER in "".join(block):
                zone = _parsed(block, today)
                if zone is not None:
                    yield first, zone


def _compact(line: str) -> str:
    return re.sub(r"\s", "", line).translate(_FILLERS).upper()


def _parsed(rows: Sequence[str], today: date) -> MrzData | None:
    format_name = guess_format(rows)
    if format_name is None:
        return None
    exact = [repair_fillers(row, format_name, number) for number, row in enumerate(rows)]
    try:
        return parse_mrz(exact, today)
    except InvalidValue:
        return None
