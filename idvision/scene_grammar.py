"""Read a number under the grammars of its kind: CTC probabilities -> the likeliest kind and its number.

Every kind has so many characters, each out of its own set; the likeliest path through the network's output
that keeps to one kind is that kind's reading. The network's own best path stays the raw reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from idvision.ctc import BLANK, path_of_length
from idvision.documents import SceneKind, SceneSpec
from idvision.types import FloatArray, Image

Probabilities = Callable[[Image, str], FloatArray]


@dataclass(frozen=True, slots=True)
class Reading:
    """A number of a kind, the probability of each of its characters and their geometric mean."""

    kind: SceneKind
    text: str
    probabilities: tuple[float, ...]
    score: float


def row_probabilities(crops: Sequence[Image], scene: SceneSpec, probabilities: Probabilities) -> FloatArray:
    """Return `(T, 1 + len(scene.alphabet))`: the rows of a number one after the other, a blank between them.

    A character counts for what it is taken for: one that cannot be there for the one that it looks like.
    """
    alphabet, twins = scene.alphabet, "".join(others for _, others in scene.twins)
    twins = "".join(dict.fromkeys(one for one in twins if one not in alphabet))
    gap = np.zeros((1, 1 + len(alphabet)), np.float32)
    gap[0, BLANK] = 1
    rows: list[FloatArray] = []
    for crop in crops:
        probs = probabilities(crop, alphabet + twins)
        known = probs[:, : 1 + len(alphabet)].copy()
        for character, others in scene.twins:
            for other in others:
                if other in twins:
                    known[:, 1 + alphabet.index(character)] += probs[
                        :, 1 + len(alphabet) + twins.index(other)
                    ]
        rows += [gap, known] if rows else [known]
    return np.concatenate(rows)


def best_reading(probs: FloatArray, scene: SceneSpec, kinds: Sequence[SceneKind]) -> Reading | None:
    """Return the likeliest number of those kinds, None where the output is too short for any."""
    readings = [found for kind in kinds if (found := _reading(probs, scene, kind)) is not None]
    return max(readings, key=lambda found: found.score, default=None)


def _reading(probs: FloatArray, scene: SceneSpec, kind: SceneKind) -> Reading | None:
    alphabet = scene.alphabet
    places = scene.characters(kind)
    allowed = np.zeros((len(places), probs.shape[1]), bool)
    for place, characters in enumerate(places):
        allowed[place, [1 + alphabet.index(one) for one in characters]] = True
    path = path_of_length(probs, allowed)
    if path is None:
        return None
    text = "".join(alphabet[index - 1] for index in path.classes)
    score = float(np.exp(np.mean(np.log(np.maximum(path.probabilities, 1e-6)))))
    return Reading(kind, text, path.probabilities, score)
