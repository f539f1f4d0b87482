"""Make training batches in a thread beside the network; OpenCV and NumPy let go of the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Arrays = dict[str, NDArray[np.generic]]
_AHEAD = 3


def batches(view: Callable[[int], Arrays], first: int, steps: int, size: int) -> Iterator[dict[str, Tensor]]:
    """Yield `steps` batches of `size` views, made of `view(first)`, `view(first + 1)`, ... in this order."""

    def batch(step: int) -> dict[str, Tensor]:
        views = [view(first + step * size + number) for number in range(size)]
        return {name: torch.from_numpy(np.stack([one[name] for one in views])) for name in views[0]}

    with ThreadPoolExecutor(1) as pool:
        waiting = [pool.submit(batch, step) for step in range(min(_AHEAD, steps))]
        for step in range(steps):
            ready = waiting.pop(0).result()
            if step + _AHEAD < steps:
                waiting.append(pool.submit(batch, step + _AHEAD))
            yield ready
