"""Lines of one value -> one text: a space between two lines, none between Han characters."""

from __future__ import annotations

from collections.abc import Sequence

from idvision.labels import is_han
from idvision.types import Box, FoundValue, ReadLine


def stripped(line: ReadLine) -> tuple[str, tuple[float, ...]]:
    """Return the text of a line without the spaces at its ends, and a probability for each character left."""
    text = line.reading.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[start:end], line.reading.probabilities[start:end]


def box_around(lines: Sequence[ReadLine], size_wh: tuple[int, int]) -> Box:
    """Return the box around lines, given in pixels of an image of that size, in fractions of it."""
    x = [point[0] / size_wh[0] for line in lines for point in line.quad]
    y = [point[1] / size_wh[1] for line in lines for point in line.quad]
    return min(x), min(y), max(x), max(y)


def part_of_line(line: ReadLine, name: str, span: tuple[int, int], size_wh: tuple[int, int]) -> FoundValue:
    """Return a part of a line, from one character up to another, as the value of a field."""
    reading, (width, height), (start, end) = line.reading, size_wh, span
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = line.quad
    left, right = min(x1, x4), max(x2, x3)
    pitch = 0.5 / len(reading.centres)
    box = (
        (left + (reading.centres[start] - pitch) * (right - left)) / width,
        min(y1, y2) / height,
        (left + (reading.centres[end - 1] + pitch) * (right - left)) / width,
        max(y3, y4) / height,
    )
    return FoundValue(name, reading.text[start:end], reading.probabilities[start:end], box)


def join_lines(lines: Sequence[tuple[str, Sequence[float]]]) -> tuple[str, tuple[float, ...]]:
    """Return the joined text and a probability for each of its characters.

    Args:
        lines: of each line the text and the probability of each of its characters. Nobody doubts the space
            between two lines.
    """
    text = ""
    probabilities: list[float] = []
    for line, sure in lines:
        if text and line and not (is_han(text[-1]) and is_han(line[0])):
            text += " "
            probabilities.append(1.0)
        text += line
        probabilities += sure
    return text, tuple(probabilities)
