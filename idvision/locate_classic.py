"""Find every flat document in a photo.

In: an upright photo `(H, W, 3)` uint8 BGR, usually reduced to 800 to 1600 px on its long side.
Out: `Detection`s, best first. Outlines are proposed from straight edges (`locate_lines`, `locate_quads`),
judged together with the text that they hold (`locate_score`) and moved onto the edges to sub-pixel
(`locate_refine`). A photo that a document fills to its borders is answered with the frame itself.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import intersection_area, order_quad, quad_area, quad_points, scale_quad
from idvision.locate_lines import find_lines, gradient_of
from idvision.locate_quads import Hypotheses, propose_quads
from idvision.locate_refine import extend_quad, refine_quad
from idvision.locate_score import (
    FOCALS,
    Strokes,
    find_strokes,
    rectangle_shape,
    score_frame,
    score_quads,
    text_relation,
)
from idvision.types import Detection, FloatArray, Image, QuadArray

WORKING_SIDE = 640
MIN_SHORT_SIDE = 16
MAX_CARDS = 12
MIN_SCORE = 0.48
# Where the frame is a reading too, less will do: what is printed decides between them.
MIN_RIVAL_SCORE = 0.25
# A second card in one photo is about as clear as the first; slivers of the background are not.
RELATIVE_SCORE = 0.65
# Of the smaller quad: outlines that share more are readings of the same document.
MAX_OVERLAP = 0.15
# Another reading of one place: nearly as good, and not just the same outline a few pixels off.
RIVAL_SCORE = 0.94
RIVAL_IOU = (0.4, 0.9)
MAX_RIVALS = 2
HALF_SCORE = 0.7
# Cards lie on pages and tickets: what has edges of its own inside a larger document is read too.
NESTED_SCORE = 0.85
NESTED_SIZE = 0.5
MAX_NESTED = 3
# Cards that show all four sides and hold nearly all text leave nothing for a page that fills the frame.
SURE_SCORE = 0.6
OWNED_TEXT = 0.88
MIN_FRAME_SCORE = 0.35
# How much deeper a cut card may be than what is seen of it; less is within what perspective explains.
CUT_FACTORS = (1.15, 1.8)
REFINE_REACH = 3
ID1_ASPECT = 85.60 / 53.98
"""Width over height of an ISO/IEC 7810 ID-1 card."""


class CardLocator:
    """Finds cards, pages and other flat documents of any rotation, also those cut by the frame.

    `text_map(image)` returns `(H', W')` float32 text probabilities in [0, 1] of the whole image.
    """

    def __init__(self, text_map: Callable[[Image], FloatArray]) -> None:
        self._text_map = text_map

    def __call__(self, image: Image) -> tuple[Detection, ...]:
        """Return the documents in `image`, best first; quads in its pixels, scores in [0, 1].

        Corners of a document that the frame cuts may lie outside. Two detections overlap only where
        the scene can be read both ways. Raises ValueError for anything but `(H, W, 3)` uint8.
        """
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
            raise ValueError(f"expected an image (H, W, 3) uint8, got {image.shape} {image.dtype}")
        return locate(image, self._text_map(image))


def locate(image: Image, text: FloatArray) -> tuple[Detection, ...]:
    """Return the documents in `image`, given its `(H', W')` text probability map; see `CardLocator`."""
    small = _reduced(image)
    height, width = small.shape[:2]
    strokes = find_strokes(text, (width, height))
    if len(strokes.areas) == 0 or min(width, height) < MIN_SHORT_SIDE:
        return ()
    lines = find_lines(small, gradient_of(small), np.asarray(cv2.resize(text, (width, height)), np.float32))
    proposed = propose_quads(lines, max(width, height))
    rated = score_quads(proposed, strokes, max(width, height))
    chosen, scores = choose(proposed, rated, MIN_SCORE)
    frame_score = score_frame(strokes, (width, height))
    if frame_score >= MIN_FRAME_SCORE and not _text_is_owned(chosen, scores, strokes):
        frame = Hypotheses.of_frame(width, height)
        rivals, rival_scores = _rivals_of_frame(*choose(proposed, rated, MIN_RIVAL_SCORE), strokes, frame)
        chosen, scores = frame.joined(rivals), np.append(np.float32(frame_score), rival_scores)
    cards = [
        Detection(quad_points(_finished(chosen, number, image, small)), round(float(score), 4))
        for number, score in enumerate(scores)
    ]
    return tuple(sorted(cards, key=lambda card: -card.score))


def _reduced(image: Image) -> Image:
    scale = WORKING_SIDE / max(image.shape[:2])
    if scale >= 1:
        return image
    size_wh = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA), np.uint8)


def choose(found: Hypotheses, scores: FloatArray, min_score: float) -> tuple[Hypotheses, FloatArray]:
    """Return the best hypotheses of at least `min_score`, best first, with their scores.

    These are one for each place, at most MAX_RIVALS other readings of the same places, and at most
    MAX_NESTED documents that lie on another one.
    """
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= max(min_score, RELATIVE_SCORE * scores.max(initial=0))]
    found, scores = found.take(order), scores[order]
    areas = np.array([quad_area(quad) for quad in found.quads])
    free = np.ones(len(scores), bool)
    kept: list[int] = []
    rivals: list[int] = []
    nested: list[int] = []
    whole = ~found.borders.any(axis=1)
    while free.any() and len(kept) < MAX_CARDS:
        first = int(np.argmax(free))
        common = _common(found.quads, first, free)
        near = common / (areas + areas[first] - common)
        rival = (near > RIVAL_IOU[0]) & (near < RIVAL_IOU[1]) & (scores > RIVAL_SCORE * scores[first])
        rivals += np.nonzero(rival)[0][:1].tolist()
        within = free & (common > 0.97 * areas)
        halves = _halves(found.quads, first, within, scores)
        if not halves:
            inner = within & whole & (areas < NESTED_SIZE * areas[first])
            nested += _apart(found.quads, inner & (scores > NESTED_SCORE * scores[first]), areas)
        for number in halves or (first,):
            kept.append(number)
            free &= _common(found.quads, number, free) < MAX_OVERLAP * np.minimum(areas, areas[number])
    others = list(dict.fromkeys([*rivals[:MAX_RIVALS], *nested[:MAX_NESTED]]))
    numbers = sorted({*kept, *others})
    return found.take(numbers), scores[numbers]


def _apart(quads: FloatArray, mask: NDArray[np.bool_], areas: NDArray[np.float64]) -> list[int]:
    """Return the best quads of `mask` that do not overlap one another, at most MAX_NESTED."""
    numbers: list[int] = []
    while mask.any() and len(numbers) < MAX_NESTED:
        best = int(np.argmax(mask))
        numbers.append(best)
        mask = mask & (_common(quads, best, mask) < MAX_OVERLAP * np.minimum(areas, areas[best]))
        mask[best] = False
    return numbers


def _common(quads: FloatArray, number: int, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return `(N,)`: the area that quad `number` has in common with those of `mask`, 0 for the others."""
    low, high = quads.min(axis=1), quads.max(axis=1)
    meets = mask & (low < high[number]).all(axis=1) & (high > low[number]).all(axis=1)
    common = np.zeros(len(quads))
    common[meets] = [intersection_area(quads[number], quad) for quad in quads[meets]]
    return common


