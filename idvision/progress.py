"""A progress bar for people: one line on a terminal, nothing anywhere else.

Twenty lines of our own, because the well-known package for it is not among our dependencies.
"""

from __future__ import annotations

from typing import TextIO

_WIDTH = 30
_FEWEST = 5


class Progress:
    """Counts finished inputs on `stream`; silent unless that is a terminal and there are five or more."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._done = 0
        self._shown = total >= _FEWEST and stream.isatty()

    def advance(self) -> None:
        """Count one more input and draw the bar."""
        self._done += 1
        if self._shown:
            filled = _WIDTH * self._done // self._total
            self._stream.write(f"\r[{'#' * filled:-<{_WIDTH}}] {self._done}/{self._total}")
            self._stream.flush()

    def clear(self) -> None:
        """Wipe the bar, so that a line can be written in its place."""
        if self._shown:
            self._stream.write("\r" + " " * (_WIDTH + 4 + 2 * len(str(self._total))) + "\r")
            self._stream.flush()
