"""Search among the labellings of a recogniser's output: the likeliest ones, and how likely given ones are.

`probs` is `(T, C)` float32 as in `idvision.ctc`. Sources: Graves et al., "Connectionist Temporal
Classification", ICML 2006 (the forward algorithm); Hannun et al., "First-Pass Large Vocabulary Continuous
Speech Recognition using Bi-Directional Recurrent DNNs", 2014 (prefix beam search).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from idvision.ctc import BLANK
from idvision.types import FloatArray

BEAM_WIDTH = 32
# A class that is less likely than this at a step, or than so many others, begins no character there.
_LEAST = 1e-3
_RIVALS = 5
_FLOOR = 1e-6

Labels = tuple[int, ...]


def beam_search(probs: FloatArray, width: int = BEAM_WIDTH) -> list[tuple[Labels, float]]:
    """Return up to `width` labellings with the logarithms of their probabilities, the likeliest first.

    The probability of a labelling sums over its alignments, those that left the beam excepted.
    """
    # Of each labelling: the probability of its alignments that end in a blank, and of the others.
    beam: dict[Labels, tuple[float, float]] = {(): (1.0, 0.0)}
    log_scale = 0.0
    for row in probs.astype(np.float64):
        likely = np.argsort(-row, kind="stable")[: _RIVALS + 1].tolist()
        classes = [index for index in likely if index != BLANK and row[index] >= _LEAST]
        blanks: defaultdict[Labels, float] = defaultdict(float)
        others: defaultdict[Labels, float] = defaultdict(float)
        for labels, (in_blank, in_other) in beam.items():
            blanks[labels] += (in_blank + in_other) * max(row[BLANK], _FLOOR)
            if labels:
                others[labels] += in_other * max(row[labels[-1]], _FLOOR)
            for index in classes:
                repeats = bool(labels) and index == labels[-1]
                others[(*labels, index)] += (in_blank if repeats else in_blank + in_other) * row[index]
        totals = {labels: blanks[labels] + others[labels] for labels in blanks.keys() | others.keys()}
        kept = sorted(totals, key=lambda labels: (-totals[labels], labels))[:width]
        # Scaled to the likeliest, so that long lines do not underflow.
        best = totals[kept[0]]
        log_scale += float(np.log(best))
        beam = {labels: (blanks[labels] / best, others[labels] / best) for labels in kept}
    found = [(labels, log_scale + float(np.log(max(sum(parts), 1e-300)))) for labels, parts in beam.items()]
    return sorted(found, key=lambda entry: (-entry[1], entry[0]))


def log_likelihoods(probs: FloatArray, words: Sequence[Labels]) -> FloatArray:
    """Return `(N,)` float32: the logarithm of the probability of each labelling, over all alignments.

    Raises ValueError for an empty labelling.
    """
    if any(not word for word in words):
        raise ValueError("a labelling needs at least one character")
    longest = max((len(word) for word in words), default=0)
    # The states of a word: a blank before, between and after its characters.
    states = np.full((len(words), 2 * longest + 1), BLANK, np.intp)
    for row, word in enumerate(words):
        states[row, 1 : 2 * len(word) : 2] = word
    may_skip = np.zeros(states.shape, bool)
    may_skip[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    logs = np.log(np.maximum(probs.astype(np.float64), _FLOOR))
    forward = np.full(states.shape, -np.inf)
    forward[:, :2] = logs[0, states[:, :2]] if len(logs) else -np.inf
    for row in logs[1:]:
        before = np.pad(forward, ((0, 0), (2, 0)), constant_values=-np.inf)
        skipped = np.where(may_skip, before[:, :-2], -np.inf)
        forward = np.logaddexp(np.logaddexp(forward, before[:, 1:-1]), skipped) + row[states]
    ends = 2 * np.array([len(word) for word in words], np.intp)
    rows = np.arange(len(words))
    totals: FloatArray = np.logaddexp(forward[rows, ends], forward[rows, ends - 1]).astype(np.float32)
    return totals
