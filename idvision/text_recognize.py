"""Read text lines: line crops -> text, probabilities and places of the characters.

The network gives CTC probabilities over its whole alphabet (that of PP-OCRv6 and the letters of Viet Nam,
18,796 characters). A caller that knows what can be printed names the alphabet, and only those characters
compete. Lines are padded to a few fixed widths, so that the answer for a line does not depend on its
neighbours in the batch and the runtime meets a handful of shapes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from idvision import ctc
from idvision.tensor import fit_height, to_nchw
from idvision.types import FloatArray, Image, Reading, Session

INPUT_HEIGHT = 48
WIDTHS = (96, 160, 200, 240, 280, 320, 360, 400, 440, 480, 560, 640, 720, 800, 960, 1120, 1280, 1440, 1600)
# The output of a batch takes 9 kB for every pixel of width, so this bounds it to 12 MB.
MAX_BATCH_WIDTH = 1280


EMPTY_READING = Reading("", (), ())


def charset_from_metadata(characters: str) -> tuple[str, ...]:
    """Return the character of every class: blank first, then the newline-separated list, then the space."""
    return ("", *characters.split("\n"), " ")


def bucket_width(crop: Image) -> int:
    """Return the smallest of `WIDTHS` that holds the crop at the network's height."""
    width = round(crop.shape[1] * INPUT_HEIGHT / crop.shape[0])
    return next((bucket for bucket in WIDTHS if width <= bucket), WIDTHS[-1])


def preprocess(crops: Sequence[Image], width: int) -> tuple[FloatArray, FloatArray]:
    """Return `(N, 3, 48, width)` float32 and `(N,)` float32, the share of the width that each line fills."""
    tensor = np.zeros((len(crops), 3, INPUT_HEIGHT, width), np.float32)
    filled = np.zeros(len(crops), np.float32)
    for index, crop in enumerate(crops):
        resized = fit_height(crop, INPUT_HEIGHT, width)
        tensor[index, :, :, : resized.shape[1]] = to_nchw([resized])[0]
        filled[index] = resized.shape[1] / width
    return tensor, filled


def batches(crops: Sequence[Image]) -> list[tuple[int, list[int]]]:
    """Group crops by bucket: `(width, indices)`, at most `MAX_BATCH_WIDTH` pixels side by side in each."""
    widths = [bucket_width(crop) for crop in crops]
    groups: list[tuple[int, list[int]]] = []
    for width in sorted(set(widths)):
        members = [index for index, found in enumerate(widths) if found == width]
        count = max(1, MAX_BATCH_WIDTH // width)
        groups += [(width, members[start : start + count]) for start in range(0, len(members), count)]
    return groups


class TextRecognizer:
    """Reads text lines. Input crops `(h, w, 3)` uint8 BGR that run to the right."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _charset(self) -> NDArray[np.object_]:
        return np.array(charset_from_metadata(self._session.metadata["character"]), dtype=object)

    @cached_property
    def _class_of(self) -> dict[str, int]:
        return {character: index for index, character in enumerate(self._charset)}

    def classes_of(self, alphabet: str) -> NDArray[np.intp]:
        """Return the blank's class followed by the class of every character of `alphabet`.

        Raises ValueError for a character that the network does not know.
        """
        unknown = [character for character in alphabet if character not in self._class_of]
        if unknown:
            raise ValueError(f"characters outside the network's alphabet: {unknown}")
        return np.array([ctc.BLANK, *(self._class_of[character] for character in alphabet)], np.intp)

    def __call__(self, crops: Sequence[Image]) -> tuple[Reading, ...]:
        """Read every crop by the best path."""
        readings = [EMPTY_READING] * len(crops)
        for width, members in batches(crops):
            probs, filled = self._probabilities([crops[index] for index in members], width)
            best, peak = probs.argmax(axis=2), probs.max(axis=2)
            for row, index in enumerate(members):
                path = ctc.merge_runs(best[row], peak[row])
                readings[index] = self._reading(path, float(filled[row]) * probs.shape[1])
        return tuple(readings)

    def probabilities(self, crop: Image, alphabet: str) -> FloatArray:
        """Return `(T, 1 + len(alphabet))` float32 for one crop: blank, then the alphabet's characters.

        What is missing to 1 in a step the network gave to other characters. Steps over the padding are left
        out.
        """
        probs, filled = self._probabilities([crop], bucket_width(crop))
        steps = max(1, int(np.ceil(float(filled[0]) * probs.shape[1])))
        restricted: FloatArray = probs[0, :steps][:, self.classes_of(alphabet)]
        return restricted

    def _probabilities(self, crops: Sequence[Image], width: int) -> tuple[FloatArray, FloatArray]:
        tensor, filled = preprocess(crops, width)
        return self._session.run(tensor)[0], filled

    def _reading(self, path: ctc.Path, steps: float) -> Reading:
        text = "".join(self._charset[list(path.classes)])
        centres = tuple(min(1.0, (step + 0.5) / steps) for step in path.steps)
        return Reading(text, path.probabilities, centres)
