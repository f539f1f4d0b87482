"""Engines under one door: a name, and a function from an encoded photo to what it took inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import idvision


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call tells about itself: times of its stages, and how many documents it found, if it says."""

    stages_ms: tuple[tuple[str, float], ...] = ()
    cards: int | None = None


NO_ANSWER = Answer()
"""Of an engine that tells nothing."""


@dataclass(frozen=True, slots=True)
class Engine:
    """`run` takes an encoded photo and does everything, decoding included."""

    name: str
    run: Callable[[bytes], Answer]


def idvision_engine(threads: int) -> Engine:
    """Return idvision: finds, straightens, judges and reads documents."""
    models, options = idvision.load_models(threads=threads), idvision.Options()

    def run(data: bytes) -> Answer:
        result = idvision.analyze(data, models, options)
        return Answer(result.timings_ms, len(result.cards))

    return Engine("idvision", run)


def rapidocr_engine(threads: int) -> Engine:
    """Return RapidOCR's plain text reading, with its own settings but for the number of threads."""
    # Only this peer needs it, and it takes long to import.
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )

    def run(data: bytes) -> Answer:
        engine(data)
        return NO_ANSWER

    return Engine("rapidocr", run)


PEERS: dict[str, Callable[[int], Engine]] = {"rapidocr": rapidocr_engine}
