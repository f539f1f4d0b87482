"""Lines of one value -> one text: a space between two lines, none between Han characters."""

from __future__ import annotations

from collections.abc import Sequence

from idvision.labels import HAN_FROM


def join_lines(lines: Sequence[tuple[str, Sequence[float]]]) -> tuple[str, tuple[float, ...]]:
    """Return the joined text and a probability for each of its characters.

    Args:
        lines: of each line the text and the probability of each of its characters. Nobody doubts the space
            between two lines.
    """
    text = ""
    probabilities: list[float] = []
    for line, sure in lines:
        if text and line and not (text[-1] >= HAN_FROM and line[0] >= HAN_FROM):
            text += " "
            probabilities.append(1.0)
        text += line
        probabilities += sure
    return text, tuple(probabilities)
