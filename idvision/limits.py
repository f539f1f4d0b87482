"""How strict a verdict is: named sets of limits, and a set with single limits changed.

A defect counts from its limit on, so a lower limit is the stricter one; of the short side in pixels and the
confidence it is the higher one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from idvision.types import Limits

PRESETS: Mapping[str, Limits] = MappingProxyType(
    {
        "strict": Limits(
            blur_review=0.25,
            blur_reject=0.40,
            glare_review=0.015,
            glare_reject=0.08,
            occlusion_review=0.01,
            occlusion_reject=0.04,
            field_covered_review=0.08,
            incomplete_review=0.01,
            incomplete_reject=0.04,
            exposure_review=0.25,
            exposure_reject=0.40,
            short_side_review_px=360,
            short_side_reject_px=240,
            confidence_review=0.85,
            no_document=0.30,
            screen_review=0.25,
            photocopy_review=0.25,
            edited_review=0.25,
        ),
        "default": Limits(),
        "loose": Limits(
            blur_review=0.70,
            blur_reject=0.90,
            glare_review=0.06,
            glare_reject=0.30,
            occlusion_review=0.04,
            occlusion_reject=0.16,
            field_covered_review=0.30,
            incomplete_review=0.04,
            incomplete_reject=0.16,
            exposure_review=0.80,
            exposure_reject=0.95,
            short_side_review_px=160,
            short_side_reject_px=80,
            confidence_review=0.50,
            no_document=0.80,
            screen_review=0.80,
            photocopy_review=0.80,
            edited_review=0.80,
        ),
    }
)
"""Sets of limits by name: `strict` where a poor card costs more than another photo, `loose` where less."""

LIMIT_NAMES: tuple[str, ...] = tuple(limit.name for limit in fields(Limits))
"""Every limit, in the order in which they are declared."""


def limits_from(preset: str, overrides: Mapping[str, float]) -> Limits:
    """Return the limits of a preset with some of them replaced.

    Args:
        preset: `strict`, `default` or `loose`.
        overrides: limits by name; those in pixels are whole numbers from 0, all others lie in 0 to 1.

    Raises:
        ValueError: there is no such preset or limit, or a value is out of range.
    """
    if preset not in PRESETS:
        raise ValueError(f"no preset {preset!r}: not one of {', '.join(PRESETS)}")
    # Any, because a mapping cannot tell which of its values are the whole numbers.
    checked: dict[str, Any] = {name: _checked(name, value) for name, value in overrides.items()}
    return replace(PRESETS[preset], **checked)


def _checked(name: str, value: float) -> float:
    """Return the value as its limit holds it, whole for pixels."""
    if name not in LIMIT_NAMES:
        raise ValueError(f"no limit {name!r}: not one of {', '.join(LIMIT_NAMES)}")
    if name.endswith("_px"):
        if not (value >= 0 and float(value).is_integer()):
            raise ValueError(f"{name} is a whole number of pixels, not {value:g}")
        return int(value)
    if not 0 <= value <= 1:
        raise ValueError(f"{name} lies in 0 to 1, not {value:g}")
    return float(value)
