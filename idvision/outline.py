"""Correct a card's outline by its printed layout.

An edge that the frame cuts off, or that a table's edge imitates, gives a quad that does not match what is
printed. When the captions of a known document say clearly that its layout lies elsewhere, the outline
follows them, also outside the frame.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.anchors import CAPTION_TOLERANCE, Classified, misplacement
from idvision.geometry import as_quad, project
from idvision.types import Homography, QuadArray

MIN_CAPTIONS = 3

Points = NDArray[np.float64]


def corrected_outline(
    quad: QuadArray, photo_from_card: Homography, size_wh: tuple[int, int], classified: Classified
) -> QuadArray:
    """Return `quad`, or the outline that the captions ask for where they contradict it.

    Two explanations with four parameters each are tried: the card image is stretched along its axes (an
    edge is missing), or it shows the card turned, smaller and shifted. The one that fits better is taken.
    """
    matches = classified.matches
    if len(matches) < MIN_CAPTIONS or misplacement(matches) < CAPTION_TOLERANCE:
        return quad
    size = np.array(size_wh, np.float64)
    seen = np.array([match.centre for match in matches]) * size
    declared = np.array([match.anchor.centre for match in matches])
    unit = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    layout = classified.layout
    stretched = [(points * layout.scale + layout.offset) * size for points in (declared, unit)]
    proportions = np.array([classified.spec.aspect, 1.0])
    turned = _similar(declared * proportions, seen, unit * proportions)
    explanations = [stretched] if turned is None else [stretched, turned]
    _, corners = min(explanations, key=lambda pair: float(np.median(np.linalg.norm(pair[0] - seen, axis=1))))
    return as_quad(project(photo_from_card, corners))


def _similar(source: Points, target: Points, corners: Points) -> list[Points] | None:
    """Fit a similarity to point pairs; returns `source` and `corners` carried over, None without a fit."""
    matrix, _ = cv2.estimateAffinePartial2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=15.0)
    if matrix is None:
        return None
    return [points @ matrix[:, :2].T + matrix[:, 2] for points in (source, corners)]
