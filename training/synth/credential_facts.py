"""Labels with their values on a sheet: side by side, on opposite sides, above one another, in ruled rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.synth.blocks import Box, Card, body_ink, fitted
from training.synth.chance import chance, pick
from training.synth.credential_people import wording
from training.synth.sheet import Ink
from training.synth.values import Printed

LINE = 1.35
"""From one line of a value to the next, in heights of its print."""
_RULE = (170, 170, 176)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, which belongs to a field or, without a name, to none."""

    label: str
    value: Printed
    field: str = ""


def plain(label: str, text: str) -> Fact:
    """Return a fact that nobody asks for."""
    return Fact(label, Printed(text, text))


def fact(card: Card, language: str, label: str, field: str, value: Printed) -> Fact:
    """Return a fact under one of the wordings of its label."""
    return Fact(wording(card.rng, card.split, "label", label, language), value, field)


def values_of(facts: Sequence[Fact]) -> dict[str, str]:
    """Return the canonical values of facts by field."""
    return {one.field: one.value.canonical for one in facts if one.field}


def print_facts(card: Card, box: Box, facts: Sequence[Fact], size_mm: float) -> float:
    """Print facts from the top of a box on in any of the styles; return where they end in mm."""
    wide = box[2] - box[0] > 80
    styles = (_beside, _beside, _ruled, _apart, _above) if wide else (_beside, _apart, _apart)
    return pick(card.rng, styles)(card, box, facts, size_mm)


def _inks(card: Card, size_mm: float) -> tuple[Ink, Ink]:
    return card.theme.caption.sized(size_mm), body_ink(card, size_mm)


def _lines(card: Card, value: Printed, of_ink: Ink, room_mm: float) -> list[str]:
    """Return the lines of a value; one that is too long is broken between its words."""
    lines: list[str] = []
    for line in value.text.split("\n"):
        gap = " " if " " in line else ""
        row = ""
        for word in line.split(gap) if gap else line:
            longer = f"{row}{gap if row else ''}{word}"
            if row and card.sheet.width_mm(longer, of_ink) > room_mm:
                lines.append(row)
                longer = word
            row = longer
        lines.append(row)
    return lines


def _beside(card: Card, box: Box, facts: Sequence[Fact], size_mm: float) -> float:
    return _rows(card, box, facts, size_mm, colon=pick(card.rng, ("", ":", ":", " :")))


def _ruled(card: Card, box: Box, facts: Sequence[Fact], size_mm: float) -> float:
    top = box[1] - 0.4 * size_mm
    end = _rows(card, box, facts, size_mm, colon="", ruled=True)
    for x in (box[0] - 1, box[2]):
        card.sheet.rule((x, top, x, end - 0.6 * size_mm), _RULE, 0.2)
    return end


def _rows(
    card: Card, box: Box, facts: Sequence[Fact], size_mm: float, colon: str, *, ruled: bool = False
) -> float:
    """Print a column of labels and beside it one of values, or values right after their labels."""
    caption, body = _inks(card, size_mm)
    x0, y, x1, _ = box
    close = bool(colon) and not ruled and chance(card.rng, 0.4)
    widest = max(card.sheet.width_mm(one.label + colon, caption) for one in facts)
    column = x0 + max(widest + 2.5, 0.3 * (x1 - x0))
    if ruled:
        card.sheet.rule((x0 - 1, y - 0.4 * size_mm, x1, y - 0.4 * size_mm), _RULE, 0.2)
    for one in facts:
        baseline = y + size_mm
        end = card.text((x0, baseline), one.label + colon, caption)
        left = end + 0.5 * size_mm if close else column
        for number, line in enumerate(_lines(card, one.value, body, x1 - left - 1)):
            card.sheet.text((left, baseline + number * LINE * size_mm), line, body, one.field)
            y = baseline + (number * LINE + 0.65) * size_mm
        if ruled:
            y += 0.4 * size_mm
            card.sheet.rule((x0 - 1, y - 0.4 * size_mm, x1, y - 0.4 * size_mm), _RULE, 0.2)
    return y + 0.6 * size_mm


def _apart(card: Card, box: Box, facts: Sequence[Fact], size_mm: float) -> float:
    """Print labels on the left and values that end on the right."""
    caption, body = _inks(card, size_mm)
    x0, y, x1, _ = box
    for one in facts:
        end = card.text((x0, y + size_mm), one.label, caption)
        for line in _lines(card, one.value, body, x1 - end - 3):
            card.sheet.text((x1 - card.sheet.width_mm(line, body), y + size_mm), line, body, one.field)
            y += LINE * size_mm
        y += 0.55 * size_mm
    return y


def _above(card: Card, box: Box, facts: Sequence[Fact], size_mm: float) -> float:
    """Print values below their labels, two or three in a row."""
    small = size_mm * float(card.rng.uniform(0.72, 0.95))
    caption, body = _inks(card, small)[0], _inks(card, size_mm)[1]
    x0, y, x1, _ = box
    columns = int(card.rng.integers(2, 4))
    room = (x1 - x0) / columns
    for start in range(0, len(facts), columns):
        deepest = y
        for place, one in enumerate(facts[start : start + columns]):
            x = x0 + place * room
            card.text((x, y + small), one.label, fitted(card, one.label, caption, room - 3))
            line_y = y + small + 1.35 * size_mm
            for line in _lines(card, one.value, body, room - 4):
                card.sheet.text((x, line_y), line, body, one.field)
                line_y += LINE * size_mm
            deepest = max(deepest, line_y)
        y = deepest + 0.3 * size_mm
    return y
