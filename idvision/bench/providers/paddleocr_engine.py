"""PaddleOCR's plain text reading on ONNX Runtime, in a process of its own."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from idvision.bench.providers.lines import LineEngine, Unreadable, line_engine
from idvision.bench.providers.paddle_process import PaddleProcess
from idvision.bench.providers.protocol import NotRun, Settings

NAME = "paddleocr"


def open_paddleocr(settings: Settings) -> LineEngine:
    """Open PaddleOCR with the interpreter that the settings name for it, else with this one.

    Raises NotRun where neither has it. Pictures go through a pipe, which is part of the time measured.
    """
    python = settings.interpreters.get(NAME)
    if python is None and find_spec(NAME) is None:
        raise NotRun(
            "the package paddleocr is not installed here, and IDVISION_BENCH_PADDLE_PYTHON names no Python"
            " that has it"
        )
    try:
        process = PaddleProcess(python or Path(sys.executable), settings.threads)
    except RuntimeError as error:
        raise NotRun(str(error)) from error

    def read_lines(picture: bytes) -> tuple[str, ...]:
        answer = process.read(picture)
        if "error" in answer:
            raise Unreadable(str(answer["error"]))
        return tuple(answer["lines"])

    return line_engine(NAME, f"{process.version}, ONNX Runtime", read_lines, settings.today)