def _halves(quads: FloatArray, whole: int, inner: NDArray[np.bool_], scores: FloatArray) -> tuple[int, ...]:
    """Return two good quads of `inner` that together fill `whole`, a pair of cards; or nothing."""
    part = np.array([quad_area(quad) for quad in quads]) / quad_area(quads[whole])
    inner = inner & (part > 0.4) & (part < 0.56) & (scores > HALF_SCORE * scores[whole])
    for number in np.nonzero(inner)[0].tolist():
        beside = inner & (_common(quads, number, inner) < 0.03 * quad_area(quads[number]))
        beside &= part + part[number] > 0.85
        if beside.any():
            return number, int(np.argmax(beside))
    return ()


def _text_is_owned(found: Hypotheses, scores: FloatArray, strokes: Strokes) -> bool:
    """Tell whether cards that show all four sides hold nearly all text, which leaves nothing for a page."""
    sure = ~found.borders.any(axis=1) & (scores > SURE_SCORE)
    return float(_text_share(found, strokes)[sure].sum()) > OWNED_TEXT


def _rivals_of_frame(
    found: Hypotheses, scores: FloatArray, strokes: Strokes, frame: Hypotheses
) -> tuple[Hypotheses, FloatArray]:
    """Return the best outlines within the frame that are another reading of it, with their scores."""
    share = _text_share(found, strokes)
    size = np.array([quad_area(quad) for quad in found.quads]) / quad_area(frame.quads[0])
    # On a page full of text a card holds little of it, yet shows all its sides.
    rival = (size < 0.85) & (size > 0.08) & ((share > 0.3) | (~found.borders.any(axis=1) & (share > 0.03)))
    numbers = np.nonzero(rival)[0][: MAX_RIVALS + 1]
    return found.take(numbers), scores[numbers]


def _text_share(found: Hypotheses, strokes: Strokes) -> FloatArray:
    share: FloatArray = text_relation(found.quads, strokes)[0] / strokes.areas.sum()
    return share


def _finished(found: Hypotheses, number: int, image: Image, small: Image) -> QuadArray:
    """Carry one outline from the working image to `image`, onto its edges and beyond the frame."""
    height, width = small.shape[:2]
    factor_xy = (image.shape[1] / width, image.shape[0] / height)
    centre = np.array([(width - 1) / 2, (height - 1) / 2], np.float32)
    quad, borders = scale_quad(found.quads[number] + centre, factor_xy), found.borders[number]
    reach = round(REFINE_REACH * max(factor_xy))
    refined = refine_quad(image, refine_quad(image, quad, borders, reach), borders, max(2, reach // 2))
    return order_quad(_completed(refined, borders, image))


def _completed(quad: QuadArray, borders: NDArray[np.bool_], image: Image) -> QuadArray:
    """Extend a card of which the frame cuts one side to the shape of an ID-1 card."""
    if borders.sum() != 1:
        return quad
    cut = int(np.argmax(borders))
    height, width = image.shape[:2]
    rolled = np.roll(quad, -cut, axis=0) - np.array([(width - 1) / 2, (height - 1) / 2], np.float32)
    aspect = float(rectangle_shape(rolled[None], FOCALS[0] * max(width, height))[0][0])
    missing = aspect / ID1_ASPECT if aspect > ID1_ASPECT else aspect * ID1_ASPECT
    return extend_quad(quad, cut, missing) if CUT_FACTORS[0] < missing < CUT_FACTORS[1] else quad
