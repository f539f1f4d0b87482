"""Prints a machine readable zone on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from idvision.documents import MrzSpec
from training.synth import fonts
from training.synth.sheet import Ink, Sheet

_MRZ_PITCH_MM = 2.54
# The advance of OCR-B is 0.723 em, so this em gives ten characters an inch and 2.4 mm capitals.
_MRZ_EM_PER_PITCH = 1 / 0.723


def print_zone(rng: np.random.Generator, sheet: Sheet, lines: Sequence[str], spec: MrzSpec) -> None:
    """Print the zone in OCR-B where it is declared, or a little aside."""
    width, height = sheet.size_mm
    face = fonts.pick_font(rng, sheet.split, "ocrb")
    start, end = (x + float(rng.normal(0, 0.008)) for x in spec.extent)
    # Issuers keep ten characters an inch, not the declared ends.
    declared_pitch = (end - start) * width / len(lines[0])
    pitch = _MRZ_PITCH_MM if abs(declared_pitch / _MRZ_PITCH_MM - 1) < 0.12 else declared_pitch
    left = (start + end) / 2 * width - pitch * len(lines[0]) / 2
    left = min(max(left, 0.012 * width), 0.99 * width - pitch * len(lines[0]))
    shift = float(rng.normal(0, 0.008))
    em = pitch * _MRZ_EM_PER_PITCH * float(rng.uniform(0.96, 1.02))
    tone = int(rng.integers(8, 60))
    of_ink = Ink(face, em, (tone, tone, tone + 4), pitch, float(rng.uniform(0.0, 0.05)))
    for row, line in zip(spec.rows, lines, strict=True):
        baseline = (row + shift) * height + 0.7 * em / 2
        sheet.text((left, baseline), line, of_ink, "mrz")
