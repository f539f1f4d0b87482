"""Tell whether text lines stand on their heads: line crops -> probability of 180 degrees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from idvision.tensor import fit_height, to_nchw
from idvision.types import FloatArray, Image, Session

INPUT_HEIGHT = 48
INPUT_WIDTH = 192


def preprocess(crops: Sequence[Image]) -> FloatArray:
    """Return `(N, 3, 48, 192)` float32; a longer line is squeezed, a shorter one padded with 0."""
    tensor = np.zeros((len(crops), 3, INPUT_HEIGHT, INPUT_WIDTH), np.float32)
    for row, crop in zip(tensor, crops, strict=True):
        resized = fit_height(crop, INPUT_HEIGHT, INPUT_WIDTH)
        row[:, :, : resized.shape[1]] = to_nchw([resized])[0]
    return tensor


class TextOrienter:
    """Judges the direction of text lines. Input crops `(h, w, 3)` uint8 BGR that run to the right."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, crops: Sequence[Image]) -> FloatArray:
        """Return `(N,)` float32, the probability that each crop is upside down."""
        if not crops:
            return np.zeros(0, np.float32)
        return self._session.run(preprocess(crops))[0][:, 1]
