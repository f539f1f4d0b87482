"""Read lines of a closed alphabet (numbers, dates, machine readable zones) by a network of 1 MB.

It takes a tenth of the time of `idvision.text_recognize` and cannot answer with a character that no such line
holds. Lines are padded to a few fixed widths, as there.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision import ctc
from idvision.types import FloatArray, Gray, Image, Reading, Session

HEIGHT = 32
WIDTHS = (96, 160, 256, 384, 512, 672, 832)
PAD_VALUE = 127
STRIDE = 4
MAX_BATCH_WIDTH = 2560


def grey_line(crop: Image) -> Gray:
    """Return a crop `(h, w, 3)` uint8 BGR, grey, at the network's height and at most its last width."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    width = min(WIDTHS[-1], max(8, round(grey.shape[1] * HEIGHT / grey.shape[0])))
    shrinking = grey.shape[0] > HEIGHT
    interpolation = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, (width, HEIGHT), interpolation=interpolation), np.uint8)


class CompactRecognizer:
    """Reads lines of its alphabet. Input crops `(h, w, 3)` uint8 BGR that run to the right."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def alphabet(self) -> str:
        """Every character that the network can answer with, in the order of its classes."""
        return self._session.metadata["alphabet"]

    def __call__(self, crops: Sequence[Image]) -> tuple[Reading, ...]:
        """Read every crop by the best path."""
        return tuple(self._reading(probs) for probs in self._each(crops))

    def probabilities(self, crop: Image, alphabet: str) -> FloatArray:
        """Return `(T, 1 + len(alphabet))` float32 for one crop: blank, then the alphabet's characters.

        What is missing to 1 in a step the network gave to other characters. Raises ValueError for a character
        that it does not know.
        """
        unknown = [character for character in alphabet if character not in self.alphabet]
        if unknown:
            raise ValueError(f"characters outside the network's alphabet: {unknown}")
        (probs,) = self._each([crop])
        classes = [ctc.BLANK, *(1 + self.alphabet.index(character) for character in alphabet)]
        return probs[:, np.array(classes, np.intp)]

    def _each(self, crops: Sequence[Image]) -> list[FloatArray]:
        """Return the probabilities `(T, C)` of each line, steps over the padding left out."""
        lines = [grey_line(crop) for crop in crops]
        found: list[FloatArray] = [np.zeros((0, 1 + len(self.alphabet)), np.float32)] * len(lines)
        for members in _batches([line.shape[1] for line in lines]):
            width = next(width for width in WIDTHS if lines[members[-1]].shape[1] <= width)
            tensor = np.full((len(members), HEIGHT, width), PAD_VALUE, np.uint8)
            for row, index in enumerate(members):
                tensor[row, :, : lines[index].shape[1]] = lines[index]
            probs = self._session.run(tensor)[0]
            for row, index in enumerate(members):
                found[index] = probs[row, : -(-lines[index].shape[1] // STRIDE)]
        return found

    def _reading(self, probs: FloatArray) -> Reading:
        path = ctc.best_path(probs)
        text = "".join(self.alphabet[index - 1] for index in path.classes)
        return Reading(text, path.probabilities, tuple((step + 0.5) / len(probs) for step in path.steps))


def _batches(widths: Sequence[int]) -> list[list[int]]:
    """Group lines of similar width, the widest last, so that a batch pads little and stays bounded."""
    order: NDArray[np.intp] = np.argsort(widths, kind="stable")
    groups: list[list[int]] = []
    for index in order.tolist():
        bucket = next(width for width in WIDTHS if widths[index] <= width)
        first = groups[-1][0] if groups else index
        alike = groups and next(width for width in WIDTHS if widths[first] <= width) == bucket
        if alike and (len(groups[-1]) + 1) * bucket <= MAX_BATCH_WIDTH:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
