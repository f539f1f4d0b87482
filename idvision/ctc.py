"""Decode the output of a recogniser trained with connectionist temporal classification.

`probs` is `(T, C)` float32: for each time step the probability of every class, class 0 being blank.
Source: Graves et al., "Connectionist Temporal Classification", ICML 2006.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idvision.types import FloatArray

BLANK = 0
_FLOOR = np.float32(1e-6)
# A step that hardly believes in any character of an alphabet stays unsure about all of them.
MIN_SHARE = np.float32(0.02)


@dataclass(frozen=True, slots=True)
class Path:
    """The characters along one path: class, probability and time step of each."""

    classes: tuple[int, ...]
    probabilities: tuple[float, ...]
    steps: tuple[float, ...]


def shared_out(probs: FloatArray) -> FloatArray:
    """Return `(T, C)` probabilities of some classes with what the network gave to others shared out."""
    shares: FloatArray = probs / np.maximum(probs.sum(axis=1, keepdims=True), MIN_SHARE)
    return shares


def best_path(probs: FloatArray) -> Path:
    """Return the greedy path: the best class of each step, repeats merged, blanks removed.

    A character's probability is its largest along the run of steps that show it; its step is the
    middle of that run.
    """
    return merge_runs(probs.argmax(axis=1), probs.max(axis=1))


def merge_runs(classes: NDArray[np.intp], probabilities: FloatArray) -> Path:
    """Merge `(T,)` best classes and their probabilities into characters."""
    starts = np.flatnonzero(np.diff(classes, prepend=-1))
    ends = np.append(starts[1:], len(classes)) - 1
    kept = classes[starts] != BLANK
    if not kept.any():
        return Path((), (), ())
    peaks = np.maximum.reduceat(probabilities, starts)[kept]
    middles = ((starts + ends) / 2)[kept]
    return Path(tuple(classes[starts][kept].tolist()), tuple(peaks.tolist()), tuple(middles.tolist()))


def path_of_length(probs: FloatArray, allowed: NDArray[np.bool_]) -> Path | None:
    """Return the likeliest path with exactly `N` characters, each from its own set.

    Args:
        probs: `(T, C)` probabilities, class 0 blank.
        allowed: `(N, C)` bool, the classes that position `n` may hold; column 0 is ignored.

    Returns:
        The path, or None when `T` steps cannot hold `N` characters. It is the Viterbi path over the
        states "class c at position n" and "blank after n characters"; going from position to
        position without a blank needs another class, as CTC demands.
    """
    steps, count = len(probs), len(allowed)
    logs = np.log(np.maximum(probs, _FLOOR))
    barred = np.where(allowed, np.float32(0), np.float32(-np.inf))
    barred[:, BLANK] = -np.inf
    blanks = np.full(count + 1, -np.inf, np.float32)
    blanks[0] = 0
    chars = np.full(barred.shape, -np.inf, np.float32)
    entered = np.zeros((steps, *barred.shape), np.uint8)
    left = np.zeros((steps, count + 1), np.int16)
    last = np.zeros((steps, 2, count), np.int16)
    for step in range(steps):
        (best, second), last[step] = _two_best(chars)
        best_class = last[step, 0]
        # A character state follows itself, the blank before it, or another class one position back.
        previous = np.full(barred.shape, -np.inf, np.float32)
        previous[1:] = best[:-1, None]
        previous[np.arange(1, count), best_class[:-1]] = second[:-1]
        sources = np.stack([chars, np.broadcast_to(blanks[:-1, None], barred.shape), previous])
        entered[step] = sources.argmax(axis=0)
        stay = np.append(-np.inf, best) > blanks
        left[step] = np.where(stay, np.append(BLANK, best_class), -1)
        blanks = np.where(stay, np.append(-np.inf, best), blanks).astype(np.float32) + logs[step, BLANK]
        chars = sources.max(axis=0) + logs[step] + barred
    return _trace(probs, chars, blanks, (entered, left, last))


def _two_best(chars: FloatArray) -> tuple[FloatArray, NDArray[np.intp]]:
    """Return the two largest values of each row, `(2, N)`, and the classes that hold them, `(2, N)`."""
    rows = np.arange(len(chars))
    best_class = chars.argmax(axis=1)
    others = chars.copy()
    others[rows, best_class] = -np.inf
    second_class = others.argmax(axis=1)
    values = np.stack([chars[rows, best_class], others[rows, second_class]])
    return values, np.stack([best_class, second_class])


def _trace(
    probs: FloatArray,
    chars: FloatArray,
    blanks: FloatArray,
    back: tuple[NDArray[np.uint8], NDArray[np.int16], NDArray[np.int16]],
) -> Path | None:
    entered, left, last = back
    count = len(chars)
    in_blank = bool(blanks[count] > chars[count - 1].max())
    position = count if in_blank else count - 1
    current = BLANK if in_blank else int(chars[count - 1].argmax())
    if not np.isfinite(blanks[count] if in_blank else chars[position, current]):
        return None
    found: list[tuple[int, int, list[int]]] = []
    for step in range(len(probs) - 1, -1, -1):
        if in_blank:
            came_from = int(left[step, position])
            if came_from >= 0:
                in_blank, position, current = False, position - 1, came_from
            continue
        if not found or found[-1][0] != position:
            found.append((position, current, []))
        found[-1][2].append(step)
        source = int(entered[step, position, current])
        if source == 1:
            in_blank = True
        elif source == 2:
            position -= 1
            best_class, second_class = last[step, :, position]
            current = int(second_class if best_class == current else best_class)
    found.reverse()
    classes = tuple(current for _, current, _ in found)
    peaks = tuple(float(probs[run, current].max()) for _, current, run in found)
    return Path(classes, peaks, tuple(float(np.mean(run)) for _, _, run in found))
