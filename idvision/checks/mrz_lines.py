"""Lines of a machine readable zone before they are parsed: which layout, which characters, which length."""

from __future__ import annotations

import re
from collections.abc import Sequence

from idvision.checks.mrz_formats import ALPHABETS, FILLER, FORMATS, MrzFormat

LENGTH_TOLERANCE = 8
"""How many characters one line may miss or have too many: recognisers swallow and invent fillers."""


def charset(format_name: str, line: int) -> tuple[str, ...]:
    """Return for each position of a line (0-based) the characters that may stand there.

    `format_name` is a key of `mrz_formats.FORMATS`. Raises KeyError for another name, IndexError for a line
    that the format does not have.
    """
    spec = FORMATS[format_name]
    if not 0 <= line < spec.line_count:
        raise IndexError(f"{format_name} has no line {line}")
    allowed = [""] * spec.line_length
    for field in spec.fields:
        if field.line == line:
            allowed[field.start : field.end] = [ALPHABETS[field.kind]] * (field.end - field.start)
    for check in spec.check_digits:
        if check.line == line:
            allowed[check.position] = ALPHABETS["digits" if check.filler == "never" else "digits_or_filler"]
    if line == 0:
        allowed[: len(spec.prefix)] = spec.prefix
    return tuple(allowed)


def guess_format(lines: Sequence[str]) -> str | None:
    """Return the name of the format whose shape and document code fit, or None.

    The document code decides between formats of like shape; among those left the one nearest in length wins.
    No line may be off by more than `LENGTH_TOLERANCE`, one of them by no more than half of that. Two formats
    equally near are no answer. Three lines are TD1 whatever letter opens them, unless a `C` is followed by a
    number where TD1 names the issuing state.
    """
    if not lines or not lines[0]:
        return None
    distances = {name: _distance(lines, FORMATS[name]) for name in _formats_of_code(lines)}
    near = {name: distance for name, distance in distances.items() if distance is not None}
    best = min(near.values(), default=None)
    names = [name for name, distance in near.items() if distance == best]
    return names[0] if len(names) == 1 else None


def repair_fillers(line: str, format_name: str, line_index: int) -> str:
    """Return `line` with the one run of fillers that may vary brought to the length that the format asks for.

    That run ends the line, or stands before the closing check digit(s). The line comes back unchanged when it
    has the right length, when there is no such run, when a run elsewhere is as long (then it is not known
    which one was misread), and when the run would vanish.
    """
    spec = FORMATS[format_name]
    missing = spec.line_length - len(line)
    if missing == 0:
        return line
    match = _variable_run(line, spec.filler_runs[line_index])
    if match is None:
        return line
    start, end = match.span(1)
    longest_other = max((len(run) for run in re.findall("<+", line[:start])), default=0)
    if end - start <= longest_other or end - start + missing < 1:
        return line
    return line[:start] + FILLER * (end - start + missing) + line[end:]


def _formats_of_code(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that the number of lines and the document code leave open."""
    if len(lines) == 3:
        if re.match("C.[A-Z]?[0-9]{2}", lines[0]):
            return ("CHN_PERMIT",)
        return ("TD1",) if lines[0][0] in ALPHABETS["alpha"] else ()
    if len(lines) != 2:
        return ()
    if lines[0].startswith("IDFRA"):
        return ("FRA_ID",)
    by_letter = {"P": ("TD3",), "V": ("MRVA", "MRVB"), "A": ("TD2",), "C": ("TD2",), "I": ("TD2",)}
    return by_letter.get(lines[0][0], ())


def _distance(lines: Sequence[str], spec: MrzFormat) -> int | None:
    """Return how many characters the lines are off in all, or None beyond the tolerance."""
    offsets = [abs(len(line) - spec.line_length) for line in lines]
    if max(offsets) > LENGTH_TOLERANCE or min(offsets) > LENGTH_TOLERANCE // 2:
        return None
    return sum(offsets)


def _variable_run(line: str, patterns: tuple[str, ...]) -> re.Match[str] | None:
    """Return the match of the first pattern that fits; its group 1 is the run."""
    matches = (re.search(pattern, line) for pattern in patterns)
    return next((match for match in matches if match is not None), None)
