"""Make print stand out for the text detector: card image -> the same image, evenly lit or sharpened.

Only the detector sees these images; the networks that read lines cut them out of the image as it is.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import Image

# Of the unsharp mask: standard deviation in pixels of the card image, and strength.
BLUR_PX = 3.0
SHARPENING = 1.5
# The paper is measured on an image so many times smaller, where it is the lightest of so many pixels around,
# evened out over so many.
REDUCTION = 8
LIGHTEST_PX = 5
MEDIAN_PX = 31
SMOOTH_PX = 4.0
# Grey level of the paper afterwards, and the darkest shadow that is lifted.
PAPER = 235
DARKEST = 8


def sharpened(image: Image) -> Image:
    """Return an `(H, W, 3)` uint8 image with its edges exaggerated (unsharp mask)."""
    smooth = cv2.GaussianBlur(image, (0, 0), BLUR_PX)
    return cv2.addWeighted(image, 1 + SHARPENING, smooth, -SHARPENING, 0).astype(np.uint8, copy=False)


def evenly_lit(image: Image) -> Image:
    """Return an `(H, W, 3)` uint8 image of a sheet as if its paper were lit alike everywhere.

    Every pixel is divided by the paper around it, so that print in a shadow keeps the contrast of the rest.
    """
    height, width = image.shape[:2]
    small_wh = (max(1, width // REDUCTION), max(1, height // REDUCTION))
    small = cv2.resize(image, small_wh, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((LIGHTEST_PX, LIGHTEST_PX), np.uint8)), MEDIAN_PX)
    paper = np.maximum(cv2.GaussianBlur(paper, (0, 0), SMOOTH_PX), DARKEST)
    return np.asarray(cv2.divide(image, cv2.resize(paper, (width, height)), scale=PAPER), np.uint8)
