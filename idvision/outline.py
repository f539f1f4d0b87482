"""Correct a card's outline by what is printed on it.

An edge that the frame cuts off, or that a table's edge imitates, gives a quad that does not match the print.
When the captions of a known document, or the lines of its machine readable zone, clearly say that it lies
elsewhere, the outline follows them, also outside the frame.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.anchors import Classified, register
from idvision.geometry import as_quad, is_convex, project
from idvision.types import Homography, QuadArray

MIN_MARKS = 3

Points = NDArray[np.float64]


def corrected_outline(
    quad: QuadArray, photo_from_card: Homography, size_wh: tuple[int, int], classified: Classified
) -> QuadArray:
    """Return `quad`, or the outline that the print asks for where it contradicts `quad`.

    Two explanations with four parameters each are tried: the card image is stretched along its axes (an
    edge is missing), or it shows the card turned, smaller and shifted. The one that fits better is taken.
    """
    marks = classified.marks
    if len(marks) < MIN_MARKS or not classified.is_astray:
        return quad
    size = np.array(size_wh, np.float64)
    seen = np.array([mark.seen for mark in marks]) * size
    declared = np.array([mark.declared for mark in marks])
    unit = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    proportions = np.array([classified.spec.aspect, 1.0])
    turned = _similar(declared * proportions, seen, unit * proportions)
    # Where the captions are seen on the card as it is, not on one whose rows were levelled.
    layout = register(classified.matches)
    stretched = [(points * layout.scale + layout.offset) * size for points in (declared, unit)]
    # A zone's few lines say nothing of a stretch.
    explanations = [stretched] if turned is None else [turned] if classified.zone else [stretched, turned]
    _, corners = min(explanations, key=lambda pair: float(np.median(np.linalg.norm(pair[0] - seen, axis=1))))
    outline = as_quad(project(photo_from_card, corners))
    # Captions misread in the wrong places can ask for what no card looks like.
    return outline if is_convex(outline) else quad


def lengthened(quad: QuadArray, share: float) -> QuadArray:
    """Return an upright outline with so much of its height more below it, along its sides."""
    top_left, top_right, bottom_right, bottom_left = quad
    more_right, more_left = share * (bottom_right - top_right), share * (bottom_left - top_left)
    return as_quad([top_left, top_right, bottom_right + more_right, bottom_left + more_left])


def _similar(source: Points, target: Points, corners: Points) -> list[Points] | None:
    """Fit a similarity to point pairs; returns `source` and `corners` carried over, None without a fit."""
    matrix, _ = cv2.estimateAffinePartial2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=15.0)
    if matrix is None:
        return None
    return [points @ matrix[:, :2].T + matrix[:, 2] for points in (source, corners)]
