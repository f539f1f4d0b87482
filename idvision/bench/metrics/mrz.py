"""How well machine readable zones are read. Lines are compared without spaces, in capitals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from idvision.bench.metrics.basics import edit_distance
from idvision.checks.mrz import parse_mrz
from idvision.errors import InvalidValue


def plain_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines without spaces, in capitals."""
    return tuple("".join(line.split()).upper() for line in lines)


def right_lines(read: Sequence[str], true: Sequence[str]) -> tuple[bool, ...]:
    """Tell for each printed line whether the line of the same place was read exactly."""
    answered = plain_lines(read)
    return tuple(i < len(answered) and answered[i] == line for i, line in enumerate(plain_lines(true)))


def is_zone_exact(read: Sequence[str], true: Sequence[str]) -> bool:
    """Tell whether the whole zone was read exactly, with no line more or less."""
    return plain_lines(read) == plain_lines(true)


def passes_checks(read: Sequence[str], today: date) -> bool:
    """Tell whether the lines are a zone of Doc 9303 all of whose check digits hold (at least one)."""
    try:
        checks = parse_mrz(plain_lines(read), today).checks
    except InvalidValue:
        return False
    return bool(checks) and all(passed for _, passed in checks)


def is_false_valid(read: Sequence[str], true: Sequence[str], today: date) -> bool:
    """Tell whether a zone that is not the printed one passes every check: the worst that can happen."""
    return not is_zone_exact(read, true) and passes_checks(read, today)


def anls(read: str, true: str) -> float:
    """Return one minus the edit distance by the longer length, in [0, 1]; 1 of two empty texts.

    The similarity of A. Biten et al., "Scene text visual question answering", ICCV 2019, without its cut at
    one half.
    """
    longer = max(len(read), len(true))
    return 1 - edit_distance(read, true) / longer if longer else 1.0


def zone_anls(read: Sequence[str], true: Sequence[str]) -> float:
    """Return the similarity of two zones, their lines joined."""
    return anls("".join(plain_lines(read)), "".join(plain_lines(true)))
