"""The bundle of callables that the pipeline runs; the only place that joins sessions to stages.

A network is opened by the first photo that needs it. Its file is hashed right before: to hash all of them at
loading would take 30 ms and read files that many a process never needs, and what is altered in between would
go unseen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from idvision.assess import Assessment, CardAssessor
from idvision.face import Face, FaceDetector
from idvision.locate import CardLocator
from idvision.session import LazySession, OnnxSession
from idvision.text_compact import CompactRecognizer
from idvision.text_detect import TextDetector
from idvision.text_orient import TextOrienter
from idvision.text_recognize import TextRecognizer
from idvision.types import Detection, FloatArray, Image, Reading
from idvision.weights import model_spec, present, verify


@dataclass(frozen=True, slots=True)
class Models:
    """Everything with weights behind it. Holds no state of a call, so threads may share one."""

    locate: Callable[[Image], tuple[Detection, ...]]
    locate_roughly: Callable[[Image], tuple[Detection, ...]]
    assess: Callable[[Image], Assessment]
    detect_text: Callable[[Image, int], tuple[FloatArray, FloatArray]]
    orient_text: Callable[[Sequence[Image]], FloatArray]
    recognize_text: Callable[[Sequence[Image]], tuple[Reading, ...]]
    text_probabilities: Callable[[Image, str], FloatArray]
    recognize_everyday: Callable[[Sequence[Image]], tuple[Reading, ...]]
    recognize_closed: CompactRecognizer
    detect_faces: Callable[[Image], tuple[Face, ...]]


def load_models(threads: int | None = None) -> Models:
    """Make every network ready to be opened, offline, by the first call that needs it.

    `threads` is how many threads one network may use; None takes the processors at hand.
    Raises ModelError when the file of a network is missing, ValueError for less than one thread. A file that
    differs from the manifest raises ModelError when its network is opened; `idvision.warmup` opens all.
    """
    count = available_threads() if threads is None else threads
    if count < 1:
        raise ValueError(f"threads must be at least 1, got {count}")
    recognizer = TextRecognizer(_open("text_recognize", count))
    locator = CardLocator(_open("locate", count))
    return Models(
        locate=locator,
        locate_roughly=locator.roughly,
        assess=CardAssessor(_open("assess", count)),
        detect_text=TextDetector(_open("text_detect", count)),
        orient_text=TextOrienter(_open("text_orient", count)),
        recognize_text=recognizer,
        text_probabilities=recognizer.probabilities,
        recognize_everyday=TextRecognizer(_open("text_recognize_tiny", count)),
        recognize_closed=CompactRecognizer(_open("recognize_compact", count)),
        detect_faces=FaceDetector(_open("face_detect", count)),
    )


def available_threads() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _open(name: str, threads: int) -> LazySession:
    spec = model_spec(name)
    present(spec)
    return LazySession(lambda: OnnxSession(verify(spec), name=name, threads=threads))
