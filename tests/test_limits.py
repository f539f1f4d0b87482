"""Presets of limits: their order from strict to loose, and what may be changed in them."""

from __future__ import annotations

from dataclasses import fields

import pytest

import idvision
from idvision.limits import LIMIT_NAMES, PRESETS, limits_from
from idvision.types import Limits


def test_the_default_preset_is_the_default() -> None:
    assert list(PRESETS) == ["strict", "default", "loose"]
    assert PRESETS["default"] == Limits() == limits_from("default", {})


@pytest.mark.parametrize("name", LIMIT_NAMES)
def test_every_limit_goes_from_strict_to_loose(name: str) -> None:
    values = [getattr(limits, name) for limits in PRESETS.values()]
    higher_is_stricter = name.startswith(("short_side", "confidence"))
    assert values == sorted(values, reverse=higher_is_stricter)
    assert len(set(values)) == 3
    assert all(value > 0 for value in values)
    assert name.endswith("_px") or max(values) <= 1


@pytest.mark.parametrize("preset", PRESETS)
def test_review_comes_before_rejection(preset: str) -> None:
    limits = PRESETS[preset]
    for name in ("blur", "glare", "occlusion", "incomplete", "exposure"):
        assert getattr(limits, f"{name}_review") < getattr(limits, f"{name}_reject")
    assert limits.short_side_review_px > limits.short_side_reject_px


@pytest.mark.parametrize("name", LIMIT_NAMES)
def test_every_limit_can_be_changed_and_keeps_its_type(name: str) -> None:
    changed = limits_from("strict", {name: 1.0})
    assert getattr(changed, name) == 1
    assert type(getattr(changed, name)) is type(getattr(Limits(), name))
    others = [field.name for field in fields(Limits) if field.name != name]
    assert all(getattr(changed, other) == getattr(PRESETS["strict"], other) for other in others)


@pytest.mark.parametrize(
    ("preset", "overrides", "message"),
    [
        ("lax", {}, "no preset 'lax': not one of strict, default, loose"),
        ("default", {"blur": 0.5}, "no limit 'blur': not one of blur_review, .*, edited_review"),
        ("default", {"blur_review": 1.01}, "blur_review lies in 0 to 1, not 1.01"),
        ("default", {"blur_review": -0.1}, "blur_review lies in 0 to 1, not -0.1"),
        ("default", {"blur_review": float("nan")}, "blur_review lies in 0 to 1, not nan"),
        ("default", {"short_side_review_px": -1}, "short_side_review_px is a whole number of pixels, not -1"),
        ("default", {"short_side_reject_px": 10.5}, "whole number of pixels, not 10.5"),
        ("default", {"short_side_reject_px": float("inf")}, "whole number of pixels, not inf"),
        ("default", {"short_side_reject_px": float("nan")}, "whole number of pixels, not nan"),
    ],
)
def test_what_means_nothing_is_refused(preset: str, overrides: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        limits_from(preset, overrides)


def test_presets_are_shared_and_cannot_be_changed() -> None:
    limits_from("strict", {"blur_review": 0.9})
    assert PRESETS["strict"].blur_review < 0.9
    with pytest.raises(TypeError):
        PRESETS["mine"] = Limits()  # type: ignore[index]


def test_the_package_offers_it() -> None:
    assert idvision.limits_from is limits_from
