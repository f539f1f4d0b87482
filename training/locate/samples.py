"""Drawn pictures reduced for training the locator and kept in memory as JPEG.

A picture of the training set is decoded many times, so its long side is reduced once to STORED_SIDE and the
result is cached beside the data set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from idvision.geometry import scale_quad
from idvision.types import FloatArray

STORED_SIDE = 512
_JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Sample:
    """One reduced picture.

    Attributes:
        jpeg: the encoded picture, long side STORED_SIDE.
        quads: `(N, 4, 2)` float32, document corners in its pixels, in drawing order (later ones lie on top).
        visible: `(N,)` float32, share of each document that is to be seen.
    """

    jpeg: bytes
    quads: FloatArray
    visible: FloatArray


def load_samples(folders: Iterable[Path]) -> list[Sample]:
    """Read data sets written by `training.synth`, reducing those that have no cache yet."""
    samples: list[Sample] = []
    for folder in folders:
        cache = folder / f"locate-{STORED_SIDE}.npz"
        if not cache.exists():
            _write_cache(folder, cache)
        samples += _read_cache(cache)
    return samples


def _write_cache(folder: Path, cache: Path) -> None:
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    with ThreadPoolExecutor(2) as pool:
        samples = list(pool.map(lambda row: _reduced(folder, row), rows))
    lengths = np.array([len(sample.jpeg) for sample in samples], np.int64)
    counts = np.array([len(sample.quads) for sample in samples], np.int64)
    np.savez(
        cache,
        bytes=np.frombuffer(b"".join(sample.jpeg for sample in samples), np.uint8),
        lengths=lengths,
        counts=counts,
        quads=np.concatenate([sample.quads for sample in samples]),
        visible=np.concatenate([sample.visible for sample in samples]),
    )


def _reduced(folder: Path, row: dict) -> Sample:  # type: ignore[type-arg]
    picture = cv2.imread(str(folder / row["file"]), cv2.IMREAD_COLOR)
    scale = min(1.0, STORED_SIDE / max(picture.shape[:2]))
    size_wh = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    small = cv2.resize(picture, size_wh, interpolation=cv2.INTER_AREA)
    factor_xy = (size_wh[0] / picture.shape[1], size_wh[1] / picture.shape[0])
    quads = [scale_quad(np.array(entry["quad"], np.float32), factor_xy) for entry in row["documents"]]
    visible = np.array([entry["visible"] for entry in row["documents"]], np.float32)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return Sample(encoded.tobytes(), np.array(quads, np.float32).reshape(-1, 4, 2), visible)


def _read_cache(cache: Path) -> list[Sample]:
    with np.load(cache) as stored:
        data, quads, visible = stored["bytes"].tobytes(), stored["quads"], stored["visible"]
        ends, last = np.cumsum(stored["lengths"]), np.cumsum(stored["counts"])
        starts, first = ends - stored["lengths"], last - stored["counts"]
    return [
        Sample(data[a:b], quads[i:j], visible[i:j])
        for a, b, i, j in zip(starts, ends, first, last, strict=True)
    ]
