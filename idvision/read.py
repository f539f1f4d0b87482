"""Read a card: card image -> the same image right side up, and its text lines in reading order.

Which way is up is decided by the text: lines that run down the card mean a quarter turn; the text-line
direction network votes on 0 or 180 degrees; where that leaves doubt, both are read and the more
confident reading wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from idvision.contrast import evenly_lit, sharpened
from idvision.geometry import quad_points, quad_sides
from idvision.joined_rows import apart
from idvision.rectify import crop_line, turn_image, turn_points
from idvision.types import FloatArray, Image, Reading, ReadLine

VOTING_LINES = 12
SURE_VOTE = 0.35
SURE_LOOKS = 0.9
READ_BOTH_WAYS = 5
# Up to this length over height a line's shape does not tell its direction.
SHORT_LINE = 1.5

DetectText = Callable[[Image, int], tuple[FloatArray, FloatArray]]
OrientText = Callable[[Sequence[Image]], FloatArray]
RecognizeText = Callable[[Sequence[Image]], tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Fineness:
    """How closely a card is searched.

    `long_sides_px` of the detector's input are tried until `enough_lines` are found, the first of them once
    more with the image sharpened, where the card is a `sheet`, which is searched as if it were evenly lit;
    `max_lines` are read.
    """

    long_sides_px: tuple[int, ...]
    enough_lines: int
    max_lines: int
    sheet: bool = False


CARD = Fineness((736, 480, 320), 5, 64)
PAGE = Fineness((1472, 960, 736), 12, 160, sheet=True)
"""For sheets of small print, whose image has twice the height."""


@dataclass(frozen=True, slots=True)
class UprightText:
    """An upright card image `(H, W, 3)` uint8, the clockwise quarter turns it took, and its lines."""

    image: Image
    quarter_turns: int
    lines: tuple[ReadLine, ...]


def read(
    card_image: Image,
    detect: DetectText,
    orient: OrientText,
    recognize: RecognizeText,
    likely_turns: Sequence[float],
    fineness: Fineness = CARD,
) -> UprightText:
    """Turn a card image upright and read it; a card without lines is turned as it looks.

    `likely_turns` is the probability of 0 to 3 clockwise quarter turns by the card's looks. One that looks
    upside down is turned over first: of print that stands on its head the detector overlooks some lines.
    """
    over = 2 if likely_turns[2] + likely_turns[3] > likely_turns[0] + likely_turns[1] else 0
    card_image, likely_turns = turn_image(card_image, over), [*likely_turns[over:], *likely_turns[:over]]
    image, turns, quads = _on_its_feet(card_image, detect, likely_turns, fineness)
    quads = short_lines_rightwards(quads)
    crops = [crop_line(image, quad) for quad in quads]
    if is_upside_down(crops, orient, recognize, _uprightness(likely_turns, turns)):
        quads = np.roll(turn_points(quads, 2, image.shape[:2]), 2, axis=1)
        image, turns = turn_image(image, 2), turns + 2
        crops = [turn_image(crop, 2) for crop in crops]
    lines = apart(image, lines_with_text(quads, recognize(crops)), recognize)
    return UprightText(image, (turns + over) % 4, in_reading_order(lines))


def read_turned(
    card_image: Image, detect: DetectText, recognize: RecognizeText, turns: int, fineness: Fineness
) -> UprightText:
    """Read a card image of which it is known how many clockwise quarter turns set it upright."""
    image = turn_image(card_image, turns)
    quads = short_lines_rightwards(find_lines(image, detect, fineness))
    readings = recognize([crop_line(image, quad) for quad in quads])
    lines = apart(image, lines_with_text(quads, readings), recognize)
    return UprightText(image, turns, in_reading_order(lines))


def _on_its_feet(
    card_image: Image, detect: DetectText, likely_turns: Sequence[float], fineness: Fineness
) -> tuple[Image, int, FloatArray]:
    """Return the image turned by 0 or 1 quarters so that its text runs across, that turn, and its lines.

    Where the lines found and sure looks contradict each other, the card is searched as it looks too: of faint
    print that runs down the detector finds nothing but specks, and specks tell no direction.
    """
    quads = find_lines(card_image, detect, fineness)
    turns = quarter_turns_of(quads, likely_turns)
    image = turn_image(card_image, turns)
    quads = turn_points(quads, turns, card_image.shape[:2])
    if turns:
        # The detector overlooks half of the lines that run up or down, and cuts the ends off others.
        quads = max(find_lines(image, detect, fineness), quads, key=len)
    other = 1 - turns
    if likely_turns[other] + likely_turns[other + 2] >= SURE_LOOKS:
        as_it_looks = turn_image(card_image, other)
        found = find_lines(as_it_looks, detect, fineness)
        if length_across(found) > length_across(quads):
            return as_it_looks, other, found
    return image, turns, quads


def length_across(quads: FloatArray) -> float:
    """Return how long the lines are together that run across the image; short ones show no direction."""
    along, down = np.abs(quads[:, 1] - quads[:, 0]).T
    _, height = np.abs(quads[:, 3] - quads[:, 0]).T
    return float(along[(along > down) & (along > SHORT_LINE * height)].sum())


def lines_with_text(quads: FloatArray, readings: Sequence[Reading]) -> list[ReadLine]:
    """Join the lines `(N, 4, 2)` with what was read of each, those that hold nothing left out."""
    pairs = zip(quads, readings, strict=True)
    return [ReadLine(reading, quad_points(quad)) for quad, reading in pairs if reading.text.strip()]


def find_lines(card_image: Image, detect: DetectText, fineness: Fineness = CARD) -> FloatArray:
    """Return the quads `(N, 4, 2)` of the text lines.

    A blurred card shows its lines at a smaller scale, where the blur is narrow again, or sharpened.
    """
    card_image = evenly_lit(card_image) if fineness.sheet else card_image
    quads: FloatArray = np.zeros((0, 4, 2), np.float32)
    for long_side in fineness.long_sides_px:
        found, _ = detect(card_image, long_side)
        quads = max(quads, found, key=len)
        if len(quads) >= fineness.enough_lines:
            return largest(quads, fineness.max_lines)
    if fineness.sheet:
        found, _ = detect(sharpened(card_image), fineness.long_sides_px[0])
        quads = max(quads, found, key=len)
    return largest(quads, fineness.max_lines)


def is_upside_down(
    crops: Sequence[Image], orient: OrientText, recognize: RecognizeText, looks: float
) -> bool:
    """Tell whether the lines stand on their heads.

    `looks` is what the card's looks say, from 1 for upright to -1. Where it contradicts the lines' direction,
    or both are unsure, some lines are read both ways.
    """
    longest = sorted(crops, key=lambda crop: crop.shape[1] / crop.shape[0], reverse=True)
    if not longest:
        return looks < 0
    vote = float(np.mean(1 - 2 * orient(longest[:VOTING_LINES])))
    opinions = [opinion for opinion, sure in ((vote, SURE_VOTE), (looks, SURE_LOOKS)) if abs(opinion) >= sure]
    if opinions and min(opinions) * max(opinions) > 0:
        return opinions[0] < 0
    sample = longest[:READ_BOTH_WAYS]
    upright = mean_confidence(recognize(sample))
    return mean_confidence(recognize([turn_image(crop, 2) for crop in sample])) > upright


def largest(quads: FloatArray, most: int) -> FloatArray:
    """Keep so many quads, those of the largest area."""
    if len(quads) <= most:
        return quads
    x, y = quads[..., 0], quads[..., 1]
    areas = np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1))
    return quads[np.sort(np.argsort(-areas, kind="stable")[:most])]


def quarter_turns_of(quads: FloatArray, likely_turns: Sequence[float]) -> int:
    """Return 1 if most text, by length, runs up or down the image, else 0; without text, as the card looks.

    A first side that runs up belongs to text that a clockwise quarter turn makes run to the right.
    """
    if not len(quads):
        return int(likely_turns[1] + likely_turns[3] > likely_turns[0] + likely_turns[2])
    along = quads[:, 1] - quads[:, 0]
    lengths = np.linalg.norm(along, axis=1)
    upright = np.abs(along[:, 0]) >= np.abs(along[:, 1])
    return int(lengths[~upright].sum() > lengths[upright].sum())


def _uprightness(likely_turns: Sequence[float], turns: int) -> float:
    """Return from 1 to -1 how far `turns` (0 or 1), and not two more, make the card upright by its looks."""
    upright, inverted = likely_turns[turns], likely_turns[turns + 2]
    return (upright - inverted) / max(upright + inverted, 1e-6)


def short_lines_rightwards(quads: FloatArray) -> FloatArray:
    """Let short lines that a quarter turn left running down run to the right, like the long ones.

    A line of a character or two was taken to run to the right before the turn, whatever way it ran.
    """
    along, across = quads[:, 1] - quads[:, 0], quads[:, 3] - quads[:, 0]
    short = np.linalg.norm(along, axis=1) < SHORT_LINE * np.linalg.norm(across, axis=1)
    down = along[:, 1] > np.abs(along[:, 0])
    return np.where((short & down)[:, None, None], np.roll(quads, 1, axis=1), quads)


def mean_confidence(readings: Sequence[Reading]) -> float:
    """Return the mean probability of all characters read, 0 for none."""
    probabilities = [value for reading in readings for value in reading.probabilities]
    return float(np.mean(probabilities)) if probabilities else 0.0


def in_reading_order(lines: Sequence[ReadLine]) -> tuple[ReadLine, ...]:
    """Sort lines into rows from top to bottom, and rows from left to right.

    Two lines share a row when their middles differ by less than half the median line height.
    """
    if not lines:
        return ()
    middles = [sum(y for _, y in line.quad) / 4 for line in lines]
    tolerance = 0.5 * float(np.median([_height(line) for line in lines]))
    rows: list[tuple[float, list[ReadLine]]] = []
    for middle, line in sorted(zip(middles, lines, strict=True), key=lambda pair: pair[0]):
        if rows and middle - rows[-1][0] < tolerance:
            rows[-1][1].append(line)
        else:
            rows.append((middle, [line]))
    return tuple(line for _, row in rows for line in sorted(row, key=lambda line: line.quad[0][0]))


def _height(line: ReadLine) -> float:
    _, right, _, left = quad_sides(np.array(line.quad, np.float32))
    return (right + left) / 2
