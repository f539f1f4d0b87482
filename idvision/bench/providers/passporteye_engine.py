"""PassportEye's pipeline for machine readable zones, which finds the zone and has Tesseract read it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from idvision.bench.answer import Answer, AnsweredCard
from idvision.bench.providers.lines import Unreadable, as_bitmap, installed
from idvision.bench.providers.protocol import About, Hint, NotRun, Settings
from idvision.bench.providers.tesseract_engine import find_tesseract

ReadZone = Callable[[io.BytesIO], Any]
"""Picture -> PassportEye's `MRZ`, None where it finds none."""


@dataclass(frozen=True, slots=True)
class PassportEye:
    """PassportEye as published: its own clean-up of lines, its own judgement of check digits."""

    about: About
    read_zone: ReadZone
    clean: Callable[[str], list[str]]

    def read(self, picture: bytes, hint: Hint) -> Answer:  # noqa: ARG002 (it takes no hint)
        """Return the zone, whose lines are those that PassportEye took its values from."""
        try:
            bitmap = as_bitmap(picture)
        except Unreadable as refusal:
            return Answer(error=str(refusal))
        with warnings.catch_warnings():
            # It calls what scikit-image is about to rename.
            warnings.simplefilter("ignore", FutureWarning)
            zone = self.read_zone(io.BytesIO(bitmap))
        if zone is None or zone.mrz_type is None:
            return Answer()
        lines = tuple(self.clean(zone.aux["raw_text"]))
        return Answer(cards=(AnsweredCard(mrz=lines, mrz_valid=bool(zone.valid)),))


def open_passporteye(settings: Settings) -> PassportEye:  # noqa: ARG001 (it has nothing to set)
    """Open PassportEye. Raises NotRun where the package, what it needs, or Tesseract is missing."""
    release = installed("passporteye")
    _, tesseract = find_tesseract()
    try:
        # It brings SciPy, scikit-image and Matplotlib along.
        from passporteye import read_mrz  # noqa: PLC0415
        from passporteye.mrz.text import MRZOCRCleaner  # noqa: PLC0415
    except ImportError as error:
        raise NotRun(f"passporteye cannot be imported: {error.name} is missing or too new for it") from error
    about = About("passporteye", f"{release}, tesseract {tesseract}", "engine", frozenset({"mrz"}))
    return PassportEye(about, read_mrz, MRZOCRCleaner.apply)
