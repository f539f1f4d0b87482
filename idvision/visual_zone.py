"""Read the print above a machine readable zone: card, zone -> lines of text.

The zone says which way is up and where it lies, so that neither is looked for again, and it says most of what
the print says. So the lines are read by the tiny network, and by the large one only what it doubts of the
values; captions are known well enough when a label is found in them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from idvision.cascade import is_sure_and_whole
from idvision.documents import DocumentSpec, LabelSpec
from idvision.geometry import quad_points
from idvision.label_values import label_values
from idvision.labels import matches_of, spot, texts_of
from idvision.models import Models
from idvision.read import SHORT_LINE, lines_with_text
from idvision.rectify import crop_line
from idvision.types import FloatArray, Image, Mrz, Reading, ReadLine

DETECT_LONG_SIDE_PX = 736
MAX_LINES = 48
# A zone that leaves less of the card above it than this lies elsewhere than a zone does.
LEAST_SHARE = 0.3
# With so many values found by their labels those that were not read well enough to be found are few.
ENOUGH_VALUES = 5
# Of the letters that the tiny network read the large one reads this share at least.
LEAST_KEPT = 0.8
# A line of which labels make up this share of the letters is a caption.
CAPTION_SHARE = 0.6


def read_print(image: Image, mrz: Mrz, spec: DocumentSpec, models: Models) -> tuple[ReadLine, ...]:
    """Return the lines above the zone of an upright card image `(H, W, 3)` uint8 BGR, in no order.

    `mrz` has its quads in pixels of that image.
    """
    top = round(min((y for quad in mrz.quads for _, y in quad), default=0.0))
    if top < LEAST_SHARE * image.shape[0]:
        return ()
    quads, _ = models.detect_text(image[:top], DETECT_LONG_SIDE_PX)
    quads = rightwards(quads)[:MAX_LINES]
    crops = [crop_line(image, quad) for quad in quads]
    readings = list(models.recognize_everyday(crops))
    wanted = worth_reading(quads, readings, spec, (image.shape[1], image.shape[0]))
    again = [index for index in wanted if not is_sure_and_whole(readings[index], crops[index])]
    for index, reading in zip(again, models.recognize_text([crops[index] for index in again]), strict=True):
        readings[index] = fuller(readings[index], reading)
    return tuple(lines_with_text(quads, readings))


def fuller(by_tiny: Reading, by_large: Reading) -> Reading:
    """Return the better reading of a line: that of the large network, unless it left letters out.

    In a line of which a part is in an alphabet that it does not know it leaves out letters of the other part
    too; the tiny one takes the unknown ones for known ones that look like them.
    """
    read, kept = (sum(map(str.isalnum, one.text)) for one in (by_tiny, by_large))
    return by_large if kept >= LEAST_KEPT * read else by_tiny


def worth_reading(
    quads: FloatArray, readings: Sequence[Reading], spec: DocumentSpec, size_wh: tuple[int, int]
) -> list[int]:
    """Return which lines `(N, 4, 2)` hold values: all but captions if few values were found."""
    lines = [ReadLine(reading, quad_points(quad)) for reading, quad in zip(readings, quads, strict=True)]
    values = label_values(lines, spec, size_wh)
    if len(values) < ENOUGH_VALUES:
        captions = caption_lines(lines, spec.labels)
        return [index for index in range(len(lines)) if index not in captions]
    middles = quads.mean(axis=1) / np.array(size_wh, np.float32)
    halves = (quads[:, 1, 0] - quads[:, 0, 0]) / 2 / size_wh[0]
    return [
        index
        for index, ((x, y), half) in enumerate(zip(middles.tolist(), halves.tolist(), strict=True))
        if any(
            y1 <= y <= y2 and x - half <= x2 and x1 <= x + half for x1, y1, x2, y2 in (v.box for v in values)
        )
    ]


def rightwards(quads: FloatArray) -> FloatArray:
    """Return the quads `(N, 4, 2)` of the lines that run to the right; a sign alone runs any way."""
    along, across = quads[:, 1] - quads[:, 0], quads[:, 3] - quads[:, 0]
    upwards = np.abs(along[:, 1]) > np.abs(along[:, 0])
    short = np.linalg.norm(along, axis=1) < SHORT_LINE * np.linalg.norm(across, axis=1)
    turned = np.where((upwards & short)[:, None, None], np.roll(quads, -1, axis=1), quads)
    return np.asarray(turned[~upwards | short], np.float32)


def caption_lines(lines: Sequence[ReadLine], labels: tuple[LabelSpec, ...]) -> frozenset[int]:
    """Return the numbers of the lines that are labels and hardly anything else."""
    found = [0] * len(lines)
    for match in matches_of(spot(texts_of(lines), labels), labels):
        found[match.line] += match.end - match.start
    return frozenset(
        number
        for number, line in enumerate(lines)
        if found[number] and found[number] >= CAPTION_SHARE * len(line.reading.text)
    )
