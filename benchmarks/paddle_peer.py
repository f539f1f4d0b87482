"""PaddleOCR as an engine of the latency benchmark, in an environment and a process of its own.

`idvision.bench.providers.paddle_process` says how the environment is made.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers import NO_ANSWER, Answer, Engine
from idvision.bench.providers.paddle_process import PaddleProcess


def paddleocr_engine(python: Path, threads: int) -> Engine:
    """Return PaddleOCR's plain text reading; `python` is the interpreter of its environment.

    The process ends with this one. Raises RuntimeError where it does not start.
    """
    process = PaddleProcess(python, threads)

    def run(data: bytes) -> Answer:
        process.read(data)
        return NO_ANSWER

    return Engine("paddleocr", run)
