"""Lines cut out of drawn pictures, kept as JPEG in memory and in a file beside the set they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.synth.dataset import read_dataset
from training.synth.truth import Sample


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the encoded crop with its margins, what it says, and its smear in heights of the line."""

    jpeg: bytes
    text: str
    smear: float = 0.0


Cut = Callable[[Sample], Iterable[Line]]


def load_cut_lines(folders: Iterable[Path], cache_name: str, cut: Cut) -> list[Line]:
    """Read data sets written by `training.synth`, cutting those out that have no such cache yet."""
    lines: list[Line] = []
    for folder in folders:
        cache = folder / cache_name
        if not cache.exists():
            with ThreadPoolExecutor(2) as pool:
                found = list(pool.map(lambda sample: list(cut(sample)), read_dataset(folder)))
            _write(cache, [line for some in found for line in some])
        lines += _read(cache)
    return lines


def _write(cache: Path, lines: Sequence[Line]) -> None:
    np.savez(
        cache,
        bytes=np.frombuffer(b"".join(line.jpeg for line in lines), np.uint8),
        lengths=np.array([len(line.jpeg) for line in lines], np.int64),
        texts=np.array([line.text for line in lines], dtype=str),
        smears=np.array([line.smear for line in lines], np.float32),
    )


def _read(cache: Path) -> list[Line]:
    with np.load(cache) as stored:
        data, ends = stored["bytes"].tobytes(), np.cumsum(stored["lengths"])
        rows = zip(ends - stored["lengths"], ends, stored["texts"], stored["smears"], strict=True)
        return [Line(data[start:end], str(text), float(smear)) for start, end, text, smear in rows]


def ctc_of_a_character(logits: Tensor, classes: Tensor, length: Tensor) -> Tensor:
    """Return the mean CTC loss of a character (Graves et al., 2006).

    Logits `(N, T, C)` float32, class 0 blank; `classes` `(N, L)` int64, of which the first `length` count.
    """
    steps = torch.full((len(logits),), logits.shape[1], dtype=torch.int64)
    logs = functional.log_softmax(logits, 2).transpose(0, 1)
    each = functional.ctc_loss(logs, classes, steps, length, reduction="none", zero_infinity=True)
    return (each / length).mean()
