"""Find whom a letter or a bill is sent to: text lines -> name and address, which carry no labels.

The address stands in the upper part of the sheet as a block of short lines that begin at one place: a name,
then a street and a town with numbers in them (ISO 19160-4, UPU S42). The sender's own address is one too, but
begins with the name of an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from idvision.documents import DocumentSpec, FieldSpec
from idvision.faint_labels import is_like_label
from idvision.joined_lines import box_around, join_lines, stripped
from idvision.labels import matches_of, spot, texts_of
from idvision.types import FoundValue, ReadLine

MIN_LINES = 3
MAX_LINES = 8
# In line heights: how far apart two lines of a block may stand, how level their beginnings are, how their
# heights may differ; how evenly its lines follow one another; and how far down the sheet a block may begin.
PITCH = 2.2
UNEVEN = 1.4
INDENT = 1.0
MAX_RATIO = 1.5
LOWEST = 0.6

_POSTCODE = re.compile(r"\b(\d{4,6}(-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")
_STREET = re.compile(
    r"\b(street|st|road|rd|avenue|ave|lane|ln|drive|jalan|jln|jl|soi|strasse|straße|rue|via|calle|platz|building|"
    r"block|blk|apt|flat|unit|floor|tower|barangay|brgy|quan|phuong|district|no)\b|[路街道巷弄号]",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"^(mr|mrs|ms|miss|mdm|dr|herr|frau|m|mme|sr|sra|tuan|puan|bapak|ibu)\b\.? ", re.IGNORECASE
)
_ORGANISATION = re.compile(
    r"\b(ltd|limited|inc|llc|plc|gmbh|ag|corp|corporation|company|co|bank|pte|sdn|bhd|berhad|tbk|pt|sa|group|"
    r"service|services|department|authority|office|centre|center|customer)\b\.?|公司|银行",
    re.IGNORECASE,
)
# The number of a flat is written `#12-345`.
_OTHER_MARKS = re.compile(r"[:：@%$€£¥]|#(?!\d)|https?|www\.")
_LETTERS = 2


def address_values(
    lines: Sequence[ReadLine], spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the parts of the address that the declaration asks for; none where no block looks like one.

    Args:
        lines: all lines of the sheet, quads in pixels of its upright image.
        spec: a declaration; without a field that is part of a block nothing is sought.
        size_wh: width and height of that image.
    """
    wanted = [field for field in spec.fields if field.block in ("name", "address")]
    if not wanted:
        return ()
    labelled = {match.line for match in matches_of(spot(texts_of(lines), spec.labels), spec.labels)}
    block = address_block([line for at, line in enumerate(lines) if at not in labelled], size_wh)
    block = _up_to_caption(block, [lines[at] for at in sorted(labelled)])
    is_named = bool(block) and not is_like_label(block[0].reading.text, spec)
    wanted = [field for field in wanted if is_named or field.block != "name"]
    return tuple(_value(field, block, size_wh) for field in wanted if len(block) >= MIN_LINES)


def _up_to_caption(block: Sequence[ReadLine], captions: Sequence[ReadLine]) -> tuple[ReadLine, ...]:
    """Return the lines of a block above the first that has a caption to its left, as its value.

    The name and the first line of the address may have one, too.
    """
    return (*block[:2], *takewhile(lambda line: not any(_stands_left(c, line) for c in captions), block[2:]))


def _stands_left(caption: ReadLine, line: ReadLine) -> bool:
    _, (right, y2), (_, y3), _ = caption.quad
    (left, y1), _, _, (_, bottom) = line.quad
    return right < left and abs(y2 + y3 - y1 - bottom) < max(_height(line), y3 - y2)


def address_block(lines: Sequence[ReadLine], size_wh: tuple[int, int]) -> tuple[ReadLine, ...]:
    """Return the lines of the best block, the name first; none where no block is likely enough."""
    upper = [line for line in lines if line.quad[0][1] < LOWEST * size_wh[1]]
    blocks = [block for start in upper if len(block := _block_from(start, upper)) >= MIN_LINES]
    likely = [(score, block) for block in blocks if (score := _score(block)) > 0]
    return max(likely, key=lambda pair: pair[0], default=(0, ()))[1]


def _block_from(start: ReadLine, lines: Sequence[ReadLine]) -> tuple[ReadLine, ...]:
    """Return the lines that follow below one, each close to the last and beginning where it begins."""
    block = [start]
    while len(block) < MAX_LINES:
        last = block[-1]
        below = [line for line in lines if _follows(last, line)]
        nearest = min(below, key=lambda line: line.quad[0][1], default=None)
        if nearest is None or _OTHER_MARKS.search(nearest.reading.text):
            break
        if len(block) > 1 and _step(last, nearest) > UNEVEN * _step(block[0], block[1]):
            break
        block.append(nearest)
    return tuple(block)


def _follows(upper: ReadLine, lower: ReadLine) -> bool:
    tall, other = _height(upper), _height(lower)
    step = _step(upper, lower)
    level = abs(lower.quad[0][0] - upper.quad[0][0]) < INDENT * tall
    return 0.5 * tall < step < PITCH * tall and level and max(tall, other) < MAX_RATIO * min(tall, other)


def _step(upper: ReadLine, lower: ReadLine) -> float:
    return lower.quad[0][1] - upper.quad[0][1]


def _height(line: ReadLine) -> float:
    return max(1.0, line.quad[3][1] - line.quad[0][1])


def _score(block: Sequence[ReadLine]) -> int:
    """Count what speaks for an address; 0 where it cannot be one."""
    name, *rest = (line.reading.text.strip() for line in block)
    lettered = re.sub(r"[^\W\d_]", "", name, flags=re.UNICODE)
    if any(map(str.isdigit, name)) or len(lettered) > len(name) / 2 or _OTHER_MARKS.search(name):
        return 0
    if _ORGANISATION.search(name) or len(name.split()) > 6:
        return 0
    # Columns of figures stand in blocks too.
    if sum(_letters(text) >= _LETTERS for text in rest) < len(rest) - 1:
        return 0
    numbered = sum(any(map(str.isdigit, text)) for text in rest)
    coded = any(_POSTCODE.search(text) for text in rest)
    street = any(_STREET.search(text) for text in rest)
    if not numbered or not (coded or street):
        return 0
    return min(numbered, 2) + 2 * coded + street + 2 * bool(_COURTESY.match(name))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _value(field: FieldSpec, block: Sequence[ReadLine], size_wh: tuple[int, int]) -> FoundValue:
    lines = block[:1] if field.block == "name" else block[1:]
    text, probabilities = join_lines([stripped(line) for line in lines])
    return FoundValue(field.name, text, probabilities, box_around(lines, size_wh))
