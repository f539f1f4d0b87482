"""Tesseract through its program: every line that it finds in a whole picture.

The package `passporteye` looks for the zone first; see `passporteye_engine`.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from idvision.bench.providers.lines import LineEngine, Unreadable, as_bitmap, line_engine
from idvision.bench.providers.protocol import NotRun, Settings

PATIENCE_S = 120
# 11: sparse text in no particular order, as on a document; the default takes a page in columns for granted.
_ARGUMENTS = ("stdin", "stdout", "--psm", "11")


def open_tesseract(settings: Settings) -> LineEngine:
    """Return Tesseract with its English data. Raises NotRun where the program does not run."""
    program, release = find_tesseract()
    # OpenMP's count is the one that Tesseract follows.
    environment = {**os.environ, "OMP_THREAD_LIMIT": str(settings.threads)}

    def read_lines(picture: bytes) -> tuple[str, ...]:
        try:
            done = subprocess.run(
                [program, *_ARGUMENTS],
                input=as_bitmap(picture),
                capture_output=True,
                env=environment,
                timeout=PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unreadable("timeout") from None
        if done.returncode:
            raise Unreadable("engine_failed")
        text = done.stdout.decode("utf-8", errors="replace")
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    return line_engine("tesseract", release, read_lines, settings.today)


def find_tesseract() -> tuple[str, str]:
    """Return where the program is, and its version. Raises NotRun."""
    program = shutil.which("tesseract")
    if program is None:
        raise NotRun("the program tesseract is not on the PATH")
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotRun(f"the program tesseract does not start: {type(error).__name__}") from error
    lines = (told.stdout or told.stderr).splitlines()
    if told.returncode or not lines:
        raise NotRun("the program tesseract does not start")
    return program, lines[0].removeprefix("tesseract").strip()
