"""What engines that read plain text have in common: picture -> lines -> answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

import cv2
import numpy as np

from idvision.bench.answer import Answer
from idvision.bench.providers.protocol import About, Hint, NotRun
from idvision.bench.providers.zones import zone_card
from idvision.types import Image

ReadLines = Callable[[bytes], Sequence[str]]
"""Encoded picture -> its lines of text in reading order. Raises Unreadable."""
NOT_A_PICTURE = "not_a_picture"


class Unreadable(Exception):  # noqa: N818 (it becomes an answer)
    """An engine refuses a picture; the text is a stable code."""


@dataclass(frozen=True, slots=True)
class LineEngine:
    """An engine that reads lines; a zone among them is found and checked for it."""

    about: About
    read_lines: ReadLines
    today: date

    def read(self, picture: bytes, hint: Hint) -> Answer:  # noqa: ARG002 (such engines take no hint)
        """Return the lines, and the zone among them as a card."""
        try:
            lines = tuple(self.read_lines(picture))
        except Unreadable as refusal:
            return Answer(error=str(refusal))
        card = zone_card(lines, self.today)
        return Answer(cards=() if card is None else (card,), text=lines)


def line_engine(name: str, version_text: str, read_lines: ReadLines, today: date) -> LineEngine:
    """Return the provider of an engine that reads lines of text."""
    about = About(name, version_text, "engine", frozenset({"text", "mrz"}))
    return LineEngine(about, read_lines, today)


def installed(package: str) -> str:
    """Return the version of an installed package. Raises NotRun, naming what to install."""
    try:
        return version(package)
    except PackageNotFoundError:
        raise NotRun(f"the package {package} is not installed") from None


def upright(picture: bytes) -> Image:
    """Decode a picture and turn it as its EXIF orientation says, which not every engine does by itself.

    Raises Unreadable.
    """
    # An empty buffer is an error of OpenCV's, not a picture of nothing.
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) if picture else None
    if decoded is None:
        raise Unreadable(NOT_A_PICTURE)
    return np.asarray(decoded, np.uint8)


def as_bitmap(picture: bytes) -> bytes:
    """Return a picture upright as an uncompressed BMP, for programs that want a file. Raises Unreadable."""
    _, encoded = cv2.imencode(".bmp", upright(picture))
    return encoded.tobytes()
