"""Find every flat document in a photo.

In: an upright photo `(H, W, 3)` uint8 BGR; one of 1600 px or more on its long side is halved first.
Out: `Detection`s, best first. A small network answers with dense maps (`training.locate.net`), which
`locate_decode` turns into quads; `locate_refine` then moves their sides onto the photo's own edges.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from idvision.geometry import is_convex, order_quad, quad_iou, quad_points, scale_quad
from idvision.letterbox import letterbox
from idvision.locate_decode import LocatorMaps, VotedQuad, decode_maps
from idvision.locate_refine import refine_quad
from idvision.tensor import halved_to
from idvision.types import Detection, Image, QuadArray, Session

INPUT_SIDE = 320
"""Long side of the network's input in pixels."""
LONG_SIDE_PX = 1600
# The network is right to about this many pixels of its input; the edge is sought within them.
REFINE_REACH = 2.5
# An edge that moves the outline further than this is another line on or about the document.
MIN_REFINED_IOU = 0.9
# A side along the photo's border and this near to it, over the photo's long side, is the border.
BORDER_SHARE = 0.008


class CardLocator:
    """Finds cards, pages and other flat documents of any rotation, also those cut by the frame."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, image: Image) -> tuple[Detection, ...]:
        """Return the documents in `image`, best first; quads in its pixels, scores in [0, 1].

        Corners of a document that the frame cuts may lie outside. Raises ValueError for anything but
        `(H, W, 3)` uint8.
        """
        small, factor = halved_to(_checked(image), LONG_SIDE_PX)
        factors = (factor, factor)
        return tuple(
            detection(scale_quad(finish_quad(small, quad), factors), scale_quad(quad, factors), one)
            for quad, one in self._voted(small)
        )

    def roughly(self, image: Image) -> tuple[Detection, ...]:
        """Return the same documents to about one pixel of the network's input, in half the time.

        For frames of a camera, which nobody reads. Raises ValueError as a call does.
        """
        height, width = _checked(image).shape[:2]
        return tuple(detection(on_border(quad, width, height), quad, one) for quad, one in self._voted(image))

    def _voted(self, image: Image) -> Iterator[tuple[QuadArray, VotedQuad]]:
        """Yield what the network finds, its quads in pixels of `image` too."""
        tensor, box = letterbox(image, INPUT_SIDE)
        for found in decode_maps(LocatorMaps(*self._session.run(tensor[None]))):
            yield box.to_picture(found.quad), found


def _checked(image: Image) -> Image:
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"expected an image (H, W, 3) uint8, got {image.shape} {image.dtype}")
    return image


def finish_quad(image: Image, quad: QuadArray) -> QuadArray:
    """Return the quad with its sides on the edges of `image`, or on its border, where such are near by."""
    height, width = image.shape[:2]
    reach = max(2, round(REFINE_REACH * max(height, width) / INPUT_SIDE))
    quad = on_border(quad, width, height)
    fixed = beyond_border(quad, width, height)
    refined = refine_quad(image, refine_quad(image, quad, fixed, reach), fixed, max(2, reach // 2))
    trusted = is_convex(refined) and quad_iou(refined, quad) >= MIN_REFINED_IOU
    return refined if trusted else quad


def detection(quad: QuadArray, voted_quad: QuadArray, voted: VotedQuad) -> Detection:
    """Return the quad from the corner nearest the photo's top left, with its flags in that order."""
    ordered = order_quad(quad)
    sources = [int(np.argmin(np.linalg.norm(voted_quad - corner, axis=1))) for corner in ordered]
    a, b, c, d = (voted.peaks[source] > 0 for source in sources)
    return Detection(quad_points(ordered), round(voted.score, 4), (a, b, c, d))


def on_border(quad: QuadArray, width: int, height: int) -> QuadArray:
    """Return the quad with those sides on the photo's border that lie along it."""
    margin = BORDER_SHARE * max(width, height)
    moved = quad.copy()
    for axis, length in ((0, width), (1, height)):
        for border in (-0.5, length - 0.5):
            near = np.abs(quad[:, axis] - border) < margin
            along = near & (np.roll(near, 1) | np.roll(near, -1))
            moved[along, axis] = border
    return moved


def beyond_border(quad: QuadArray, width: int, height: int) -> NDArray[np.bool_]:
    """Tell which sides (the one after each corner) lie on or outside the photo's border."""
    x, y = quad.T
    outside = np.stack([x <= 0, x >= width - 1, y <= 0, y >= height - 1])
    return np.asarray((outside & np.roll(outside, -1, axis=1)).any(axis=0))
